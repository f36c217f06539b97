/** What an estimate, its standard error and its degrees of freedom say: bounds, interval and p values, by Student's t. */
import { studentTAbove, studentTCritical } from './distributions.ts';
import { requireBetween, requireFinite } from './statistics-error.ts';

/** How a test is set up. */
export type TOptions = {
  /** Error level, in 0..½: 0.05 gives a one-sided 95 % bound and a two-sided 95 % interval. Default 0.05. */
  readonly alpha?: number;
  /** Value that the true difference is compared with, in its unit. Default 0. */
  readonly margin?: number;
};

/** A t test and the bounds dual to it: `pGreater < alpha` exactly when `lowerBound > margin`, and so on. */
export type TInference = {
  readonly alpha: number;
  readonly margin: number;
  readonly standardError: number;
  readonly df: number;
  /** (estimate − margin) / standard error. */
  readonly t: number;
  /** p for the claim "greater than the margin". */
  readonly pGreater: number;
  /** p for the claim "less than the margin". */
  readonly pLess: number;
  /** p for the claim "other than the margin". */
  readonly pTwoSided: number;
  /** One-sided 1 − alpha lower confidence bound of the true value. */
  readonly lowerBound: number;
  /** One-sided 1 − alpha upper confidence bound of the true value. */
  readonly upperBound: number;
  /** Two-sided 1 − alpha confidence interval, [low, high]. */
  readonly interval: readonly [number, number];
};

/** There was no variation to measure error by, so no test was made: never to be read as support. */
export type ZeroVariance = { readonly kind: 'zero-variance'; readonly n: number; readonly estimate: number };

/**
 * Turns an estimate and its standard error into a t test with its dual bounds.
 *
 * Assumes that (estimate − truth) / standard error follows Student's t with `df` degrees of freedom.
 *
 * @param estimate - finite
 * @param standardError - finite, > 0
 * @param df - degrees of freedom, > 0
 * @param options - alpha and margin
 * @returns the test, its one-sided bounds and its two-sided interval
 * @throws StatisticsError if an argument is outside its range
 * @see https://www.itl.nist.gov/div898/handbook/eda/section3/eda352.htm
 * @example tInference(0.02, 0.01, 2).lowerBound // -0.00919985580353726
 */
export function tInference(
  estimate: number,
  standardError: number,
  df: number,
  options: TOptions = {},
): TInference {
  const { alpha = 0.05, margin = 0 } = options;
  requireFinite('tInference', 'estimate', estimate);
  requireFinite('tInference', 'margin', margin);
  requireBetween('tInference', 'a standard error', standardError, 0, Infinity);
  requireBetween('tInference', 'alpha', alpha, 0, 0.5);
  const t = (estimate - margin) / standardError;
  const oneSided = studentTCritical(alpha, df) * standardError;
  const twoSided = studentTCritical(alpha / 2, df) * standardError;
  return {
    alpha,
    margin,
    standardError,
    df,
    t,
    pGreater: studentTAbove(t, df),
    pLess: studentTAbove(-t, df),
    pTwoSided: 2 * studentTAbove(Math.abs(t), df),
    lowerBound: estimate - oneSided,
    upperBound: estimate + oneSided,
    interval: [estimate - twoSided, estimate + twoSided],
  };
}

/**
 * Whether a spread is no more than the rounding of the numbers it was computed from, and so measures nothing.
 *
 * 0.7 − 0.6 and 0.8 − 0.7 differ by 1.1e-16: taken at its word, that spread would make any effect significant.
 *
 * @param spread - standard deviation or standard error, ≥ 0, in the unit of the samples
 * @param samples - the values that went into it
 * @returns true if the spread is at most 4 machine epsilons of the largest magnitude
 * @example isRounding(1e-16, [[0.7, 0.8], [0.6, 0.7]]) // true
 */
export function isRounding(spread: number, samples: readonly (readonly number[])[]): boolean {
  const largest = Math.max(...samples.map((sample) => Math.max(...sample.map(Math.abs))));
  return spread <= 4 * Number.EPSILON * largest;
}
