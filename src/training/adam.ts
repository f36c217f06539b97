/** The Adam optimiser, in plain arithmetic, so that every engine takes exactly the same step. */
import type { Parameter } from '../network/initialise.ts';

export interface AdamSettings {
  readonly learningRate: number;
  /** Decay of the first moment. */
  readonly beta1: number;
  /** Decay of the second moment. */
  readonly beta2: number;
  /** Added to the root of the bias-corrected second moment. */
  readonly epsilon: number;
}

/** The optimiser's state: two moments per weight and the number of steps taken. */
export interface AdamState {
  readonly first: readonly Float32Array[];
  readonly second: readonly Float32Array[];
  steps: number;
}

/** Moments of zero, no step taken. */
export function freshAdamState(parameters: readonly Parameter[]): AdamState {
  const zeros = () => parameters.map(({ values }) => new Float32Array(values.length));
  return { first: zeros(), second: zeros(), steps: 0 };
}

/**
 * Takes one step, in place: w ← w − lr · m̂ / (√v̂ + ε).
 *
 * @param parameters - weights, updated
 * @param gradients - ∂L/∂w, one array per parameter in the same order
 * @param state - moments and step count, updated
 * @throws RangeError if gradients and parameters do not pair up
 * @see Kingma & Ba 2015, https://arxiv.org/abs/1412.6980, algorithm 1
 */
export function adamStep(
  parameters: readonly Parameter[],
  gradients: readonly Float32Array[],
  state: AdamState,
  { learningRate, beta1, beta2, epsilon }: AdamSettings,
): void {
  requirePairs(parameters, gradients);
  state.steps += 1;
  const firstCorrection = 1 - power(beta1, state.steps);
  const secondCorrection = 1 - power(beta2, state.steps);
  for (const [index, { name, values }] of parameters.entries()) {
    const [gradient, first, second] = [gradients[index], state.first[index], state.second[index]];
    if (!gradient || !first || !second) throw new RangeError(`adamStep needs moments for ${name}, got none`);
    for (let i = 0; i < values.length; i++) {
      const g = gradient[i] as number;
      const m = (first[i] as number) * beta1 + (1 - beta1) * g;
      const v = (second[i] as number) * beta2 + (1 - beta2) * g * g;
      first[i] = m;
      second[i] = v;
      const root = Math.sqrt(v / secondCorrection) + epsilon;
      values[i] = (values[i] as number) - (learningRate * (m / firstCorrection)) / root;
    }
  }
}

// Before anything is touched, so that a refused step changes nothing.
function requirePairs(parameters: readonly Parameter[], gradients: readonly Float32Array[]): void {
  for (const [index, { name, values }] of parameters.entries()) {
    const length = gradients[index]?.length;
    if (length !== values.length) {
      throw new RangeError(`adamStep needs ${values.length} gradients for ${name}, got ${length}`);
    }
  }
}

// By multiplication: the language leaves the last bits of `**` to each implementation, and a run must repeat on all.
function power(base: number, exponent: number): number {
  let product = 1;
  for (let factor = 0; factor < exponent; factor++) product *= base;
  return product;
}
