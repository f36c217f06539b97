/** Averages over all pixels, and spreads a gradient back over them. */
import * as tf from '@tensorflow/tfjs-core';
import { customKernel, runKernel } from '../engine/custom-kernels.ts';

/**
 * Averages each channel over height and width.
 *
 * @param x - [batch, height, width, channels]
 * @returns [batch, channels]
 */
export function globalAveragePool(x: tf.Tensor4D): tf.Tensor2D {
  const own = customKernel('GlobalAveragePool');
  if (own) return runKernel<tf.Tensor2D>(own, { x });
  const [batch, height, width, channels] = x.shape;
  // XNNPACK, the wasm backend's library, refuses a window of one pixel; its average is the pixel.
  const pooled = height * width === 1 ? x : tf.avgPool(x, [height, width], 1, 'valid');
  return tf.reshape(pooled, [batch, channels]);
}

/**
 * Gives every pixel its share, 1 / (height · width), of the channel's gradient.
 *
 * @param dy - [batch, channels]
 * @param inputShape - [batch, height, width, channels]
 * @returns ∂L/∂x, shaped like the input; called within a tidy
 */
export function globalAveragePoolGradient(dy: tf.Tensor, inputShape: readonly number[]): tf.Tensor {
  const own = customKernel('GlobalAveragePoolGrad');
  if (own) return runKernel<tf.Tensor>(own, { dy }, { inputShape });
  const [batch = 1, height = 1, width = 1, channels = 1] = inputShape;
  const share = tf.reshape(tf.mul(dy, 1 / (height * width)), [batch, 1, 1, channels]);
  // Broadcasting, because the wasm backend's tile takes longer than a convolution.
  return tf.mul(share, tf.ones([1, height, width, 1]));
}
