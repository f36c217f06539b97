/** Batch normalisation fused with its activation: in training forward and backward, and in evaluation. */
import { type KernelFunc, registerKernel, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { KernelModule } from './kernel-module.ts';
import { rowsAndChannels } from './rows-and-channels.ts';
import { addressOf, share, type WasmHeap } from './wasm-heap.ts';

type KernelArguments = Parameters<KernelFunc>[0];
type Inputs<Name extends string> = Readonly<Record<Name, TensorInfo>>;

/**
 * Registers the three kernels for 'wasm', once for each activation that the module knows.
 *
 * @param module - the compiled kernels, on the backend's memory
 */
export function registerBatchNormKernels(module: KernelModule): void {
  for (const [activation, code] of Object.entries(module.activationCodes)) {
    const kernels = {
      [`BatchNormActivation/${activation}`]: forward,
      [`BatchNormActivationGrad/${activation}`]: backward,
      [`NormaliseActivation/${activation}`]: evaluate,
    };
    for (const [kernelName, kernel] of Object.entries(kernels)) {
      registerKernel({ kernelName, backendName: 'wasm', kernelFunc: (args) => kernel(module, code, args) });
    }
  }
}

function forward(module: KernelModule, activation: number, args: KernelArguments): TensorInfo[] {
  const heap = args.backend as WasmHeap;
  const { x, gamma, beta } = args.inputs as Inputs<'x' | 'gamma' | 'beta'>;
  const counts = rowsAndChannels('BatchNormActivation', x, { gamma, beta });
  const y = heap.makeOutput(x.shape, 'float32');
  const mean = heap.makeOutput([counts.channels], 'float32');
  const variance = heap.makeOutput([counts.channels], 'float32');
  module.batchNormActivation(heap, module.normalisationScratchBytes(counts.channels), {
    ...addresses(heap, { x, gamma, beta, y, mean, variance }),
    ...counts,
    activation,
    epsilon: epsilonOf(args),
  });
  return [y, mean, variance];
}

function evaluate(module: KernelModule, activation: number, args: KernelArguments): TensorInfo {
  const heap = args.backend as WasmHeap;
  const { x, ...perChannel } = args.inputs as Inputs<'x' | 'gamma' | 'beta' | 'mean' | 'variance'>;
  const counts = rowsAndChannels('NormaliseActivation', x, perChannel);
  const y = heap.makeOutput(x.shape, 'float32');
  module.normaliseActivation(heap, module.normalisationScratchBytes(counts.channels), {
    ...addresses(heap, { x, y, ...perChannel }),
    ...counts,
    activation,
    epsilon: epsilonOf(args),
  });
  return y;
}

function backward(module: KernelModule, activation: number, args: KernelArguments): TensorInfo[] {
  const heap = args.backend as WasmHeap;
  const { dy, x, y, ...perChannel } = args.inputs as Inputs<
    'dy' | 'x' | 'y' | 'gamma' | 'beta' | 'mean' | 'variance'
  >;
  const counts = rowsAndChannels('BatchNormActivationGrad', x, perChannel);
  for (const { shape } of [dy, y]) {
    util.assertShapesMatch(shape, x.shape, 'BatchNormActivationGrad needs dy and y shaped like x: ');
  }
  const dx = share(heap, dy); // each value of dy is read before dx is written in its place
  const dgamma = heap.makeOutput([counts.channels], 'float32');
  const dbeta = heap.makeOutput([counts.channels], 'float32');
  module.batchNormActivationGradient(heap, module.normalisationScratchBytes(counts.channels), {
    ...addresses(heap, { dy, x, y, ...perChannel, dx, dgamma, dbeta }),
    ...counts,
    activation,
    epsilon: epsilonOf(args),
  });
  return [dx, dgamma, dbeta];
}

function epsilonOf({ attrs }: KernelArguments): number {
  return (attrs as unknown as { readonly epsilon: number }).epsilon;
}

function addresses<Name extends string>(heap: WasmHeap, tensors: Inputs<Name>): Record<Name, number> {
  const entries = Object.entries<TensorInfo>(tensors).map(([name, tensor]) => [
    name,
    addressOf(heap, tensor),
  ]);
  return Object.fromEntries(entries) as Record<Name, number>;
}
