/**
 * The distribution functions that this folder needs; the only file that names the library behind them.
 *
 * Cephes (S. Moshier, the special functions of early SciPy) compiled to WebAssembly: no dependencies of its own, and
 * the same bits on every machine. Against SciPy and 40-digit arithmetic, for df ≤ 1000: tail areas down to 1e-7 agree
 * to 1e-10 (relative), critical values to 1e-11. Tail areas under 1e-15 are noise; report them as "< 1e-12".
 */
import { createRequire } from 'node:module';
import { requireBetween, requireFinite, requireInteger } from './statistics-error.ts';

// Its CommonJS build compiles at once; the ESM build would make every statistic wait for a promise.
const cephes: Cephes = createRequire(import.meta.url)('cephes');

/** What is used of it, declared here because its own types do not resolve from an ES module. */
type Cephes = {
  readonly ndtr: (z: number) => number;
  readonly ndtri: (area: number) => number;
  readonly incbet: (a: number, b: number, x: number) => number;
  readonly incbi: (a: number, b: number, area: number) => number;
  readonly lgam: (x: number) => number;
};

/**
 * Area of the standard normal distribution below `z`.
 * @param z - standard score, finite
 * @returns a probability in 0..1
 * @throws StatisticsError if `z` is not finite
 * @see https://en.wikipedia.org/wiki/Normal_distribution#Cumulative_distribution_function
 * @example normalBelow(1.96) // 0.9750021048517795
 */
export function normalBelow(z: number): number {
  requireFinite('normalBelow', 'z', z);
  return cephes.ndtr(z);
}

/**
 * The standard score below which the normal distribution has a given area: the inverse of {@link normalBelow}.
 * @param area - in 0..1, exclusive
 * @returns the score
 * @throws StatisticsError if the area is outside 0..1 or on its edge
 * @see https://en.wikipedia.org/wiki/Normal_distribution#Quantile_function
 * @example normalQuantile(0.975) // 1.959963984540054
 */
export function normalQuantile(area: number): number {
  requireBetween('normalQuantile', 'an area', area, 0, 1);
  return cephes.ndtri(area);
}

/**
 * Area of Student's t distribution above `t`.
 * @param t - finite
 * @param df - degrees of freedom, > 0, not necessarily whole (Welch)
 * @returns a probability in 0..1
 * @throws StatisticsError if `t` is not finite or df is not positive and finite
 * @see https://en.wikipedia.org/wiki/Student%27s_t-distribution#Cumulative_distribution_function
 * @example studentTAbove(2.92, 2) // 0.0499995777814
 */
export function studentTAbove(t: number, df: number): number {
  requireFinite('studentTAbove', 't', t);
  requireBetween('studentTAbove', 'df', df, 0, Infinity);
  const tail = upperTail(Math.abs(t), df);
  return t >= 0 ? tail : 1 - tail;
}

/** Two forms of one integral: each is taken where its argument does not round to 1. Needs t ≥ 0. */
function upperTail(t: number, df: number): number {
  const square = t * t;
  if (square < df) return 0.5 - 0.5 * cephes.incbet(0.5, df / 2, square / (df + square));
  return 0.5 * cephes.incbet(df / 2, 0.5, df / (df + square));
}

/**
 * The critical value of Student's t: the `t` above which a given area lies.
 * @param area - in 0..1, exclusive; the tail area, so 0.05 for a one-sided 95 % bound
 * @param df - degrees of freedom, > 0
 * @returns the critical value, positive if the area is under one half
 * @throws StatisticsError if the area is not inside 0..1 or df is not positive and finite
 * @see https://en.wikipedia.org/wiki/Student%27s_t-distribution#Table_of_selected_values
 * @example studentTCritical(0.05, 2) // 2.919985580353726
 */
export function studentTCritical(area: number, df: number): number {
  requireBetween('studentTCritical', 'an area', area, 0, 1);
  requireBetween('studentTCritical', 'df', df, 0, Infinity);
  if (area > 0.5) return -studentTCritical(1 - area, df);
  if (area < 0.25) {
    const share = cephes.incbi(df / 2, 0.5, 2 * area); // df / (df + t²)
    return Math.sqrt((df * (1 - share)) / share);
  }
  const share = cephes.incbi(0.5, df / 2, 1 - 2 * area); // t² / (df + t²)
  return Math.sqrt((df * share) / (1 - share));
}

/**
 * Probability of at most `successes` successes in `trials` independent trials.
 * @param successes - integer in 0..trials
 * @param trials - integer ≥ 0
 * @param chance - of success in one trial, in 0..1, exclusive
 * @returns a probability in 0..1
 * @throws StatisticsError if an argument is outside its range
 * @see https://en.wikipedia.org/wiki/Binomial_distribution#Cumulative_distribution_function
 * @example binomialAtMost(3, 10, 0.5) // 0.171875
 */
export function binomialAtMost(successes: number, trials: number, chance: number): number {
  requireInteger('binomialAtMost', 'number of trials', trials, 0, Number.MAX_SAFE_INTEGER);
  requireInteger('binomialAtMost', 'number of successes', successes, 0, trials);
  requireBetween('binomialAtMost', 'a chance', chance, 0, 1);
  if (successes === trials) return 1;
  return cephes.incbet(trials - successes, successes + 1, 1 - chance);
}

/**
 * The regularised incomplete beta function I_x(a, b), from which tails of t, F and binomial are built.
 * @param a - first shape, > 0
 * @param b - second shape, > 0
 * @param x - in 0..1; not checked, as its callers compute it
 * @returns a value in 0..1
 * @see https://dlmf.nist.gov/8.17
 * @example incompleteBeta(1, 0.5, 0.3) // 0.16333997346592447
 */
export function incompleteBeta(a: number, b: number, x: number): number {
  return cephes.incbet(a, b, x);
}

/**
 * The natural logarithm of Γ(x).
 * @param x - > 0; not checked, as its callers compute it
 * @returns ln Γ(x)
 * @see https://dlmf.nist.gov/5.2
 * @example logGamma(3.5) // 1.2009736023470743
 */
export function logGamma(x: number): number {
  return cephes.lgam(x);
}
