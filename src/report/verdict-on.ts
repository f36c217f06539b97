/** Finds one verdict among all, and says whether it is one. */
import type { Verdict } from '../judging/verdict.ts';

/** @throws Error if there is none on this hypothesis */
export function verdictOn(id: string, verdicts: readonly Verdict[]): Verdict {
  const found = verdicts.find((verdict) => verdict.id === id);
  if (!found) throw new Error(`The report needs a verdict on ${id}, got none`);
  return found;
}

/** Whether a hypothesis was tested; in a fixed order it is not where one before it is not supported. */
export function wasTested(reason: string): boolean {
  return !reason.startsWith('Not tested');
}
