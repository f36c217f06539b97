/** A study's verdicts together: one per hypothesis, and which of them is the gate's. */
import type { Evidence } from '../records/evidence.ts';
import type { Study } from '../study.ts';
import { judgeFamilies } from './families.ts';
import { judge, type Verdict } from './verdict.ts';

/**
 * Judges every hypothesis of the evidence's study.
 *
 * @returns one verdict each, in the study's order
 * @throws IncompleteEvidence if a run that a rule needs is absent or not finite
 */
export function judgeAll(evidence: Evidence): readonly Verdict[] {
  const { study } = evidence;
  return judgeFamilies(
    study,
    study.hypotheses.map((hypothesis) => judge(hypothesis, evidence)),
  );
}

/** Finds the verdict on the gate among some verdicts, if it was judged. */
export function gateVerdict(
  { hypotheses }: Pick<Study, 'hypotheses'>,
  verdicts: readonly Verdict[],
): Verdict | undefined {
  const gates = hypotheses.filter(({ gate }) => gate).map(({ id }) => id);
  return verdicts.find(({ id }) => gates.includes(id));
}
