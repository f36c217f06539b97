/** What a block does after its linear map in the ablation without batch norm: add the bias, apply the activation. */
import * as tf from '@tensorflow/tfjs-core';
import { customKernel, runKernel } from '../engine/custom-kernels.ts';
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
  const fused = customKernel(`BiasActivation/${activation}`);
  if (fused) return runKernel<tf.Tensor>(fused, { x, bias });
  return tf.tidy(() => activations[activation].apply(tf.add(x, bias)));
}

/**
 * Pulls ∂L/∂output back through {@link biasActivation}.
 *
 * @param dy - ∂L/∂output, shaped like x; its values are gone afterwards where the engine has a fused kernel
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
  const fused = customKernel(`BiasActivationGrad/${activation}`);
  if (fused) {
    const [dx, dBias] = runKernel<[tf.Tensor, tf.Tensor]>(fused, { dy, x, y: output, bias });
    return { dx, dBias };
  }
  return tf.tidy(() => {
    const dx = activations[activation].gradient(dy, output, () => tf.add(x, bias));
    return { dx, dBias: tf.mul(channelMean(dx), x.size / bias.size) };
  });
}
