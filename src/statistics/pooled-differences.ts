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
  /** mean(now) − mean(before). */
  readonly difference: number;
  /** A difference of no more than this, either way, chance explains. */
  readonly reach: number;
}

/**
 * Compares conditions, so that of two samples with the same means every difference lies within its reach with a probability
 * of at least 1 − alpha: t · s · √(1/n + 1/m), where s is pooled over all samples there are and alpha is divided by the
 * number of conditions (Bonferroni).
 *
 * @param conditions at least one
 * @param alpha two-sided error level of all differences together, in 0..1
 * @throws StatisticsError if a sample is empty, a value is not finite, or no sample spreads at all
 * @see https://en.wikipedia.org/wiki/Pooled_variance
 * @example pooledDifferences([{ before: [1, 3], now: [2, 4] }], 0.1)[0] // difference = 1, reach = 4.1295
 */
export function pooledDifferences(
  conditions: readonly TwoSamples[],
  alpha = 0.05,
): readonly PooledDifference[] {
  requireBetween('pooledDifferences', 'alpha', alpha, 0, 1);
  if (conditions.length === 0) {
    throw new StatisticsError('pooledDifferences needs at least one condition, got none');
  }
  const samples = conditions.flatMap(({ before, now }) => [before, now]);
  for (const sample of samples) requireSample('pooledDifferences', sample, 1);
  const df = sum(samples.map((sample) => sample.length - 1));
  const deviation = Math.sqrt(sum(samples.map(squares)) / df);
  if (!(deviation > 0)) {
    throw new StatisticsError('pooledDifferences needs a sample whose values differ, got none');
  }
  const critical = studentTCritical(bonferroniAlpha(alpha, conditions.length) / 2, df);
  return conditions.map(({ before, now }) => ({
    difference: mean(now) - mean(before),
    reach: critical * deviation * Math.sqrt(1 / before.length + 1 / now.length),
  }));
}

function squares(sample: readonly number[]): number {
  const centre = mean(sample);
  return sum(sample.map((value) => (value - centre) ** 2));
}
