/** The activations and what they do to a gradient, four values at a time. */

/** What `activation` arguments mean; the glue sends the same numbers. */
export const RELU: i32 = 0;
export const SIGMOID: i32 = 1;

/** max(v, 0), which keeps NaN: `pmax` returns its first operand unless the second is greater. */
// @ts-ignore: decorator
@inline
export function relu(v: v128): v128 {
  return f32x4.pmax(v, f32x4.splat(0));
}

/**
 * σ(v) = 1 / (1 + e⁻ᵛ), taken from e^−|v| ≤ 1 on both sides, so that nothing overflows and small values of σ keep their
 * relative accuracy: σ(v) is 1 / (1 + e) for v ≥ 0 and e / (1 + e) below. Exactly 1 above v ≈ 17, exactly 0 below −87.7.
 */
// @ts-ignore: decorator
@inline
export function sigmoid(v: v128): v128 {
  const one = f32x4.splat(1);
  const e = expNegative(f32x4.abs(v));
  const numerator = v128.bitselect(e, one, f32x4.lt(v, f32x4.splat(0)));
  return f32x4.div(numerator, f32x4.add(one, e));
}

/**
 * e⁻ᵃ for a ≥ 0, within 1.6 units in the last place (measured over every float32 in [0, 88]); 0 from 87.7 on.
 *
 * −a = n ln 2 + r with n an integer and |r| ≤ ln 2 / 2, so e⁻ᵃ = 2ⁿ eʳ.
 * - n · 355/512 is exact (9 bits by at most 7), and the rest of ln 2 is −2.12194440e−4: r is good to half an ulp of a
 *   product that is at most 0.027, that is 1e−9.
 * - eʳ = 1 + r + r² P(r). P, of degree 4, was fitted for the smallest greatest relative error of eʳ (Lawson's iteration
 *   over the interval): 3.8e−9, a fifteenth of the last rounding.
 * - 2ⁿ is made from its bits; n = −127 gives the bits of 0. NaN passes through r.
 */
// @ts-ignore: decorator
@inline
function expNegative(a: v128): v128 {
  const x = f32x4.neg(f32x4.pmin(a, f32x4.splat(88)));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.4426950408889634)));
  const r = f32x4.sub(
    f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375))), f32x4.mul(n, f32x4.splat(-2.12194440e-4)),
  );
  let p = f32x4.add(f32x4.mul(r, f32x4.splat(0.001381461275741458)), f32x4.splat(0.008368710055947304));
  p = f32x4.add(f32x4.mul(r, p), f32x4.splat(0.04166838899254799));
  p = f32x4.add(f32x4.mul(r, p), f32x4.splat(0.1666652113199234));
  p = f32x4.add(f32x4.mul(r, p), f32x4.splat(0.4999999403953552));
  p = f32x4.add(f32x4.splat(1), f32x4.add(r, f32x4.mul(f32x4.mul(r, r), p)));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/** dy where v > 0, else 0: the gradient through ReLU. */
// @ts-ignore: decorator
@inline
export function reluGradient(dy: v128, v: v128): v128 {
  return v128.and(dy, f32x4.gt(v, f32x4.splat(0)));
}

/** dy · y (1 − y): the gradient through σ, from its output. */
// @ts-ignore: decorator
@inline
export function sigmoidGradient(dy: v128, y: v128): v128 {
  return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(f32x4.splat(1), y)));
}
