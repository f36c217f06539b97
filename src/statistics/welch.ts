/** Welch's t test: do two independent samples, of possibly unequal variance, differ in mean by other than a margin? */
import { mean } from './mean.ts';
import { requireSample } from './statistics-error.ts';
import { isRounding, type TInference, type TOptions, tInference, type ZeroVariance } from './t-inference.ts';
import { variance } from './variance.ts';

/** The outcome of {@link welch}. */
export type Welch = WelchEstimate | ZeroVariance;

/** A Welch test that could be made. */
export type WelchEstimate = TInference & {
  readonly kind: 'estimate';
  /** Number of values in both samples together. */
  readonly n: number;
  /** Mean of the first sample minus mean of the second. */
  readonly estimate: number;
};

/**
 * Tests mean(first) − mean(second) without pairing: the check on whether pairing by seed gained anything.
 *
 * Assumes independent normal values; variances may differ. Degrees of freedom by Welch–Satterthwaite, not whole.
 * When both samples are constant up to rounding, no test is made and the kind is `zero-variance`; when one is, df is
 * that of the other.
 *
 * @param first - at least 2 finite values
 * @param second - at least 2 finite values, not necessarily as many
 * @param options - alpha (default 0.05) and margin (default 0)
 * @returns estimate, one-sided bounds, two-sided interval, t, df and p values; or `zero-variance`
 * @throws StatisticsError if a sample has fewer than 2 values, one is not finite, or a test is made with an option out of range
 * @see https://en.wikipedia.org/wiki/Welch%27s_t-test
 * @example welch([0.71, 0.72, 0.76], [0.69, 0.71, 0.73]) // t = 1.0445, df = 3.72, pGreater = 0.1796
 */
export function welch(first: readonly number[], second: readonly number[], options: TOptions = {}): Welch {
  requireSample('welch', first, 2);
  requireSample('welch', second, 2);
  const shares = [first, second].map((sample) => variance(sample) / sample.length);
  const [ofFirst = 0, ofSecond = 0] = shares;
  const estimate = mean(first) - mean(second);
  const n = first.length + second.length;
  const standardError = Math.sqrt(ofFirst + ofSecond);
  if (isRounding(standardError, [first, second])) return { kind: 'zero-variance', n, estimate };
  // As fractions of their sum, the squares cannot overflow or underflow.
  const part = ofFirst / (ofFirst + ofSecond);
  const df = 1 / (part ** 2 / (first.length - 1) + (1 - part) ** 2 / (second.length - 1));
  return { kind: 'estimate', n, estimate, ...tInference(estimate, standardError, df, options) };
}
