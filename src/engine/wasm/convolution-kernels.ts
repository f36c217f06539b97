/** 3 × 3 convolution and its two gradients on the WebAssembly backend; every other convolution is passed on. */
import {
  backend_util,
  Conv2D,
  type Conv2DAttrs,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  FusedConv2D,
  type FusedConv2DAttrs,
  getKernel,
  type KernelConfig,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import type { KernelModule } from './kernel-module.ts';
import { addressOf, type WasmHeap, withScratch } from './wasm-heap.ts';

type KernelArguments = Parameters<KernelFunc>[0];

/** Kernels for the gradients that are not 3 × 3, stride 1, padding 1; the backend has none that is fit for use. */
export interface GradientFallbacks {
  readonly inputGradient: KernelFunc;
  readonly filterGradient: KernelFunc;
}

/** The shape of a 3 × 3 convolution with stride 1 and one pixel of zeros around the image. */
interface Shape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly inChannels: number;
  readonly outChannels: number;
}

interface Geometry {
  readonly strides: [number, number] | number;
  readonly pad: Conv2DAttrs['pad'];
  readonly dataFormat: Conv2DAttrs['dataFormat'];
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: Conv2DAttrs['dimRoundingMode'];
}

/**
 * Registers Conv2D, FusedConv2D (bias, no activation), Conv2DBackpropInput and Conv2DBackpropFilter for 'wasm'.
 *
 * @param module     the compiled kernels, on the backend's memory
 * @param fallbacks  what computes gradients of convolutions other than 3 × 3, stride 1, padding 1
 */
export function registerConvolutionKernels(module: KernelModule, fallbacks: GradientFallbacks): void {
  const forward = previousKernel(Conv2D);
  const fused = previousKernel(FusedConv2D);
  replaceKernel(Conv2D, (args) => {
    const { x, filter } = inputsOf(args, 'x', 'filter');
    const shape = plainShape(x.shape, filter.shape, args.attrs as unknown as Conv2DAttrs);
    return shape === undefined ? forward(args) : convolve(module, heapOf(args), x, filter, undefined, shape);
  });
  replaceKernel(FusedConv2D, (args) => {
    const { x, filter } = inputsOf(args, 'x', 'filter');
    const attrs = args.attrs as unknown as FusedConv2DAttrs;
    const bias = args.inputs.bias;
    const shape = attrs.activation === 'linear' ? plainShape(x.shape, filter.shape, attrs) : undefined;
    const fits = bias === undefined || bias.shape.at(-1) === filter.shape[3];
    return shape === undefined || !fits
      ? fused(args)
      : convolve(module, heapOf(args), x, filter, bias, shape);
  });
  replaceKernel(Conv2DBackpropInput, (args) => {
    const { dy, filter } = inputsOf(args, 'dy', 'filter');
    const attrs = args.attrs as unknown as Conv2DBackpropInputAttrs;
    const shape = plainShape(attrs.inputShape, filter.shape, attrs);
    return shape === undefined
      ? fallbacks.inputGradient(args)
      : inputGradient(module, heapOf(args), dy, filter, shape);
  });
  replaceKernel(Conv2DBackpropFilter, (args) => {
    const { x, dy } = inputsOf(args, 'x', 'dy');
    const attrs = args.attrs as unknown as Conv2DBackpropFilterAttrs;
    const shape = plainShape(x.shape, attrs.filterShape, attrs);
    return shape === undefined
      ? fallbacks.filterGradient(args)
      : filterGradient(module, heapOf(args), x, dy, shape);
  });
}

function convolve(
  module: KernelModule,
  heap: WasmHeap,
  x: TensorInfo,
  filter: TensorInfo,
  bias: TensorInfo | undefined,
  { batch, height, width, inChannels, outChannels }: Shape,
): TensorInfo {
  const y = heap.makeOutput([batch, height, width, outChannels], 'float32');
  const [from, weights, to] = [addressOf(heap, x), addressOf(heap, filter), addressOf(heap, y)];
  const offset = bias === undefined ? 0 : addressOf(heap, bias);
  const { convolution, scratchBytes } = choose(module, height, width, inChannels, outChannels);
  withScratch(heap, scratchBytes, (scratch) => {
    convolution(from, weights, offset, to, scratch, batch, height, width, inChannels, outChannels, 0);
  });
  return y;
}

function inputGradient(
  module: KernelModule,
  heap: WasmHeap,
  dy: TensorInfo,
  filter: TensorInfo,
  { batch, height, width, inChannels, outChannels }: Shape,
): TensorInfo {
  const dx = heap.makeOutput([batch, height, width, inChannels], 'float32');
  const [from, weights, to] = [addressOf(heap, dy), addressOf(heap, filter), addressOf(heap, dx)];
  const { convolution, scratchBytes } = choose(module, height, width, outChannels, inChannels);
  withScratch(heap, scratchBytes, (scratch) => {
    convolution(from, weights, 0, to, scratch, batch, height, width, outChannels, inChannels, 1);
  });
  return dx;
}

function filterGradient(
  module: KernelModule,
  heap: WasmHeap,
  x: TensorInfo,
  dy: TensorInfo,
  { batch, height, width, inChannels, outChannels }: Shape,
): TensorInfo {
  const gradient = heap.makeOutput([3, 3, inChannels, outChannels], 'float32');
  const [from, above, to] = [addressOf(heap, x), addressOf(heap, dy), addressOf(heap, gradient)];
  const { gradient: compute, scratchBytes } = choose(module, height, width, inChannels, outChannels);
  withScratch(heap, scratchBytes, (scratch) => {
    compute(from, above, to, scratch, batch, height, width, inChannels, outChannels);
  });
  return gradient;
}

/**
 * Winograd where it can and does pay: whole vectors of channels, and more than the 4 pixels a tile at which its 36
 * products are no fewer than 9 a pixel.
 */
function choose(
  module: KernelModule,
  height: number,
  width: number,
  inChannels: number,
  outChannels: number,
) {
  const tiles = Math.ceil(height / 4) * Math.ceil(width / 4);
  const pays = inChannels % 4 === 0 && outChannels % 4 === 0 && height * width > 4 * tiles;
  return pays
    ? {
        convolution: module.winogradConvolution,
        gradient: module.winogradFilterGradient,
        scratchBytes: module.winogradScratchBytes(inChannels, outChannels),
      }
    : {
        convolution: module.patchConvolution,
        gradient: module.patchFilterGradient,
        scratchBytes: module.patchScratchBytes(inChannels, outChannels),
      };
}

/** The shape if this is a convolution for these kernels, else undefined. */
function plainShape(x: readonly number[], filter: readonly number[], geometry: Geometry): Shape | undefined {
  const { strides, pad, dataFormat, dilations = 1, dimRoundingMode } = geometry;
  const info = backend_util.computeConv2DInfo(
    x as [number, number, number, number],
    filter as [number, number, number, number],
    strides,
    dilations,
    pad,
    dimRoundingMode,
    false,
    backend_util.convertConv2DDataFormat(dataFormat),
  );
  const { top, bottom, left, right } = info.padInfo;
  const plain =
    info.dataFormat === 'channelsLast' &&
    [info.filterHeight, info.filterWidth].every((size) => size === 3) &&
    [info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth].every(
      (step) => step === 1,
    ) &&
    [top, bottom, left, right].every((zeros) => zeros === 1);
  if (!plain) return undefined;
  const { batchSize: batch, inHeight: height, inWidth: width, inChannels, outChannels } = info;
  return { batch, height, width, inChannels, outChannels };
}

function inputsOf<Name extends string>(args: KernelArguments, ...names: Name[]): Record<Name, TensorInfo> {
  for (const name of names) {
    if (args.inputs[name] === undefined) throw new Error(`Convolution needs input '${name}', got none`);
  }
  return args.inputs as Record<Name, TensorInfo>;
}

function heapOf(args: KernelArguments): WasmHeap {
  return args.backend as WasmHeap;
}

function previousKernel(kernelName: string): KernelFunc {
  const kernel = getKernel(kernelName, 'wasm') as KernelConfig | undefined;
  if (kernel === undefined)
    throw new Error(`${kernelName} needs the wasm backend's own kernel to fall back on`);
  return kernel.kernelFunc;
}

function replaceKernel(kernelName: string, kernelFunc: KernelFunc): void {
  if (getKernel(kernelName, 'wasm') !== undefined) unregisterKernel(kernelName, 'wasm');
  registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
}
