/** Batch normalisation fused with its activation, forward and backward, as two custom kernels of the wasm backend. */
import { type KernelFunc, registerKernel, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { ACTIVATION_CODES, type FusedActivation, type KernelModule } from './kernel-module.ts';
import { addressOf, type WasmHeap, withScratch } from './wasm-heap.ts';

interface Attributes {
  readonly epsilon: number;
}

type Inputs<Name extends string> = Readonly<Record<Name, TensorInfo>>;

/**
 * Registers both kernels for 'wasm', once for each activation that they know.
 *
 * @param module - the compiled kernels, on the backend's memory
 */
export function registerBatchNormKernels(module: KernelModule): void {
  for (const activation of Object.keys(ACTIVATION_CODES) as FusedActivation[]) {
    const names = {
      forward: `BatchNormActivation/${activation}`,
      backward: `BatchNormActivationGrad/${activation}`,
    };
    const code = ACTIVATION_CODES[activation];
    register(names.forward, ({ inputs, backend, attrs }) =>
      forward(
        module,
        backend as WasmHeap,
        inputs as Inputs<'x' | 'gamma' | 'beta'>,
        attrs as unknown as Attributes,
        code,
      ),
    );
    register(names.backward, ({ inputs, backend, attrs }) =>
      backward(
        module,
        backend as WasmHeap,
        inputs as Inputs<'dy' | 'x' | 'y' | 'gamma' | 'beta' | 'mean' | 'variance'>,
        attrs as unknown as Attributes,
        code,
      ),
    );
  }
}

function register(kernelName: string, kernelFunc: KernelFunc): void {
  registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
}

function forward(
  module: KernelModule,
  heap: WasmHeap,
  { x, gamma, beta }: Inputs<'x' | 'gamma' | 'beta'>,
  { epsilon }: Attributes,
  activation: number,
): TensorInfo[] {
  const { rows, channels } = rowsAndChannels(x, [gamma, beta]);
  const y = heap.makeOutput(x.shape, 'float32');
  const mean = heap.makeOutput([channels], 'float32');
  const variance = heap.makeOutput([channels], 'float32');
  const address = (tensor: TensorInfo) => addressOf(heap, tensor);
  withScratch(heap, module.batchNormScratchBytes(channels), (scratch) => {
    module.batchNormActivation(
      address(x),
      address(gamma),
      address(beta),
      address(y),
      address(mean),
      address(variance),
      scratch,
      rows,
      channels,
      epsilon,
      activation,
    );
  });
  return [y, mean, variance];
}

function backward(
  module: KernelModule,
  heap: WasmHeap,
  {
    dy,
    x,
    y,
    gamma,
    beta,
    mean,
    variance,
  }: Inputs<'dy' | 'x' | 'y' | 'gamma' | 'beta' | 'mean' | 'variance'>,
  { epsilon }: Attributes,
  activation: number,
): TensorInfo[] {
  const { rows, channels } = rowsAndChannels(x, [gamma, beta, mean, variance]);
  util.assertShapesMatch(dy.shape, x.shape, 'BatchNormActivationGrad needs dy shaped like x: ');
  const dx = share(heap, dy); // each value of dy is read before dx is written in its place
  const dgamma = heap.makeOutput([channels], 'float32');
  const dbeta = heap.makeOutput([channels], 'float32');
  const address = (tensor: TensorInfo) => addressOf(heap, tensor);
  withScratch(heap, module.batchNormScratchBytes(channels), (scratch) => {
    module.batchNormActivationGradient(
      address(dy),
      address(x),
      address(y),
      address(gamma),
      address(beta),
      address(mean),
      address(variance),
      address(dx),
      address(dgamma),
      address(dbeta),
      scratch,
      rows,
      channels,
      epsilon,
      activation,
    );
  });
  return [dx, dgamma, dbeta];
}

/** A second owner of the same data, as the backend's own Reshape makes. */
function share(heap: WasmHeap, tensor: TensorInfo): TensorInfo {
  heap.incRef(tensor.dataId);
  return { dataId: tensor.dataId, shape: tensor.shape, dtype: tensor.dtype };
}

function rowsAndChannels(
  x: TensorInfo,
  perChannel: readonly TensorInfo[],
): { rows: number; channels: number } {
  const channels = x.shape.at(-1) ?? 0;
  const size = util.sizeFromShape(x.shape);
  if (size === 0)
    throw new Error(`BatchNormActivation needs a value in every channel, got shape [${x.shape}]`);
  for (const { shape } of perChannel) {
    util.assertShapesMatch(shape, [channels], 'BatchNormActivation needs one parameter a channel: ');
  }
  return { rows: size / channels, channels };
}
