/** The compiled AssemblyScript module, instantiated on the WebAssembly memory of TensorFlow.js's backend. */

/** A byte address in the shared heap, or a size of some. */
type Bytes = number;

/** Numbers the module takes for an activation; `assembly/activations.ts` has the same two. */
export const ACTIVATION_CODES = { relu: 0, sigmoid: 1 } as const;

/** An activation that batch normalisation can be fused with. */
export type FusedActivation = keyof typeof ACTIVATION_CODES;

/** y = x ∗ filter + bias over 3 × 3 taps; with `turn` 1 the input gradient. Bias address 0 stands for none. */
type Convolution = (
  x: Bytes,
  filter: Bytes,
  bias: Bytes,
  y: Bytes,
  scratch: Bytes,
  batch: number,
  height: number,
  width: number,
  inChannels: number,
  outChannels: number,
  turn: 0 | 1,
) => void;

/** Filter and bias gradient of the same; bias gradient address 0 stands for none. */
type FilterGradient = (
  x: Bytes,
  dy: Bytes,
  gradient: Bytes,
  biasGradient: Bytes,
  scratch: Bytes,
  batch: number,
  height: number,
  width: number,
  inChannels: number,
  outChannels: number,
) => void;

type ConvolutionScratch = (inChannels: number, outChannels: number) => Bytes;

/** What `assembly/index.ts` exports. */
export interface KernelModule {
  readonly winogradConvolution: Convolution;
  readonly winogradFilterGradient: FilterGradient;
  readonly winogradScratchBytes: ConvolutionScratch;
  readonly patchConvolution: Convolution;
  readonly patchFilterGradient: FilterGradient;
  readonly patchScratchBytes: ConvolutionScratch;
  readonly batchNormActivation: (
    x: Bytes,
    gamma: Bytes,
    beta: Bytes,
    y: Bytes,
    mean: Bytes,
    variance: Bytes,
    scratch: Bytes,
    rows: number,
    channels: number,
    epsilon: number,
    activation: number,
  ) => void;
  readonly batchNormActivationGradient: (
    dy: Bytes,
    x: Bytes,
    y: Bytes,
    gamma: Bytes,
    beta: Bytes,
    mean: Bytes,
    variance: Bytes,
    dx: Bytes,
    dgamma: Bytes,
    dbeta: Bytes,
    scratch: Bytes,
    rows: number,
    channels: number,
    epsilon: number,
    activation: number,
  ) => void;
  readonly batchNormScratchBytes: (channels: number) => Bytes;
}

/**
 * Instantiates the module. It has no memory, data or allocator of its own, so it cannot disturb the backend's heap.
 *
 * @param binary  the module `asc` built
 * @param memory  the backend's memory
 * @throws if the binary is not a WebAssembly module or wants other imports
 */
export function instantiateKernelModule(binary: Uint8Array, memory: WebAssembly.Memory): KernelModule {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(binary)), {
    env: { memory },
  });
  return instance.exports as unknown as KernelModule;
}
