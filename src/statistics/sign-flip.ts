/** Sign-flip test: exact permutation test of a mean difference, by all 2^n choices of sign. */
import { requireInteger, requireSample } from './statistics-error.ts';
import { sum } from './sum.ts';

/** The outcome of {@link signFlip}. */
export type SignFlip = {
  /** Number of differences. */
  readonly n: number;
  /** Share of the 2^n choices of sign whose sum is at least the observed one: p for "greater than 0". */
  readonly p: number;
  /** The smallest p that n differences can ever give, 2^−n: above alpha, the test cannot support anything. */
  readonly smallestP: number;
};

/**
 * Tests whether differences centre above 0, one-sided, without assuming normality.
 *
 * Assumes that differences are independent and, under the null hypothesis, symmetric about 0. Exact for any n;
 * but with n = 3 p is never under 1/8, and a one-sided 5 % needs n ≥ 5. Sums within rounding of the observed one count
 * as at least it, so that rounding can only raise p.
 *
 * @param differences - 1..20 finite values
 * @throws StatisticsError if there are not 1..20 values, or one is not finite
 * @see https://en.wikipedia.org/wiki/Permutation_test
 * @example signFlip([0.02, 0.01, 0.03]).p // 1 / 8 = 0.125
 */
export function signFlip(differences: readonly number[]): SignFlip {
  requireSample('signFlip', differences, 1);
  requireInteger('signFlip', 'number of differences', differences.length, 1, 20);
  const sizes = differences.map(Math.abs);
  const threshold = sum(differences) - 32 * Number.EPSILON * sum(sizes);
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
