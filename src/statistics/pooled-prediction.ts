/** Prediction intervals for several groups at once, with one spread pooled over all of them. */
import { bonferroniAlpha } from './bonferroni.ts';
import { studentTCritical } from './distributions.ts';
import { mean } from './mean.ts';
import { requireBetween, requireSample, StatisticsError } from './statistics-error.ts';
import { sum } from './sum.ts';

/** The outcome of {@link pooledPrediction}. */
export type PooledPrediction = {
  /** Standard deviation within groups, pooled. */
  readonly standardDeviation: number;
  /** Its degrees of freedom: the number of values less the number of groups. */
  readonly df: number;
  /** One [low, high] per group. */
  readonly intervals: readonly (readonly [number, number])[];
};

/**
 * Predicts one further value of each group, so that all of them together lie inside with a probability of at least
 * 1 − alpha: x̄ ± t · s · √(1 + 1/n), where s is pooled over the groups and alpha is divided by their number (Bonferroni).
 * With a few values a group, a spread of its own says next to nothing; the price is to assume that groups spread alike.
 *
 * @param groups at least one; of each n ≥ 2 finite values
 * @param alpha two-sided error level of all intervals together, in 0..1
 * @throws StatisticsError if a group is too small, a value is not finite, or no group spreads at all
 * @see https://en.wikipedia.org/wiki/Prediction_interval#Unknown_mean,_unknown_variance
 * @example pooledPrediction([[1, 3], [6, 4]], 0.1).intervals[0] // [-5.4524, 9.4524]
 */
export function pooledPrediction(groups: readonly (readonly number[])[], alpha = 0.05): PooledPrediction {
  requireBetween('pooledPrediction', 'alpha', alpha, 0, 1);
  if (groups.length === 0) throw new StatisticsError('pooledPrediction needs at least one group, got none');
  for (const group of groups) requireSample('pooledPrediction', group, 2);
  const df = sum(groups.map((group) => group.length - 1));
  const squares = sum(
    groups.flatMap((group) => {
      const centre = mean(group);
      return group.map((value) => (value - centre) ** 2);
    }),
  );
  const standardDeviation = Math.sqrt(squares / df);
  if (!(standardDeviation > 0)) {
    throw new StatisticsError('pooledPrediction needs a group whose values differ, got none');
  }
  const critical = studentTCritical(bonferroniAlpha(alpha, groups.length) / 2, df);
  const intervals = groups.map((group): readonly [number, number] => {
    const reach = critical * standardDeviation * Math.sqrt(1 + 1 / group.length);
    return [mean(group) - reach, mean(group) + reach];
  });
  return { standardDeviation, df, intervals };
}
