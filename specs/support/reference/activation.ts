/** The activations in float64, each as its value and its slope at an input, and where it has a kink. */
import { mapTensor, type Tensor64 } from './tensor64.ts';

export interface ScalarFunction {
  readonly value: (x: number) => number;
  readonly slope: (x: number) => number; // from the input, never from the output
  readonly kink: 0 | undefined; // where there is no derivative; the slope is 0 there, as PyTorch has it for ReLU
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const logisticSlope = (x: number) => logistic(x) * logistic(-x); // σ(−x) = 1 − σ(x), without cancelling

export const referenceActivations = {
  relu: { value: (x) => Math.max(0, x), slope: (x) => (x > 0 ? 1 : 0), kink: 0 },
  sigmoid: { value: logistic, slope: logisticSlope, kink: undefined },
  identity: { value: (x) => x, slope: () => 1, kink: undefined },
  // 1/cosh² rather than 1 − tanh², which cancels.
  tanh: { value: Math.tanh, slope: (x) => 1 / Math.cosh(x) ** 2, kink: undefined },
  // σ(x) − ½, without cancelling near 0.
  centredSigmoid: { value: (x) => Math.tanh(x / 2) / 2, slope: logisticSlope, kink: undefined },
  rectifiedSigmoid: {
    value: (x) => Math.max(0.5, logistic(x)),
    slope: (x) => (x > 0 ? logisticSlope(x) : 0),
    kink: 0,
  },
} as const satisfies Record<string, ScalarFunction>;

export type ReferenceActivationName = keyof typeof referenceActivations;

export const referenceActivationNames = Object.keys(
  referenceActivations,
) as readonly ReferenceActivationName[];

export interface ActivationPass {
  readonly output: Tensor64; // as the input
  /** @param outputGradient - the shape of the input; `@returns` the input's gradient */
  readonly backward: (outputGradient: Tensor64) => Tensor64;
}

/**
 * Applies an activation to every element.
 * @param input - any shape
 */
export function activate(input: Tensor64, { value, slope }: ScalarFunction): ActivationPass {
  return {
    output: mapTensor(input, (x) => value(x)),
    backward: (outputGradient) => mapTensor(outputGradient, (g, at) => g * slope(input.values[at]!)),
  };
}
