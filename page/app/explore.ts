/** Judges by other choices than the registered ones: the movable rules anew, the others as they were judged. */
import { judgeFamilies } from '../../src/judging/families.ts';
import type { Choices } from '../../src/judging/hypothesis.ts';
import { judgeWith } from '../../src/judging/judge-with.ts';
import type { Verdict } from '../../src/judging/verdict.ts';
import type { Evidence } from '../../src/records/evidence.ts';

/**
 * Judges the study's movable hypotheses by these choices, within their families.
 *
 * @param byRegistered - the verdicts by the registered rules, in the study's order
 * @returns one verdict per hypothesis; at the registered choices those
 */
export function explore(
  evidence: Evidence,
  byRegistered: readonly Verdict[],
  choices: Choices,
): readonly Verdict[] {
  const { study } = evidence;
  const alone = study.hypotheses.flatMap((hypothesis) => {
    if (hypothesis.movable) return [judgeWith(hypothesis, evidence, choices)];
    return byRegistered.filter(({ id }) => id === hypothesis.id);
  });
  return judgeFamilies({ analysis: { ...study.analysis, alpha: choices.alpha } }, alone);
}
