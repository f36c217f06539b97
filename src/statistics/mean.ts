/** Arithmetic mean. */
import { requireSample } from './statistics-error.ts';
import { sum } from './sum.ts';

/**
 * The arithmetic mean: the centre of a sample, and the estimate of its population's expectation.
 *
 * Assumes nothing about the distribution beyond a finite expectation.
 *
 * @param values - at least one finite number
 * @returns the mean, in the unit of the values
 * @throws StatisticsError if there is no value, one is not finite, or the sum overflows
 * @see https://en.wikipedia.org/wiki/Arithmetic_mean
 * @example mean([0.71, 0.72, 0.76]) // 0.73
 */
export function mean(values: readonly number[]): number {
  requireSample('mean', values, 1);
  return sum(values) / values.length;
}
