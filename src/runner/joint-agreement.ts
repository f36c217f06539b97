/** Whether another engine finds the same: judged on all runs of a scale at once, since seeds of one condition are too few. */
import { gateVerdict, judgeAll } from '../judging/judge-all.ts';
import { type Evidence, finalAccuracy, valuesOf } from '../records/evidence.ts';
import { conditionLabel, jointDifferences, pointsBesideReach } from '../report/joint-differences.ts';
import { mean } from '../statistics/mean.ts';
import { proportionError } from '../statistics/proportion-error.ts';
import { conditionsOf } from '../study.ts';

export interface JointAgreement {
  readonly agrees: boolean;
  /** What was compared and what came of it, a sentence each. */
  readonly findings: readonly string[];
}

/**
 * Compares a whole scale of another engine with the recorded one. It agrees if every arm's mean difference and every
 * condition's lie within what seeds explain (their spread pooled over all conditions of both, all bounds together at
 * 5 %), if whatever is better than guessing in the one is in the other, and if the gate comes out the same.
 *
 * @param theirs - the recorded evidence
 * @param ours - the other engine's
 * @returns disagreement, and why, where seeds do not differ: then there is nothing to compare by
 */
export function compareJointly(theirs: Evidence, ours: Evidence): JointAgreement {
  const { study, scale } = theirs;
  const compared = conditionsOf(study).map((condition) => {
    const { activation, depth, variation } = condition;
    const [before = [], now = []] = [theirs, ours].map((each) =>
      valuesOf(each, activation, depth, finalAccuracy, variation),
    );
    return { condition, before, now };
  });
  const samples = compared.flatMap(({ before, now }) => [before, now]);
  if (samples.every((sample) => new Set(sample).size === 1)) {
    return { agrees: false, findings: ['Not comparable: no seeds of one condition differ.'] };
  }
  const guessing = 0.1 + 3 * proportionError(0.1, study.scales[scale].testImages);
  const lost = compared
    .filter(({ before, now }) => mean(before) > guessing && mean(now) <= guessing)
    .map(({ condition }) => conditionLabel(condition));
  const outcomes = [theirs, ours].map((each) => gateVerdict(study, judgeAll(each))?.outcome);
  const checks = [
    ...jointDifferences(compared, study.analysis.alpha, pointsBesideReach),
    {
      holds: lost.length === 0,
      finding: `Better than guessing there and not here: ${lost.join(', ') || 'nothing'}.`,
    },
    { holds: outcomes[0] === outcomes[1], finding: `The gate: ${outcomes[0]} there, ${outcomes[1]} here.` },
  ];
  return {
    agrees: checks.every(({ holds }) => holds),
    findings: checks.map(({ holds, finding }) => `${holds ? '' : 'DIFFERENT: '}${finding}`),
  };
}
