/** Prediction intervals for several groups at once, with one spread pooled over all of them. */
import { studentTCritical } from './distributions.ts';
import { mean } from './mean.ts';
import { pooledSpread } from './pooled-spread.ts';
import { requireBetween, requireSample } from './statistics-error.ts';

/**
 * Predicts one further value of each group, so that all of them together lie inside with a probability of at least
 * 1 − alpha: x̄ ± t · s · √(1 + 1/n), where s is pooled over the groups and alpha is divided by their number (Bonferroni).
 * With a few values per group, a spread of its own says next to nothing; the price is to assume that groups spread alike.
 *
 * @param groups - at least one; of each n ≥ 2 finite values
 * @param alpha - two-sided error level of all intervals together, in 0..1
 * @returns one [low, high] per group
 * @throws StatisticsError if a group is too small, a value is not finite, or no group spreads at all
 * @see https://en.wikipedia.org/wiki/Prediction_interval#Unknown_mean,_unknown_variance
 * @example pooledPrediction([[1, 3], [6, 4]], 0.1)[0] // [-5.4524, 9.4524]
 */
export function pooledPrediction(
  groups: readonly (readonly number[])[],
  alpha = 0.05,
): readonly (readonly [number, number])[] {
  requireBetween('pooledPrediction', 'alpha', alpha, 0, 1);
  for (const group of groups) requireSample('pooledPrediction', group, 2);
  const { standardDeviation, df } = pooledSpread('pooledPrediction', groups);
  const critical = studentTCritical(alpha / groups.length / 2, df);
  return groups.map((group) => {
    const reach = critical * standardDeviation * Math.sqrt(1 + 1 / group.length);
    return [mean(group) - reach, mean(group) + reach] as const;
  });
}
