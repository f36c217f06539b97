/** Quantile of a sample, interpolated linearly between order statistics. */
import { requireSample, StatisticsError } from './statistics-error.ts';

/**
 * The sample quantile by linear interpolation: Hyndman and Fan's type 7, the default of R and NumPy.
 *
 * Assumes nothing about the distribution.
 *
 * @param values - at least one finite number, in any order
 * @param probability - in 0..1: 0 gives the minimum, 0.5 the median, 1 the maximum
 * @returns the quantile, in the unit of the values
 * @throws StatisticsError if there is no value, one is not finite, or the probability is outside 0..1
 * @see https://en.wikipedia.org/wiki/Quantile#Estimating_quantiles_from_a_sample
 * @example quantile([1, 2, 4, 8], 0.5) // 3
 */
export function quantile(values: readonly number[], probability: number): number {
  requireSample('quantile', values, 1);
  if (!(probability >= 0 && probability <= 1)) {
    throw new StatisticsError(`quantile needs a probability in 0..1, got ${probability}`);
  }
  const sorted = values.toSorted((first, second) => first - second);
  const position = probability * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
