/** How far one set of tensors is from another, per tensor and relative to the expected norm. */
import type { ReferenceArchitecture } from './reference-architecture.ts';
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
 * The relative error of every gradient tensor, measured as `yardstickName` says.
 * @param actual - must hold every name of `expected`
 */
export function gradientErrors(
  actual: NamedTensors,
  expected: NamedTensors,
  architecture: ReferenceArchitecture,
): Readonly<Record<string, number>> {
  const errors: Record<string, number> = {};
  for (const [name, { values }] of Object.entries(expected)) {
    const scale = expected[yardstickName(name, architecture)]!;
    errors[name] = relativeError(actual[name]!.values, values, scale.values);
  }
  return errors;
}

/**
 * The tensor a gradient's error is measured against: itself, unless batch norm subtracts again what the tensor adds.
 * Then its gradient is 0, or what little the padding leaves of it, and a ratio to its own norm would be rounding over
 * rounding: the same layer's gamma serves instead, which sums the same slopes, but times x̂. That holds for a bias
 * before batch norm, and with the identity for a beta before another block, which hands a shift on as a shift.
 */
export function yardstickName(
  name: string,
  { activation, depth, withoutBatchNorm }: Omit<ReferenceArchitecture, 'blockKind' | 'width'>,
): string {
  const [layer, part] = name.split('.');
  if (withoutBatchNorm || layer === 'head') return name;
  const cancelled =
    part === 'bias' || (part === 'beta' && activation === 'identity' && layer !== `block${depth}`);
  return cancelled ? `${layer}.gamma` : name;
}

/** The Euclidean norm. */
export function norm(values: ArrayLike<number>): number {
  let squares = 0;
  for (let at = 0; at < values.length; at++) squares += values[at]! ** 2;
  return Math.sqrt(squares);
}
