/** The activations that the wasm kernels know, in float64: value, slope from the input, and where they have a kink. */

export interface KernelActivation {
  readonly value: (z: number) => number;
  readonly slope: (z: number) => number;
  /** Whether the slope jumps at 0. */
  readonly kinked: boolean;
}

const logistic = (z: number) => 1 / (1 + Math.exp(-z));
const logisticSlope = (z: number) => logistic(z) * logistic(-z);

export const kernelActivations: Readonly<Record<string, KernelActivation>> = {
  relu: { value: (z) => Math.max(0, z), slope: (z) => (z > 0 ? 1 : 0), kinked: true },
  sigmoid: { value: logistic, slope: logisticSlope, kinked: false },
  identity: { value: (z) => z, slope: () => 1, kinked: false },
  tanh: { value: Math.tanh, slope: (z) => 1 / Math.cosh(z) ** 2, kinked: false },
  centredSigmoid: { value: (z) => Math.tanh(z / 2) / 2, slope: logisticSlope, kinked: false },
  rectifiedSigmoid: {
    value: (z) => Math.max(0.5, logistic(z)),
    slope: (z) => (z > 0 ? logisticSlope(z) : 0),
    kinked: true,
  },
};
