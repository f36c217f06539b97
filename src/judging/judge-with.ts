/** Judges by other choices than the registered ones. */
import type { Evidence } from '../records/evidence.ts';
import type { Choices, Hypothesis } from './hypothesis.ts';
import { judge, type Verdict } from './verdict.ts';

/**
 * Judges a movable hypothesis by other choices, alone, as if it were in no family.
 *
 * @param choices - at the registered ones this is the registered rule
 * @throws IncompleteEvidence as {@link Hypothesis.judge} does
 */
export function judgeWith(hypothesis: Hypothesis, evidence: Evidence, choices: Choices): Verdict {
  return judge({ ...hypothesis, judge: (given) => hypothesis.judge(given, choices) }, evidence);
}
