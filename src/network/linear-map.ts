/** The two linear maps a block can start with, each with its two gradients beside it. */
import * as tf from '@tensorflow/tfjs-core';
import { customKernel, runKernel } from '../engine/custom-kernels.ts';
import type { BlockKind } from './architecture.ts';

/** y = x · kernel. */
export interface LinearMap {
  /** Without bias: batch norm takes it away again, so that it only shifts the running mean. */
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
const dense: LinearMap = {
  apply: (x, kernel) => {
    const own = customKernel('Dense');
    return own ? runKernel(own, { x, kernel }) : tf.matMul(x, kernel);
  },
  kernelGradient: (x, dy) => {
    const own = customKernel('DenseBackpropKernel');
    return own ? runKernel(own, { x, dy }) : tf.matMul(x, dy, true, false);
  },
  inputGradient: (dy, kernel) => {
    const own = customKernel('DenseBackpropInput');
    return own ? runKernel(own, { dy, kernel }) : tf.matMul(dy, kernel, false, true);
  },
};

export const linearMaps: Readonly<Record<BlockKind, LinearMap>> = { convolution, dense };
