/** Sign-flip test: exact permutation test of a mean difference, by all 2^n choices of sign. */
import { requireFinite, requireInteger, requireSample } from './statistics-error.ts';
import { sum } from './sum.ts';

/** The outcome of {@link signFlip}. */
export type SignFlip = {
  /** Number of differences. */
  readonly n: number;
  /** Share of the 2^n choices of sign whose sum is at least the observed one: p for "greater than the margin". */
  readonly p: number;
  /** The smallest p that n differences can ever give, 2^−n: above alpha, the test cannot support anything. */
  readonly smallestP: number;
};

/**
 * Tests whether differences centre above a margin, one-sided, without assuming normality.
 *
 * Assumes that differences are independent and, under the null hypothesis, symmetric about the margin. Exact for any n;
 * but with n = 3 p is never under 1/8, and a one-sided 5 % needs n ≥ 5. Sums within rounding of the observed one count
 * as at least it, so that rounding can only raise p.
 *
 * @param differences - 1..20 finite values
 * @param margin - finite. Default 0
 * @returns p, and the smallest p possible
 * @throws StatisticsError if there are not 1..20 values, or one or the margin is not finite
 * @see https://en.wikipedia.org/wiki/Permutation_test
 * @example signFlip([0.02, 0.01, 0.03]).p // 1 / 8 = 0.125
 */
export function signFlip(differences: readonly number[], margin = 0): SignFlip {
  requireSample('signFlip', differences, 1);
  requireInteger('signFlip', 'number of differences', differences.length, 1, 20);
  requireFinite('signFlip', 'margin', margin);
  const offsets = differences.map((difference) => difference - margin);
  const sizes = offsets.map(Math.abs);
  const scale = sum([...sizes, ...differences.map(Math.abs), Math.abs(margin)]);
  const threshold = sum(offsets) - 16 * Number.EPSILON * scale;
  const choices = 2 ** sizes.length;
  return { n: sizes.length, p: countAtLeast(sizes, 0, 0, threshold) / choices, smallestP: 1 / choices };
}

/** How many choices of sign for sizes[from…], added to `total`, reach the threshold. */
function countAtLeast(sizes: readonly number[], from: number, total: number, threshold: number): number {
  const size = sizes[from];
  if (size === undefined) return total >= threshold ? 1 : 0;
  return (
    countAtLeast(sizes, from + 1, total + size, threshold) +
    countAtLeast(sizes, from + 1, total - size, threshold)
  );
}
