/** Power of the one-sided paired t test, and how many seeds reach a wanted power. */
import { studentTCritical } from './distributions.ts';
import { noncentralTAbove } from './noncentral-t.ts';
import { requireBetween, requireFinite, requireInteger } from './statistics-error.ts';

/** A planned paired comparison. */
export type PowerPlan = {
  /** True mean difference beyond the margin, in the direction of the claim; any finite number. */
  readonly effect: number;
  /** Standard deviation of the paired differences, > 0, in the unit of the effect. */
  readonly standardDeviation: number;
  /** One-sided error level, in 0..½. Default 0.05. */
  readonly alpha?: number;
};

/**
 * The probability that a one-sided paired t test on `n` pairs supports the claim, if the effect is as given.
 *
 * Assumes independent, normal differences with the standard deviation given. Put in values from a pilot or of
 * interest beforehand; the power of an effect as observed only restates its p value.
 *
 * @param plan - effect, standard deviation and alpha
 * @param n - number of pairs, an integer ≥ 2
 * @returns a probability in 0..1; alpha itself when the effect is 0
 * @throws StatisticsError if an argument is outside its range
 * @see https://www.itl.nist.gov/div898/handbook/prc/section2/prc222.htm
 * @example power({ effect: 2.3, standardDeviation: 1 }, 3) // 0.800712866179
 */
export function power(plan: PowerPlan, n: number): number {
  const { effect, standardDeviation, alpha = 0.05 } = plan;
  requireFinite('power', 'effect', effect);
  requireBetween('power', 'a standard deviation', standardDeviation, 0, Infinity);
  requireBetween('power', 'alpha', alpha, 0, 0.5);
  requireInteger('power', 'number of pairs', n, 2, 1_000_000);
  return noncentralTAbove(studentTCritical(alpha, n - 1), n - 1, (effect / standardDeviation) * Math.sqrt(n));
}

/**
 * The smallest number of seeds with which the one-sided paired t test reaches a wanted power.
 *
 * @param plan - effect, standard deviation and alpha
 * @param wanted - power, in 0..1, exclusive. Default 0.8
 * @param most - largest number of seeds worth considering, an integer ≥ 2. Default 1000
 * @returns the number of seeds, or `undefined` if `most` seeds are too few (as they always are if effect ≤ 0)
 * @throws StatisticsError if an argument is outside its range
 * @see https://www.itl.nist.gov/div898/handbook/prc/section2/prc222.htm
 * @example seedsNeeded({ effect: 1, standardDeviation: 1 }) // 8
 */
export function seedsNeeded(plan: PowerPlan, wanted = 0.8, most = 1000): number | undefined {
  requireBetween('seedsNeeded', 'a wanted power', wanted, 0, 1);
  requireInteger('seedsNeeded', 'largest number of seeds', most, 2, 1_000_000);
  if (power(plan, most) < wanted) return undefined;
  let n = 2;
  while (power(plan, n) < wanted) n++;
  return n;
}
