/** Sum of float64 values, with the rounding error of each addition carried along. */
import { requireFinite } from './statistics-error.ts';

/**
 * Sums by Neumaier's variant of Kahan's algorithm: the error is about one rounding, however many values there are.
 * Naive addition makes 0 of the example.
 *
 * @param values - finite numbers, any length
 * @returns the sum; 0 for no values
 * @throws StatisticsError if a value is not finite or the sum overflows float64
 * @see https://en.wikipedia.org/wiki/Kahan_summation_algorithm#Further_enhancements
 * @example sum([1, 1e100, 1, -1e100]) // 2
 */
export function sum(values: readonly number[]): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  requireFinite('sum', 'result', total + lost);
  return total + lost;
}
