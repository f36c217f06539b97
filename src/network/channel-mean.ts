/** The mean of each channel over all other axes. */
import * as tf from '@tensorflow/tfjs-core';
import { globalAveragePool } from './global-average-pool.ts';

/**
 * Averages over all axes but the last, as two pools: the wasm backend transposes the whole tensor before it reduces
 * leading axes, and pooling first over pixels and then over images also keeps the partial sums short.
 *
 * @param x - [batch, height, width, channels] or [batch, channels]
 * @returns [channels]
 */
export function channelMean(x: tf.Tensor): tf.Tensor1D {
  const channels = x.shape.at(-1) ?? 1;
  const perImage = x.rank === 4 ? globalAveragePool(x as tf.Tensor4D) : x; // [batch, channels]
  return tf.reshape(globalAveragePool(tf.reshape(perImage, [1, -1, 1, channels])), [channels]);
}
