/** Differences of two samples of the same conditions, beside what chance explains, with one spread pooled over all of them. */
import { bonferroniAlpha } from './bonferroni.ts';
import { studentTCritical } from './distributions.ts';
import { mean } from './mean.ts';
import { requireBetween, requireSample, StatisticsError } from './statistics-error.ts';
import { sum } from './sum.ts';

/** Values of one condition, twice sampled. */
export interface TwoSamples {
  readonly before: readonly number[];
  readonly now: readonly number[];
}

export interface PooledDifference {
  /** Mean over the conditions of mean(now) − mean(before). */
  readonly difference: number;
  /** A difference of no more than this, either way, chance explains. */
  readonly reach: number;
}

/**
 * Compares sets of conditions, so that of two samples with the same means every difference lies within its reach with a
 * probability of at least 1 − alpha: t · s · √(Σ (1/n + 1/m)) / k for a set of k conditions with n and m values each, where
 * s is pooled over all samples there are and alpha is divided by the number of sets (Bonferroni).
 *
 * @param sets at least one, each of at least one condition; a condition may be in several sets and counts once for s
 * @param alpha two-sided error level of all differences together, in 0..1
 * @throws StatisticsError if a sample is empty, a value is not finite, or no sample spreads at all
 * @see https://en.wikipedia.org/wiki/Pooled_variance
 * @example pooledDifferences([[{ before: [1, 3], now: [2, 4] }]], 0.1)[0] // difference = 1, reach = 4.1295
 */
export function pooledDifferences(
  sets: readonly (readonly TwoSamples[])[],
  alpha = 0.05,
): readonly PooledDifference[] {
  requireBetween('pooledDifferences', 'alpha', alpha, 0, 1);
  if (sets.length === 0 || sets.some((set) => set.length === 0)) {
    throw new StatisticsError('pooledDifferences needs sets of at least one condition, got none');
  }
  const samples = [...new Set(sets.flat())].flatMap(({ before, now }) => [before, now]);
  for (const sample of samples) requireSample('pooledDifferences', sample, 1);
  const df = sum(samples.map((sample) => sample.length - 1));
  const deviation = Math.sqrt(sum(samples.map(squares)) / df);
  if (!(deviation > 0)) {
    throw new StatisticsError('pooledDifferences needs a sample whose values differ, got none');
  }
  const critical = studentTCritical(bonferroniAlpha(alpha, sets.length) / 2, df);
  return sets.map((set) => ({
    difference: mean(set.map(({ before, now }) => mean(now) - mean(before))),
    reach:
      (critical *
        deviation *
        Math.sqrt(sum(set.map(({ before, now }) => 1 / before.length + 1 / now.length)))) /
      set.length,
  }));
}

function squares(sample: readonly number[]): number {
  const centre = mean(sample);
  return sum(sample.map((value) => (value - centre) ** 2));
}
