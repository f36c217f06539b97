/** The two linear maps a block can start with, each with its two gradients beside it. */
import * as tf from '@tensorflow/tfjs-core';
import type { BlockKind } from './architecture.ts';

/** y = x · kernel. */
export interface LinearMap {
  /** Without bias, as in training: batch norm takes it away again, so that it only shifts the running mean. */
  apply(x: tf.Tensor, kernel: tf.Tensor): tf.Tensor;
  /** With bias, as in evaluation. */
  applyWithBias(x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor;
  /** ∂L/∂kernel from the map's input and ∂L/∂y. */
  kernelGradient(x: tf.Tensor, dy: tf.Tensor, kernelShape: readonly number[]): tf.Tensor;
  /** ∂L/∂x from ∂L/∂y. */
  inputGradient(dy: tf.Tensor, kernel: tf.Tensor, inputShape: readonly number[]): tf.Tensor;
}

/** 3×3, stride 1, padded by one pixel. x and y: [batch, height, width, channels]; kernel: [3, 3, in, out]. */
const convolution: LinearMap = {
  apply: (x, kernel) => tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 1, 'same'),
  applyWithBias: (x, kernel, bias) =>
    tf.fused.conv2d({ x: x as tf.Tensor4D, filter: kernel as tf.Tensor4D, strides: 1, pad: 'same', bias }),
  kernelGradient: (x, dy, filterShape) =>
    runKernel(tf.Conv2DBackpropFilter, { x, dy }, { ...SAME_STRIDE_ONE, filterShape: [...filterShape] }),
  inputGradient: (dy, filter, inputShape) =>
    runKernel(tf.Conv2DBackpropInput, { dy, filter }, { ...SAME_STRIDE_ONE, inputShape: [...inputShape] }),
};

const SAME_STRIDE_ONE = { strides: 1, pad: 'same', dataFormat: 'NHWC' } as const;

/** x: [batch, inputs]; kernel: [inputs, outputs]; y: [batch, outputs]. */
export const dense: LinearMap = {
  apply: (x, kernel) => tf.matMul(x, kernel),
  applyWithBias: (x, kernel, bias) => tf.add(tf.matMul(x, kernel), bias),
  kernelGradient: (x, dy) => tf.matMul(x, dy, true, false),
  inputGradient: (dy, kernel) => tf.matMul(dy, kernel, false, true),
};

export const linearMaps: Readonly<Record<BlockKind, LinearMap>> = { convolution, dense };

// tfjs-core exports the gradient kernels' names but no ops for them.
function runKernel(name: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap) as tf.Tensor;
}
