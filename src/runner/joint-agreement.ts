/** Whether another engine finds the same: judged on all runs of a scale at once, since seeds of one condition are too few. */
import { gateVerdict, judgeAll } from '../judging/judge-all.ts';
import { activationLooks } from '../network/activations.ts';
import { type Evidence, finalAccuracy, valuesOf } from '../records/evidence.ts';
import { guessingLimit } from '../report/baselines.ts';
import { points } from '../report/number-format.ts';
import { studentTCritical } from '../statistics/distributions.ts';
import { mean } from '../statistics/mean.ts';
import { pooledSpread } from '../statistics/pooled-spread.ts';
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
 * @returns disagreement, and why, where seeds do not differ: then there is nothing to compare by
 */
export function compareJointly(theirs: Evidence, ours: Evidence): JointAgreement {
  const { study } = theirs;
  const { seeds } = study.grid;
  const conditions = conditionsOf(study).map(({ activation, depth, variation }) => {
    const varied = variation ? `, ${variation},` : '';
    const label = `${activationLooks[activation].label}${varied} with ${depth}`;
    const [before = [], now = []] = [theirs, ours].map((each) =>
      valuesOf(each, activation, depth, finalAccuracy, variation),
    );
    return { activation, label, before, now };
  });
  const groups = conditions.flatMap(({ before, now }) => [before, now]);
  if (groups.every((group) => new Set(group).size === 1)) {
    return { agrees: false, findings: ['Not comparable: no seeds of one condition differ.'] };
  }
  const spread = pooledSpread('compareJointly', groups);
  const { alpha } = study.analysis;
  const reach = (pairs: number, bounds: number) =>
    studentTCritical(alpha / 2 / bounds / 2, spread.df) * spread.standardDeviation * Math.sqrt(2 / pairs);
  const trained = [...new Set(conditions.map(({ activation }) => activation))];
  const arms = trained.map((activation) => {
    const members = conditions.filter((condition) => condition.activation === activation);
    const [before, now] = [members.flatMap((one) => one.before), members.flatMap((one) => one.now)];
    return { label: activationLooks[activation].label, before, now };
  });
  // One reach for all arms: that of the smallest, which is the widest.
  const smallestArm = Math.min(...arms.map(({ before }) => before.length / seeds.length));
  const guessing = guessingLimit(theirs);
  const lost = conditions.filter(({ before, now }) => mean(before) > guessing && mean(now) <= guessing);
  const outcomes = [theirs, ours].map((each) => gateVerdict(study, judgeAll(each))?.outcome);
  const checks = [
    differenceCheck('Mean over an arm', arms, reach(smallestArm * seeds.length, arms.length)),
    differenceCheck('Mean of a condition', conditions, reach(seeds.length, conditions.length)),
    {
      holds: lost.length === 0,
      finding: `Better than guessing there and not here: ${lost.map(({ label }) => label).join(', ') || 'nothing'}.`,
    },
    { holds: outcomes[0] === outcomes[1], finding: `The gate: ${outcomes[0]} there, ${outcomes[1]} here.` },
  ];
  return {
    agrees: checks.every(({ holds }) => holds),
    findings: checks.map(({ holds, finding }) => `${holds ? '' : 'DIFFERENT: '}${finding}`),
  };
}

interface Compared {
  readonly label: string;
  readonly before: readonly number[];
  readonly now: readonly number[];
}

function differenceCheck(what: string, compared: readonly Compared[], reach: number) {
  const differences = compared.map(({ label, before, now }) => ({ label, by: mean(now) - mean(before) }));
  const largest = differences.reduce((most, one) => (Math.abs(one.by) > Math.abs(most.by) ? one : most));
  return {
    holds: Math.abs(largest.by) <= reach,
    finding: `${what}: largest difference ${points(100 * largest.by)} points (${largest.label}), of ±${(100 * reach).toFixed(2)} that seeds explain.`,
  };
}
