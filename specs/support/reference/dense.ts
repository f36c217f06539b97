/** Fully connected layer, forward and backward. */
import type { AffineGradients } from './convolution.ts';
import { filled, type Tensor64 } from './tensor64.ts';

export interface DensePass {
  readonly output: Tensor64; // [batch, outputs]
  /** @param outputGradient - `[batch, outputs]` */
  readonly backward: (outputGradient: Tensor64) => AffineGradients;
}

/**
 * Multiplies each row by the kernel and adds the bias.
 * @param input - `[batch, inputs]`
 * @param kernel - `[inputs, outputs]`
 * @param bias - `[outputs]`
 */
export function dense(input: Tensor64, kernel: Tensor64, bias: Tensor64): DensePass {
  const [inputs, outputs] = kernel.shape as [number, number];
  const batch = input.shape[0]!;
  const output = filled([batch, outputs]);
  for (let n = 0; n < batch; n++) {
    for (let o = 0; o < outputs; o++) {
      let sum = bias.values[o]!;
      for (let i = 0; i < inputs; i++) {
        sum += input.values[n * inputs + i]! * kernel.values[i * outputs + o]!;
      }
      output.values[n * outputs + o] = sum;
    }
  }
  return { output, backward: (outputGradient) => denseBackward(input, kernel, bias, outputGradient) };
}

function denseBackward(input: Tensor64, kernel: Tensor64, bias: Tensor64, outputGradient: Tensor64) {
  const [inputs, outputs] = kernel.shape as [number, number];
  const gradients = { input: filled(input.shape), kernel: filled(kernel.shape), bias: filled(bias.shape) };
  for (let n = 0; n < input.shape[0]!; n++) {
    for (let o = 0; o < outputs; o++) {
      const slope = outputGradient.values[n * outputs + o]!;
      gradients.bias.values[o]! += slope;
      for (let i = 0; i < inputs; i++) {
        gradients.input.values[n * inputs + i]! += slope * kernel.values[i * outputs + o]!;
        gradients.kernel.values[i * outputs + o]! += slope * input.values[n * inputs + i]!;
      }
    }
  }
  return gradients;
}
