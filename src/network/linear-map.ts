/** The two linear maps a block can start with, each with its two gradients beside it. */
import * as tf from '@tensorflow/tfjs-core';
import type { BlockKind } from './architecture.ts';

/** y = x · kernel, without bias: batch norm takes the bias away again, so it only shifts the running mean. */
export interface LinearMap {
  apply(x: tf.Tensor, kernel: tf.Tensor): tf.Tensor;
  /** ∂L/∂kernel from the map's input and ∂L/∂y. */
  kernelGradient(x: tf.Tensor, dy: tf.Tensor, kernelShape: readonly number[]): tf.Tensor;
  /** ∂L/∂x from ∂L/∂y. */
  inputGradient(dy: tf.Tensor, kernel: tf.Tensor, inputShape: readonly number[]): tf.Tensor;
}

/** 3×3, stride 1, padded by one pixel. x and y: [batch, height, width, channels]; kernel: [3, 3, in, out]. */
const convolution: LinearMap = {
  apply: (x, kernel) => tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 1, 'same'),
  kernelGradient: (x, dy, filterShape) =>
    runKernel(tf.Conv2DBackpropFilter, { x, dy }, { ...SAME_STRIDE_ONE, filterShape: [...filterShape] }),
  inputGradient: (dy, filter, inputShape) =>
    runKernel(tf.Conv2DBackpropInput, { dy, filter }, { ...SAME_STRIDE_ONE, inputShape: [...inputShape] }),
};

const SAME_STRIDE_ONE = { strides: 1, pad: 'same', dataFormat: 'NHWC' } as const;

/** x: [batch, inputs]; kernel: [inputs, outputs]; y: [batch, outputs]. */
export const dense: LinearMap = {
  apply: (x, kernel) => tf.matMul(x, kernel),
  kernelGradient: (x, dy) => tf.matMul(x, dy, true, false),
  inputGradient: (dy, kernel) => tf.matMul(dy, kernel, false, true),
};

export const linearMaps: Readonly<Record<BlockKind, LinearMap>> = { convolution, dense };

// tfjs-core exports the gradient kernels' names but no ops for them.
function runKernel(name: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap) as tf.Tensor;
}
