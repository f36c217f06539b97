/** Checks a claimed gradient, tensor by tensor, against central differences and the Taylor remainder's slope. */
import type { RandomStream } from '../../../src/random.ts';
import { drawTensor } from './draw-tensor.ts';
import { norm, relativeError } from './relative-error.ts';
import { mapTensor, type NamedTensors, type Tensor64 } from './tensor64.ts';

/** A scalar loss and the inputs of its kinks: where one changes sign, the loss has no derivative to compare with. */
export interface Probe {
  readonly loss: number;
  readonly kinks: readonly Tensor64[];
}

/** A gradient to be judged: the point, the loss as a function of it, and the claim. */
export interface GradientClaim {
  readonly point: NamedTensors;
  readonly forward: (point: NamedTensors) => Probe;
  readonly gradients: NamedTensors; // at the point; named and shaped as it is
  readonly yardstickName?: (name: string) => string; // what an error is measured against; the tensor itself unless told
}

/** What was found of one tensor. */
export interface TensorCheck {
  readonly name: string;
  readonly elements: number;
  readonly skipped: number; // elements with a kink within every step
  readonly error: number; // ‖claimed − numeric‖ / ‖numeric‖
  readonly slope: number; // of the Taylor remainder: 2 if the gradient is right, 1 if it is wrong
  readonly claimed: number; // norms, for the message
  readonly numeric: number;
}

export const GRADIENT_TOLERANCE = 1e-7; // truncation (h⁴) and rounding (1e-16/h) both end below it
export const SMALLEST_SLOPE = 1.9; // 2 less the cubic term's share
const STEPS = [1e-4, 1e-5]; // the second only where the first meets a kink
const LARGEST_SKIPPED_SHARE = 0.5;
const DIRECTIONS = 3; // odd: the median slope is judged, since one remainder may cancel by chance
const TAYLOR_STEPS = [1e-4, 1e-5, 1e-6]; // the largest without a kink within it
const TAYLOR_RATIO = 4;
const REMAINDER_FLOOR = 1e-13; // of the loss: about 100 times its rounding error, so a slope holds to 1 %

/**
 * Compares every element with central differences, and random directions with the Taylor remainder.
 * @param random - draws the directions
 * @returns one check a tensor, in the point's order; `gradientComplaints` judges them
 */
export function checkGradient(claim: GradientClaim, random: RandomStream): readonly TensorCheck[] {
  const origin = claim.forward(claim.point);
  const differences = Object.fromEntries(
    Object.keys(claim.point).map((name) => [name, centralDifferences(claim, name, origin)]),
  );
  return Object.entries(claim.point).map(([name, tensor]) => {
    const { numeric, comparable } = differences[name]!;
    const claimed = comparable.map((at) => claim.gradients[name]!.values[at]!);
    const slopes = Array.from({ length: DIRECTIONS }, () => remainderSlope(claim, name, origin, random));
    return {
      name,
      elements: tensor.values.length,
      skipped: tensor.values.length - comparable.length,
      error: relativeError(claimed, numeric, differences[claim.yardstickName?.(name) ?? name]!.numeric),
      slope: slopes.toSorted((a, b) => a - b)[DIRECTIONS >> 1]!,
      claimed: norm(claimed),
      numeric: norm(numeric),
    };
  });
}

/**
 * Says what is wrong, one line a failing tensor; nothing when all is well.
 * A tensor of which too little could be compared is a complaint, not a pass.
 */
export function gradientComplaints(checks: readonly TensorCheck[]): readonly string[] {
  return checks.flatMap(({ name, elements, skipped, error, slope, claimed, numeric }) => {
    const norms = `claimed norm ${claimed}, numeric norm ${numeric}`;
    if (skipped > LARGEST_SKIPPED_SHARE * elements) return [`${name}: kinks hide ${skipped} of ${elements}`];
    if (!(error <= GRADIENT_TOLERANCE)) return [`${name}: relative error ${error}; ${norms}`];
    if (!(slope >= SMALLEST_SLOPE)) return [`${name}: Taylor remainder slope ${slope}; ${norms}`];
    return [];
  });
}

function centralDifferences({ point, forward }: GradientClaim, name: string, origin: Probe) {
  const numeric: number[] = [];
  const comparable: number[] = [];
  for (let at = 0; at < point[name]!.values.length; at++) {
    for (const step of STEPS) {
      const slope = centralSlope(origin, step, (shift) =>
        forward(moved(point, name, (value, here) => (here === at ? value + shift : value))),
      );
      if (slope === undefined) continue;
      numeric.push(slope);
      comparable.push(at);
      break;
    }
  }
  return { numeric, comparable };
}

/**
 * Central differences at a step and at half of it, combined so that their h² errors cancel (Richardson): where batch
 * norm makes a gradient nearly vanish, the h² error alone would exceed the tolerance.
 * @returns undefined when a kink lies within the step
 */
function centralSlope(origin: Probe, step: number, at: (shift: number) => Probe): number | undefined {
  const [wide, narrow] = [step, step / 2].map((shift) => {
    const [above, below] = [at(shift), at(-shift)];
    const smooth = sameSide(origin, above) && sameSide(origin, below);
    return smooth ? (above.loss - below.loss) / (2 * shift) : undefined;
  });
  return wide === undefined || narrow === undefined ? undefined : (4 * narrow - wide) / 3;
}

/**
 * How fast f(x + εv) − f(x) − ε·⟨gradient, v⟩ falls with ε, as a power of ε, along one random unit v.
 * @returns Infinity when the remainder is rounding error already: f is linear along v as far as float64 can tell
 */
function remainderSlope(claim: GradientClaim, name: string, origin: Probe, random: RandomStream): number {
  const { point, forward, gradients } = claim;
  const drawn = drawTensor(point[name]!.shape, -1, 1, random);
  const direction = mapTensor(drawn, (value) => value / norm(drawn.values));
  const expected = direction.values.reduce((sum, v, at) => sum + v * gradients[name]!.values[at]!, 0);
  const floor = REMAINDER_FLOOR * Math.abs(origin.loss);
  for (const step of TAYLOR_STEPS) {
    const [far, near] = [step, step / TAYLOR_RATIO].map((epsilon) => {
      const probe = forward(moved(point, name, (value, at) => value + epsilon * direction.values[at]!));
      return { probe, remainder: Math.abs(probe.loss - origin.loss - epsilon * expected) };
    }) as [Remainder, Remainder];
    if (!sameSide(origin, far.probe) || !sameSide(origin, near.probe)) continue;
    if (far.remainder <= floor * TAYLOR_RATIO ** 2) return Number.POSITIVE_INFINITY;
    return Math.log(far.remainder / Math.max(near.remainder, floor)) / Math.log(TAYLOR_RATIO);
  }
  return Number.NaN; // every step met a kink: fails, since it could not be judged
}

type Remainder = { readonly probe: Probe; readonly remainder: number };

function moved(
  point: NamedTensors,
  name: string,
  change: (value: number, at: number) => number,
): NamedTensors {
  return { ...point, [name]: mapTensor(point[name]!, change) };
}

function sameSide(one: Probe, other: Probe): boolean {
  return one.kinks.every(({ values }, n) =>
    values.every((value, at) => value > 0 === other.kinks[n]!.values[at]! > 0),
  );
}
