/** Finds one verdict among all. */
import type { Verdict } from '../judging/verdict.ts';

/** @throws Error if there is none on this hypothesis */
export function verdictOn(id: string, verdicts: readonly Verdict[]): Verdict {
  const found = verdicts.find((verdict) => verdict.id === id);
  if (!found) throw new Error(`The report needs a verdict on ${id}, got none`);
  return found;
}
