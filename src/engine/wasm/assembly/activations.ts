/** The activations and what they do to a gradient, four values at a time. */

/** What the field `activation` of a call means; exported, so that nobody has to repeat the numbers. */
export enum Activation {
  relu,
  sigmoid,
  identity,
  tanh,
  /** σ − ½ */
  centredSigmoid,
  /** max(½, σ) */
  rectifiedSigmoid,
}

/**
 * act(z). Called with a constant code, it is that activation alone; a code that there is not traps.
 */
// @ts-ignore: decorator
@inline
export function activate(activation: Activation, z: v128): v128 {
  if (activation == Activation.relu) return relu(z);
  if (activation == Activation.sigmoid) return sigmoid(z);
  if (activation == Activation.identity) return z;
  if (activation == Activation.tanh) return tanh(z);
  if (activation == Activation.centredSigmoid) return centredSigmoid(z);
  if (activation == Activation.rectifiedSigmoid) return f32x4.pmax(sigmoid(z), f32x4.splat(0.5));
  return unreachable();
}

/** Whether the derivative is had from z: it is computed again, which costs less than reading y. */
// @ts-ignore: decorator
@inline
export function needsInput(activation: Activation): bool {
  return activation == Activation.relu || activation == Activation.rectifiedSigmoid;
}

/** Whether the derivative is had from y, which costs less than another exponential. */
// @ts-ignore: decorator
@inline
export function needsOutput(activation: Activation): bool {
  return activation != Activation.relu && activation != Activation.identity;
}

/**
 * dy · act′.
 *
 * @param z - read if `needsInput`
 * @param y - read if `needsOutput`
 */
// @ts-ignore: decorator
@inline
export function activationGradient(activation: Activation, dy: v128, z: v128, y: v128): v128 {
  if (activation == Activation.relu) return wherePositive(dy, z);
  if (activation == Activation.sigmoid) return sigmoidGradient(dy, y);
  if (activation == Activation.identity) return dy;
  if (activation == Activation.tanh) return differenceOfSquares(dy, 1, y);
  if (activation == Activation.centredSigmoid) return differenceOfSquares(dy, 0.5, y);
  if (activation == Activation.rectifiedSigmoid) return wherePositive(sigmoidGradient(dy, y), z);
  return unreachable();
}

/** max(v, 0), which keeps NaN: `pmax` returns its first operand unless the second is greater. */
// @ts-ignore: decorator
@inline
function relu(v: v128): v128 {
  return f32x4.pmax(v, f32x4.splat(0));
}

/**
 * σ(v) = 1 / (1 + e⁻ᵛ), within 2.5 units in the last place (measured over one in seven of all float32).
 *
 * Exactly 1 from v = 17.4 on, exactly 0 below −88.4; between them even the smallest values keep their
 * relative accuracy, as 1 + e⁻ᵛ then rounds relative to e⁻ᵛ.
 */
// @ts-ignore: decorator
@inline
function sigmoid(v: v128): v128 {
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

/**
 * tanh, within 1.6 units in the last place (measured over one in 45 of all float32), and odd to the last bit:
 * it is computed of |v|.
 *
 * - Up to 0.625 as v + v³ P(v²). P, of degree 4, was fitted like that of the exponential: 1.1e−8.
 * - Beyond as (1 − e) / (1 + e) with e = e^(−2|v|), where 1 − e is no smaller than 0.7.
 */
// @ts-ignore: decorator
@inline
function tanh(v: v128): v128 {
  const one = f32x4.splat(1), magnitude = f32x4.abs(v);
  const e = expOfNegative(f32x4.add(magnitude, magnitude));
  const far = f32x4.div(f32x4.sub(one, e), f32x4.add(one, e));
  const s = f32x4.mul(magnitude, magnitude), square = f32x4.mul(s, s);
  const low = f32x4.add(f32x4.mul(s, f32x4.splat(0.13331446051597595)), f32x4.splat(-0.3333328068256378));
  const high = f32x4.add(f32x4.mul(s, f32x4.splat(0.020640069618821144)), f32x4.splat(-0.0537400022149086));
  const top = f32x4.add(high, f32x4.mul(square, f32x4.splat(-0.005706131458282471)));
  const p = f32x4.add(low, f32x4.mul(square, top));
  const near = f32x4.add(magnitude, f32x4.mul(f32x4.mul(magnitude, s), p));
  const result = v128.bitselect(near, far, f32x4.lt(magnitude, f32x4.splat(0.625)));
  return v128.or(result, v128.and(v, f32x4.splat(-0.0)));
}

/** σ(v) − ½ = ½ tanh(v / 2), which does not cancel near 0; odd to the last bit. */
// @ts-ignore: decorator
@inline
function centredSigmoid(v: v128): v128 {
  const half = f32x4.splat(0.5);
  return f32x4.mul(half, tanh(f32x4.mul(half, v)));
}

/** g where v > 0, else 0. */
// @ts-ignore: decorator
@inline
function wherePositive(g: v128, v: v128): v128 {
  return v128.and(g, f32x4.gt(v, f32x4.splat(0)));
}

/** dy · y (1 − y): the gradient through σ, from its output. */
// @ts-ignore: decorator
@inline
function sigmoidGradient(dy: v128, y: v128): v128 {
  return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(f32x4.splat(1), y)));
}

/**
 * dy · (most² − y²): the gradient through tanh or σ − ½, from its output. As (most − y)(most + y), so that
 * nothing cancels where it saturates.
 */
// @ts-ignore: decorator
@inline
function differenceOfSquares(dy: v128, most: f32, y: v128): v128 {
  const bound = f32x4.splat(most);
  return f32x4.mul(dy, f32x4.mul(f32x4.sub(bound, y), f32x4.add(bound, y)));
}
