/** How far one set of tensors is from another, per tensor and relative to the expected norm. */
import type { NamedTensors } from './tensor64.ts';

/**
 * ‖actual − expected‖ / ‖scale‖ in the Euclidean norm; 0/0 is 0, and anything not finite is Infinity.
 * @param scale - what the error is measured against; the expected values unless told
 * @throws when the lengths differ
 */
export function relativeError(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  scale: ArrayLike<number> = expected,
): number {
  if (actual.length !== expected.length) {
    throw new Error(`relativeError needs ${expected.length} values, got ${actual.length}`);
  }
  const difference = norm(Float64Array.from(expected, (value, at) => actual[at]! - value));
  if (difference === 0) return 0;
  const error = difference / norm(scale);
  return Number.isFinite(error) ? error : Number.POSITIVE_INFINITY;
}

/**
 * The relative error of every gradient tensor.
 * A bias before batch norm has gradient 0 in exact arithmetic, so a ratio to its own norm would be rounding
 * noise over rounding noise: it is measured against the same layer's beta, which sums the same slopes uncancelled.
 * @param actual - must hold every name of `expected`
 */
export function gradientErrors(
  actual: NamedTensors,
  expected: NamedTensors,
): Readonly<Record<string, number>> {
  const errors: Record<string, number> = {};
  for (const [name, { values }] of Object.entries(expected)) {
    const scale = expected[scaleName(name, expected)]!;
    errors[name] = relativeError(actual[name]!.values, values, scale.values);
  }
  return errors;
}

/** The tensor a gradient's error is measured against: itself, but `x.beta` for an `x.bias` before batch norm. */
export function scaleName(name: string, tensors: NamedTensors): string {
  const beta = name.replace(/\.bias$/, '.beta');
  return beta in tensors ? beta : name;
}

/** The Euclidean norm. */
export function norm(values: ArrayLike<number>): number {
  let squares = 0;
  for (let at = 0; at < values.length; at++) squares += values[at]! ** 2;
  return Math.sqrt(squares);
}
