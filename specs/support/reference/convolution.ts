/** 3×3 convolution with padding 1 and stride 1, forward and backward, as one walk over kernel taps. */
import { filled, type Tensor64 } from './tensor64.ts';

export interface ConvolutionPass {
  readonly output: Tensor64; // [batch, height, width, outChannels]
  /** @param outputGradient - `[batch, height, width, outChannels]` */
  readonly backward: (outputGradient: Tensor64) => AffineGradients;
}

/** What an affine layer, convolution or dense, sends back: each the shape of its namesake. */
export interface AffineGradients {
  readonly input: Tensor64;
  readonly kernel: Tensor64;
  readonly bias: Tensor64;
}

const SIDE = 3; // the kernel is SIDE × SIDE; padding SIDE >> 1 keeps the image's size

/**
 * Cross-correlates each image with the kernel, as deep learning calls convolution (no flip).
 * @param input - `[batch, height, width, inChannels]`
 * @param kernel - `[3, 3, inChannels, outChannels]` (HWIO)
 * @param bias - `[outChannels]`
 * @see Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", https://arxiv.org/abs/1603.07285
 */
export function convolve(input: Tensor64, kernel: Tensor64, bias: Tensor64): ConvolutionPass {
  const [batch, height, width] = input.shape as [number, number, number];
  const [, , inChannels, outChannels] = kernel.shape as [number, number, number, number];
  const output = filled([batch, height, width, outChannels]);
  for (let at = 0; at < output.values.length; at++) output.values[at] = bias.values[at % outChannels]!;
  forEachTap(input.shape, kernel.shape, (pixel, weight, result) => {
    for (let i = 0; i < inChannels; i++) {
      for (let o = 0; o < outChannels; o++) {
        output.values[result + o]! += input.values[pixel + i]! * kernel.values[weight + i * outChannels + o]!;
      }
    }
  });
  return { output, backward: (outputGradient) => convolveBackward(input, kernel, bias, outputGradient) };
}

function convolveBackward(input: Tensor64, kernel: Tensor64, bias: Tensor64, outputGradient: Tensor64) {
  const [, , inChannels, outChannels] = kernel.shape as [number, number, number, number];
  const gradients = { input: filled(input.shape), kernel: filled(kernel.shape), bias: filled(bias.shape) };
  outputGradient.values.forEach((slope, at) => {
    gradients.bias.values[at % outChannels]! += slope;
  });
  forEachTap(input.shape, kernel.shape, (pixel, weight, result) => {
    for (let i = 0; i < inChannels; i++) {
      for (let o = 0; o < outChannels; o++) {
        const slope = outputGradient.values[result + o]!;
        const tap = weight + i * outChannels + o;
        gradients.input.values[pixel + i]! += slope * kernel.values[tap]!;
        gradients.kernel.values[tap]! += slope * input.values[pixel + i]!;
      }
    }
  });
  return gradients;
}

/** Visits every (input pixel, kernel tap, output pixel) that meet, as offsets of their first channel. */
function forEachTap(
  inputShape: readonly number[],
  kernelShape: readonly number[],
  visit: (pixel: number, weight: number, result: number) => void,
): void {
  const [batch, height, width, inChannels] = inputShape as [number, number, number, number];
  const outChannels = kernelShape[3]!;
  for (let cell = 0; cell < batch * height * width; cell++) {
    const row = Math.floor(cell / width) % height;
    const column = cell % width;
    for (let tap = 0; tap < SIDE * SIDE; tap++) {
      const down = Math.floor(tap / SIDE) - (SIDE >> 1);
      const right = (tap % SIDE) - (SIDE >> 1);
      const inside = row + down >= 0 && row + down < height && column + right >= 0 && column + right < width;
      if (!inside) continue; // padding is zero and adds nothing
      const pixel = (cell + down * width + right) * inChannels;
      visit(pixel, tap * inChannels * outChannels, cell * outChannels);
    }
  }
}
