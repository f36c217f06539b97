/** 3 × 3 convolution and its gradients on the WebAssembly backend; every other convolution is passed on. */
import {
  Conv2D,
  type Conv2DAttrs,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  env,
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
import { chooseAlgorithm, type PlainConvolution, plainConvolution } from './plain-convolution.ts';
import { addressOf, type WasmHeap } from './wasm-heap.ts';

/** In place of an address. */
const NO_BIAS = 0;

/** Kernels for the gradients that are not 3 × 3, stride 1, padding 1; the backend has none that is fit for use. */
export interface GradientFallbacks {
  readonly inputGradient: (args: KernelArguments) => TensorInfo;
  readonly filterGradient: (args: KernelArguments) => TensorInfo;
}

type KernelArguments = Parameters<KernelFunc>[0];

/**
 * Registers Conv2D, FusedConv2D (bias, no activation), Conv2DBackpropInput and Conv2DBackpropFilter for 'wasm'.
 *
 * @param module - the compiled kernels, on the backend's memory
 * @param fallbacks - what computes gradients of convolutions other than 3 × 3, stride 1, padding 1
 * @throws Error if the wasm backend's own Conv2D is not registered
 */
export function registerConvolutionKernels(module: KernelModule, fallbacks: GradientFallbacks): void {
  const [forward, fused] = [registered(Conv2D), registered(FusedConv2D)];
  replace(Conv2D, (args) => {
    const { x, filter } = inputsOf(args, 'x', 'filter');
    const shape = plainConvolution(x.shape, filter.shape, args.attrs as unknown as Conv2DAttrs);
    return shape ? convolve(module, heapOf(args), { x, filter }, shape) : passedOn(Conv2D, forward(args));
  });
  replace(FusedConv2D, (args) => {
    const { x, filter, bias } = inputsOf(args, 'x', 'filter', 'bias');
    const attrs = args.attrs as unknown as FusedConv2DAttrs;
    const linear = attrs.activation === 'linear' && bias.shape.length === 1;
    const shape = linear ? plainConvolution(x.shape, filter.shape, attrs) : undefined;
    return shape
      ? convolve(module, heapOf(args), { x, filter, bias }, shape)
      : passedOn(FusedConv2D, fused(args));
  });
  replace(Conv2DBackpropInput, (args) => {
    const { dy, filter } = inputsOf(args, 'dy', 'filter');
    const attrs = args.attrs as unknown as Conv2DBackpropInputAttrs;
    const shape = plainConvolution(attrs.inputShape, filter.shape, attrs);
    return shape
      ? convolve(module, heapOf(args), { x: dy, filter }, turned(shape), true)
      : passedOn(Conv2DBackpropInput, fallbacks.inputGradient(args));
  });
  replace(Conv2DBackpropFilter, (args) => {
    const { x, dy } = inputsOf(args, 'x', 'dy');
    const attrs = args.attrs as unknown as Conv2DBackpropFilterAttrs;
    const shape = plainConvolution(x.shape, attrs.filterShape, attrs);
    return shape
      ? filterGradient(module, heapOf(args), x, dy, shape)
      : passedOn(Conv2DBackpropFilter, fallbacks.filterGradient(args));
  });
}

// A convolution that is not 3 × 3, stride 1, padding 1 is right but slow; TensorFlow.js's debug mode shows it.
function passedOn<Result>(kernelName: string, result: Result): Result {
  if (env().getBool('DEBUG'))
    console.debug(`${kernelName}: not 3 × 3, stride 1, padding 1, so not by our kernels`);
  return result;
}

interface ConvolutionInputs {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
  readonly bias?: TensorInfo;
}

/** With `turn`, by the filter turned by 180° and its channels exchanged: so the input gradient is a convolution too. */
function convolve(
  module: KernelModule,
  heap: WasmHeap,
  { x, filter, bias }: ConvolutionInputs,
  shape: PlainConvolution,
  turn = false,
): TensorInfo {
  const { batch, height, width, inChannels, outChannels } = shape;
  const y = heap.makeOutput([batch, height, width, outChannels], 'float32');
  const { convolution, scratchBytes } = chooseAlgorithm(module, shape);
  convolution(heap, scratchBytes(inChannels, outChannels), {
    x: addressOf(heap, x),
    filter: addressOf(heap, filter),
    bias: bias ? addressOf(heap, bias) : NO_BIAS,
    y: addressOf(heap, y),
    turn: Number(turn),
    ...shape,
  });
  return y;
}

function turned({ inChannels, outChannels, ...shape }: PlainConvolution): PlainConvolution {
  return { ...shape, inChannels: outChannels, outChannels: inChannels };
}

function filterGradient(
  module: KernelModule,
  heap: WasmHeap,
  x: TensorInfo,
  dy: TensorInfo,
  shape: PlainConvolution,
): TensorInfo {
  const { inChannels, outChannels } = shape;
  const gradient = heap.makeOutput([3, 3, inChannels, outChannels], 'float32');
  const algorithm = chooseAlgorithm(module, shape);
  algorithm.filterGradient(heap, algorithm.scratchBytes(inChannels, outChannels), {
    x: addressOf(heap, x),
    dy: addressOf(heap, dy),
    dFilter: addressOf(heap, gradient),
    ...shape,
  });
  return gradient;
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

function registered(kernelName: string): KernelFunc {
  // Undefined where there is no such kernel, whatever the declaration says.
  const kernel = getKernel(kernelName, 'wasm') as KernelConfig | undefined;
  if (kernel === undefined)
    throw new Error(`${kernelName} needs the wasm backend's own kernel to fall back on`);
  return kernel.kernelFunc;
}

/** Registers a kernel in place of any other, without the warning that overwriting one gives. */
function replace(kernelName: string, kernelFunc: KernelFunc): void {
  if ((getKernel(kernelName, 'wasm') as KernelConfig | undefined) !== undefined)
    unregisterKernel(kernelName, 'wasm');
  registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
}
