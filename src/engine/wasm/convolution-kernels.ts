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

type KernelArguments = Parameters<KernelFunc>[0];
type Inputs<Name extends string> = Readonly<Record<Name, TensorInfo>>;

/**
 * Registers Conv2D, FusedConv2D, Conv2DBackpropInput and Conv2DBackpropFilter for 'wasm'. What is not 3 × 3, stride 1,
 * padding 1, or has an activation, goes to the library's own kernel as it came; for the filter gradient it has none.
 *
 * @param module - the compiled kernels, on the backend's memory
 * @param otherFilterGradient - computes the filter gradient of other convolutions, or throws
 * @throws Error if one of the library's own kernels is not registered
 */
export function registerConvolutionKernels(
  module: KernelModule,
  otherFilterGradient: (args: KernelArguments) => TensorInfo,
): void {
  const library = {
    forward: registered(Conv2D),
    fused: registered(FusedConv2D),
    inputGradient: registered(Conv2DBackpropInput),
  };
  replace(Conv2D, (args) => {
    const { x, filter } = args.inputs as Inputs<'x' | 'filter'>;
    const shape = plainConvolution(x.shape, filter.shape, args.attrs as unknown as Conv2DAttrs);
    return shape
      ? convolve(module, heapOf(args), { x, filter }, shape)
      : passedOn(Conv2D, library.forward(args));
  });
  replace(FusedConv2D, (args) => {
    const { x, filter, bias } = args.inputs as Inputs<'x' | 'filter'> & Partial<Inputs<'bias'>>;
    const attrs = args.attrs as unknown as FusedConv2DAttrs;
    const plain = attrs.activation === 'linear' ? plainConvolution(x.shape, filter.shape, attrs) : undefined;
    const shape = fits(bias, plain?.outChannels) ? plain : undefined;
    return shape
      ? convolve(module, heapOf(args), { x, filter, bias }, shape)
      : passedOn(FusedConv2D, library.fused(args));
  });
  replace(Conv2DBackpropInput, (args) => {
    const { dy, filter } = args.inputs as Inputs<'dy' | 'filter'>;
    const attrs = args.attrs as unknown as Conv2DBackpropInputAttrs;
    const shape = plainConvolution(attrs.inputShape, filter.shape, attrs);
    return shape
      ? convolve(module, heapOf(args), { x: dy, filter }, turned(shape), true)
      : passedOn(Conv2DBackpropInput, library.inputGradient(args));
  });
  replace(Conv2DBackpropFilter, (args) => {
    const { x, dy } = args.inputs as Inputs<'x' | 'dy'>;
    const attrs = args.attrs as unknown as Conv2DBackpropFilterAttrs;
    const shape = plainConvolution(x.shape, attrs.filterShape, attrs);
    return shape
      ? filterGradient(module, heapOf(args), x, dy, shape)
      : passedOn(Conv2DBackpropFilter, otherFilterGradient(args));
  });
}

/** Of any other bias the kernel would read past the end; the library refuses it. */
function fits(bias: TensorInfo | undefined, outChannels: number | undefined): boolean {
  return bias === undefined || (bias.shape.length === 1 && bias.shape[0] === outChannels);
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
  readonly bias?: TensorInfo | undefined;
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
