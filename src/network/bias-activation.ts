/** What a block does after its linear map in the ablation without batch norm: add the bias, apply the activation. */
import * as tf from '@tensorflow/tfjs-core';
import { type ActivationName, activations } from './activations.ts';
import { channelMean } from './channel-mean.ts';

/**
 * act(x + bias).
 *
 * @param x - [..., channels]
 * @param bias - [channels]
 * @returns shaped like x; the caller disposes it
 */
export function biasActivation(x: tf.Tensor, bias: tf.Tensor, activation: ActivationName): tf.Tensor {
  return tf.tidy(() => activations[activation].apply(tf.add(x, bias)));
}

/**
 * Pulls ∂L/∂output back through {@link biasActivation}.
 *
 * @param dy - ∂L/∂output, shaped like x
 * @param output - what the forward pass returned
 * @returns ∂L/∂x, and ∂L/∂bias, its sum over all axes but the last; the caller disposes them
 */
export function biasActivationGradient(
  dy: tf.Tensor,
  x: tf.Tensor,
  bias: tf.Tensor,
  output: tf.Tensor,
  activation: ActivationName,
): { dx: tf.Tensor; dBias: tf.Tensor } {
  return tf.tidy(() => {
    const dx = activations[activation].gradient(dy, output, () => tf.add(x, bias));
    return { dx, dBias: tf.mul(channelMean(dx), x.size / bias.size) };
  });
}
