/** Paired t test: is the mean difference between two measurements of the same units other than a margin? */
import { mean } from './mean.ts';
import { requireSameLength, requireSample } from './statistics-error.ts';
import { isRounding, type TInference, type TOptions, tInference, type ZeroVariance } from './t-inference.ts';
import { standardDeviation } from './variance.ts';

/** The outcome of {@link pairedT}: an estimate with its test, or the statement that there was nothing to test with. */
export type PairedT = PairedTEstimate | ZeroVariance;

/** A paired t test that could be made. */
export type PairedTEstimate = TInference & {
  readonly kind: 'estimate';
  /** Number of pairs. */
  readonly n: number;
  /** Mean of first − second. */
  readonly estimate: number;
  /** Standard deviation of the differences. */
  readonly standardDeviation: number;
};

/**
 * Tests the mean of `first` − `second`, paired by index; here, by seed.
 *
 * Assumes that pairs are independent and their differences normal. With n = 3 a one-sided test at 5 % needs t > 2.92.
 *
 * When all differences are equal up to rounding, no test is made and the kind is `zero-variance`. Equal differences
 * from different seeds mean that a seed was ignored, not that the effect is certain.
 *
 * @param first - n ≥ 2 finite values
 * @param second - n finite values; pair i is (first[i], second[i])
 * @param options - alpha (default 0.05) and margin (default 0)
 * @returns estimate, one-sided bounds, two-sided interval, t, df = n − 1 and p values; or `zero-variance`
 * @throws StatisticsError if n < 2, the lengths differ, a value is not finite, or a test is made with an option out of range
 * @see https://www.itl.nist.gov/div898/handbook/prc/section3/prc311.htm
 * @example pairedT([0.71, 0.72, 0.76], [0.69, 0.71, 0.73]) // t = 3.4641, df = 2, pGreater = 0.0371, lowerBound = 0.00314
 */
export function pairedT(
  first: readonly number[],
  second: readonly number[],
  options: TOptions = {},
): PairedT {
  requireSameLength('pairedT', first.length, second.length);
  requireSample('pairedT', first, 2);
  requireSample('pairedT', second, 2);
  const differences = first.map((value, index) => value - (second[index] ?? Number.NaN));
  const n = differences.length;
  const estimate = mean(differences);
  const spread = standardDeviation(differences);
  if (isRounding(spread, [first, second])) return { kind: 'zero-variance', n, estimate };
  const inference = tInference(estimate, spread / Math.sqrt(n), n - 1, options);
  return { kind: 'estimate', n, estimate, standardDeviation: spread, ...inference };
}
