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
 * σ(v) = 1 / (1 + e⁻ᵛ), within 2.4 units in the last place (measured over one in seven of all float32).
 *
 * Exactly 1 from v = 17.4 on, exactly 0 below −88.4; between them even the smallest values keep their
 * relative accuracy, as 1 + e⁻ᵛ then rounds relative to e⁻ᵛ.
 */
// @ts-ignore: decorator
@inline
export function sigmoid(v: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, expOfNegative(v)));
}

/**
 * e⁻ᵛ to a little over one unit in the last place; 0 from v = 87.7 on, infinite below −88.4. NaN stays NaN.
 *
 * −v = n ln 2 + r with n an integer and |r| ≤ ln 2 / 2, so e⁻ᵛ = 2ⁿ eʳ.
 * - Adding 1.5 · 2²³ rounds to an integer and leaves n in the low bits of the sum, where 2ⁿ is made from.
 *   Those bits hold for n from −127, which gives the bits of 0, to 128, which gives the bits of infinity:
 *   hence the clamps.
 * - n · 355/512 is exact (9 bits by at most 8), and the rest of ln 2 is −2.12194440e−4, so r is within 2e−9
 *   of exact, beside the rounding of the difference itself.
 * - eʳ = 1 + r + r² P(r). P, of degree 4, was fitted for the smallest greatest relative error of eʳ (Lawson's
 *   iteration over the interval, coefficients then rounded to float32): 3.8e−9, a fifteenth of the last
 *   rounding.
 */
// @ts-ignore: decorator
@inline
function expOfNegative(value: v128): v128 {
  const v = f32x4.pmin(f32x4.pmax(value, f32x4.splat(-89)), f32x4.splat(88));
  const shifted = f32x4.add(f32x4.mul(v, f32x4.splat(-1.4426950408889634)), f32x4.splat(12582912));
  const n = f32x4.sub(shifted, f32x4.splat(12582912));
  const high = f32x4.sub(f32x4.mul(n, f32x4.splat(-0.693359375)), v);
  const r = f32x4.add(high, f32x4.mul(n, f32x4.splat(2.12194440e-4)));
  // P = (c0 + c1 r) + r² ((c2 + c3 r) + r² c4): a chain half as long as Horner's, and the chain is what it
  // costs.
  const square = f32x4.mul(r, r);
  const low = f32x4.add(f32x4.mul(r, f32x4.splat(0.1666652113199234)), f32x4.splat(0.4999999403953552));
  const middle = f32x4.add(f32x4.mul(r, f32x4.splat(0.008368710055947304)), f32x4.splat(0.04166838899254799));
  const top = f32x4.add(middle, f32x4.mul(square, f32x4.splat(0.001381461275741458)));
  const p = f32x4.add(low, f32x4.mul(square, top));
  const exponential = f32x4.add(f32x4.add(r, f32x4.mul(square, p)), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23);
  return f32x4.mul(exponential, power);
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
