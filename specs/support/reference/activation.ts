/** ReLU and Sigmoid, each as its value and its slope at an input. */
import { mapTensor, type Tensor64 } from './tensor64.ts';

export interface ScalarFunction {
  readonly value: (x: number) => number;
  readonly slope: (x: number) => number;
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** One entry an activation; `slope` takes the input, never the output. */
export const referenceActivations = {
  relu: { value: (x) => Math.max(0, x), slope: (x) => (x > 0 ? 1 : 0) }, // 0 at 0, as in PyTorch
  sigmoid: { value: logistic, slope: (x) => logistic(x) * logistic(-x) }, // σ(−x) = 1 − σ(x), without cancelling
} as const satisfies Record<string, ScalarFunction>;

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
