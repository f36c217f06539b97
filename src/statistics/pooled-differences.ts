/** Differences of two samples of each of several conditions, beside what chance explains, with one spread for all. */
import { studentTCritical } from './distributions.ts';
import { mean } from './mean.ts';
import { pooledSpread } from './pooled-spread.ts';
import { requireBetween } from './statistics-error.ts';

/** Two independent samples of one condition. */
export interface TwoSamples {
  readonly first: readonly number[];
  readonly second: readonly number[];
}

export interface PooledDifference {
  /** mean(first) − mean(second). */
  readonly difference: number;
  /** A difference of no more than this, either way, chance explains. */
  readonly reach: number;
}

/**
 * Compares conditions, so that where both samples of each have the same mean, every difference lies within its reach with a
 * probability of at least 1 − alpha: t · s · √(1/n + 1/m), where s is pooled over all samples there are, which are taken to
 * spread alike, and alpha is divided by the number of conditions (Bonferroni, so conditions may depend on each other).
 *
 * @param conditions - at least one
 * @param alpha - two-sided error level of all differences together, in 0..1
 * @throws StatisticsError if a sample is empty, a value is not finite, or no sample spreads at all
 * @example pooledDifferences([{ first: [2, 4], second: [1, 3] }], 0.1)[0] // difference = 1, reach = 4.1295
 */
export function pooledDifferences(
  conditions: readonly TwoSamples[],
  alpha = 0.05,
): readonly PooledDifference[] {
  requireBetween('pooledDifferences', 'alpha', alpha, 0, 1);
  const samples = conditions.flatMap(({ first, second }) => [first, second]);
  const { standardDeviation, df } = pooledSpread('pooledDifferences', samples);
  const critical = studentTCritical(alpha / conditions.length / 2, df);
  return conditions.map(({ first, second }) => ({
    difference: mean(first) - mean(second),
    reach: critical * standardDeviation * Math.sqrt(1 / first.length + 1 / second.length),
  }));
}
