/** Ranks in which tied values share the mean of the ranks they occupy. */
import { requireSample, StatisticsError } from './statistics-error.ts';

/**
 * Ranks values from 1 (smallest) to n; values that tie share their mean rank ("mid-rank", "fractional ranking").
 *
 * Assumes only that the values can be ordered. Pass a tolerance when they carry rounding: 0.7 − 0.6 and 0.8 − 0.7
 * differ in the last bit, and without a tolerance that bit would break a tie.
 *
 * @param values - at least one finite number
 * @param tolerance - neighbours in sorted order that differ by at most this much tie, ≥ 0, unit of the values
 * @returns ranks in the order of the values; multiples of ½ that sum to n(n + 1) / 2
 * @throws StatisticsError if there is no value, one is not finite, or the tolerance is negative or not finite
 * @see https://en.wikipedia.org/wiki/Ranking#Fractional_ranking_(%221_2.5_2.5_4%22_ranking)
 * @example midRanks([30, 10, 20, 20]) // [4, 1, 2.5, 2.5]
 */
export function midRanks(values: readonly number[], tolerance = 0): number[] {
  requireSample('midRanks', values, 1);
  if (!(tolerance >= 0 && tolerance < Infinity)) {
    throw new StatisticsError(`midRanks needs a finite tolerance ≥ 0, got ${tolerance}`);
  }
  const sorted = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  const ranks = new Array<number>(values.length).fill(0);
  let start = 0;
  sorted.forEach(({ value }, position) => {
    const next = sorted[position + 1];
    if (next !== undefined && next.value - value <= tolerance) return;
    for (const { index } of sorted.slice(start, position + 1)) ranks[index] = (start + position) / 2 + 1;
    start = position + 1;
  });
  return ranks;
}
