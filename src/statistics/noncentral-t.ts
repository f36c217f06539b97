/** Upper tail of the noncentral t distribution: what a t statistic follows when the effect is not zero. */
import { incompleteBeta, logGamma, studentTAbove } from './distributions.ts';
import { requireBetween, requireFinite, StatisticsError } from './statistics-error.ts';

// P(Z + δ ≤ t·S) ≤ Φ(−δ/2) + P(S > δ/2t), and both vanish in float64 once δ is 80 times the larger of 1 and t.
const certain = 80;

/**
 * Area of the noncentral t distribution above `t`: P((Z + δ) / √(χ²/df) > t).
 *
 * A mixture of beta tails with Poisson weights (Guenther 1978, AS 243), summed over the complement so that for δ ≥ 0
 * every term is positive and nothing cancels; weights are taken from logarithms so that no large δ underflows.
 * Agrees with 40-digit arithmetic to 1e-12 (absolute) for δ ≤ 60; logarithms of large weights cost 1e-9 at δ = 500.
 *
 * @param t - critical value, finite, ≥ 0
 * @param df - degrees of freedom, > 0
 * @param delta - noncentrality δ, finite: the true mean over its standard error
 * @returns a probability in 0..1
 * @throws StatisticsError if an argument is outside its range
 * @see https://en.wikipedia.org/wiki/Noncentral_t-distribution#Cumulative_distribution_function
 * @example noncentralTAbove(2.92, 2, 4) // 0.803156371282
 */
export function noncentralTAbove(t: number, df: number, delta: number): number {
  requireFinite('noncentralTAbove', 't', t);
  requireFinite('noncentralTAbove', 'delta', delta);
  requireBetween('noncentralTAbove', 'df', df, 0, Infinity);
  if (t < 0) throw new StatisticsError(`noncentralTAbove needs t ≥ 0, got ${t}`);
  if (delta * delta === 0) return studentTAbove(t, df); // also a δ whose square underflows, which has no logarithm
  if (Math.abs(delta) > certain * Math.max(1, t)) return delta > 0 ? 1 : 0;
  return Math.min(1, Math.max(0, mixture(t * t, df, delta)));
}

/** ½ Σ_j [Poisson(j; λ) B(j + ½) ± Poisson(j + ½; λ) B(j + 1)], λ = δ²/2, over j within 10 sd of λ. */
function mixture(square: number, df: number, delta: number): number {
  const rate = (delta * delta) / 2;
  const reach = 10 * Math.sqrt(rate) + 40; // Poisson mass beyond it is under 1e-20
  const weight = (count: number) => Math.exp(count * Math.log(rate) - rate - logGamma(count + 1));
  let total = 0;
  for (let j = Math.max(0, Math.floor(rate - reach)); j <= rate + reach; j++) {
    total += weight(j) * betaTail(j + 0.5, square, df);
    total += Math.sign(delta) * weight(j + 0.5) * betaTail(j + 1, square, df);
  }
  return total / 2;
}

/** B: the beta tail above t² / (df + t²), in whichever of two forms has an argument that does not round to 1. */
function betaTail(shape: number, square: number, df: number): number {
  if (square < df) return 1 - incompleteBeta(shape, df / 2, square / (df + square));
  return incompleteBeta(df / 2, shape, df / (df + square));
}
