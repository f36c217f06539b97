/** Global average pooling and its gradient. */
import { type KernelFunc, registerKernel, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { KernelModule } from './kernel-module.ts';
import { addressOf, type WasmHeap } from './wasm-heap.ts';

type KernelArguments = Parameters<KernelFunc>[0];

/**
 * Registers both kernels for 'wasm'.
 *
 * @param module - the compiled kernels, on the backend's memory
 */
export function registerPoolKernels(module: KernelModule): void {
  registerKernel({
    kernelName: 'GlobalAveragePool',
    backendName: 'wasm',
    kernelFunc: (args) => pool(module, args),
  });
  registerKernel({
    kernelName: 'GlobalAveragePoolGrad',
    backendName: 'wasm',
    kernelFunc: (args) => poolGradient(module, args),
  });
}

function pool(module: KernelModule, { inputs, backend }: KernelArguments): TensorInfo {
  const heap = backend as WasmHeap;
  const { x } = inputs as Readonly<Record<'x', TensorInfo>>;
  const { batch, pixels, channels } = countsOf('GlobalAveragePool', x.shape);
  const averages = heap.makeOutput([batch, channels], 'float32');
  module.globalAveragePool(heap, module.poolScratchBytes(channels), {
    pixelValues: addressOf(heap, x),
    averages: addressOf(heap, averages),
    batch,
    pixels,
    channels,
  });
  return averages;
}

function poolGradient(module: KernelModule, { inputs, attrs, backend }: KernelArguments): TensorInfo {
  const heap = backend as WasmHeap;
  const { dy } = inputs as Readonly<Record<'dy', TensorInfo>>;
  const { inputShape } = attrs as unknown as { readonly inputShape: number[] };
  const { batch, pixels, channels } = countsOf('GlobalAveragePoolGrad', inputShape);
  util.assertShapesMatch(dy.shape, [batch, channels], 'GlobalAveragePoolGrad needs dy [batch, channels]: ');
  const dx = heap.makeOutput(inputShape, 'float32');
  module.globalAveragePoolGradient(heap, module.poolScratchBytes(channels), {
    pixelValues: addressOf(heap, dx),
    averages: addressOf(heap, dy),
    batch,
    pixels,
    channels,
  });
  return dx;
}

function countsOf(kernelName: string, shape: readonly number[]) {
  const [batch = 0, height = 0, width = 0, channels = 0] = shape;
  if (shape.length !== 4 || batch * height * width * channels === 0) {
    throw new Error(`${kernelName} needs images [batch, height, width, channels], got shape [${shape}]`);
  }
  return { batch, pixels: height * width, channels };
}
