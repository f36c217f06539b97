/** A bias with the activation that follows, forward and backward: the ablation's place for batch norm. */
import { type KernelFunc, registerKernel, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { KernelModule } from './kernel-module.ts';
import { rowsAndChannels } from './rows-and-channels.ts';
import { addressOf, share, type WasmHeap } from './wasm-heap.ts';

type KernelArguments = Parameters<KernelFunc>[0];
type Inputs<Name extends string> = Readonly<Record<Name, TensorInfo>>;

/**
 * Registers both kernels for 'wasm', once for each activation that the module knows.
 *
 * @param module - the compiled kernels, on the backend's memory
 */
export function registerBiasActivationKernels(module: KernelModule): void {
  for (const [activation, code] of Object.entries(module.activationCodes)) {
    registerKernel({
      kernelName: `BiasActivation/${activation}`,
      backendName: 'wasm',
      kernelFunc: (args) => forward(module, code, args),
    });
    registerKernel({
      kernelName: `BiasActivationGrad/${activation}`,
      backendName: 'wasm',
      kernelFunc: (args) => backward(module, code, args),
    });
  }
}

function forward(module: KernelModule, activation: number, args: KernelArguments): TensorInfo {
  const heap = args.backend as WasmHeap;
  const { x, bias } = args.inputs as Inputs<'x' | 'bias'>;
  const counts = rowsAndChannels('BiasActivation', x, { bias });
  const y = heap.makeOutput(x.shape, 'float32');
  module.biasActivation(heap, module.normalisationScratchBytes(counts.channels), {
    x: addressOf(heap, x),
    beta: addressOf(heap, bias),
    y: addressOf(heap, y),
    ...counts,
    activation,
  });
  return y;
}

function backward(module: KernelModule, activation: number, args: KernelArguments): TensorInfo[] {
  const heap = args.backend as WasmHeap;
  const { dy, x, y, bias } = args.inputs as Inputs<'dy' | 'x' | 'y' | 'bias'>;
  const counts = rowsAndChannels('BiasActivationGrad', x, { bias });
  for (const { shape } of [dy, y]) {
    util.assertShapesMatch(shape, x.shape, 'BiasActivationGrad needs dy and y shaped like x: ');
  }
  const dx = share(heap, dy); // each value of dy is read before dx is written in its place
  const dbias = heap.makeOutput([counts.channels], 'float32');
  module.biasActivationGradient(heap, module.normalisationScratchBytes(counts.channels), {
    dy: addressOf(heap, dy),
    x: addressOf(heap, x),
    y: addressOf(heap, y),
    beta: addressOf(heap, bias),
    dx: addressOf(heap, dx),
    dbeta: addressOf(heap, dbias),
    ...counts,
    activation,
  });
  return [dx, dbias];
}
