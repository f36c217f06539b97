/** Sample variance and standard deviation, unbiased (n − 1), by the corrected two-pass algorithm. */
import { mean } from './mean.ts';
import { requireSample } from './statistics-error.ts';
import { sum } from './sum.ts';

/**
 * The unbiased sample variance: Σ(x − x̄)² / (n − 1).
 *
 * Two passes, minus the square of what rounding left in x̄, so that values with a large common offset lose nothing
 * (the one-pass Σx² − n·x̄² can even turn negative).
 *
 * @param values - at least two finite numbers, taken to be independent draws from one population
 * @returns the variance, ≥ 0, in the squared unit of the values
 * @throws StatisticsError if there are fewer than two values, one is not finite, or a sum overflows
 * @see https://en.wikipedia.org/wiki/Algorithms_for_calculating_variance#Two-pass_algorithm
 * @example variance([2, 4, 4, 4, 5, 5, 7, 9]) // 32 / 7 = 4.571428571428571
 */
export function variance(values: readonly number[]): number {
  requireSample('variance', values, 2);
  const centre = mean(values);
  const offsets = values.map((value) => value - centre);
  const residue = sum(offsets);
  const squares = sum(offsets.map((offset) => offset * offset));
  return (squares - (residue * residue) / values.length) / (values.length - 1);
}

/**
 * The sample standard deviation: the square root of {@link variance}, in the unit of the values.
 *
 * @param values - at least two finite numbers
 * @returns the standard deviation, ≥ 0 (biased slightly low, by 11 % at n = 3 for normal data)
 * @throws StatisticsError as {@link variance}
 * @see https://en.wikipedia.org/wiki/Standard_deviation#Corrected_sample_standard_deviation
 * @example standardDeviation([0, 0.01, 0.05]) // 0.026457513110645907
 */
export function standardDeviation(values: readonly number[]): number {
  return Math.sqrt(variance(values));
}
