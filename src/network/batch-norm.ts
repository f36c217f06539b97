/** Batch normalisation followed by the activation: in training forward and backward, and in evaluation. */
import * as tf from '@tensorflow/tfjs-core';
import { customKernel, runKernel } from '../engine/custom-kernels.ts';
import { type ActivationName, activations } from './activations.ts';
import { channelMean } from './channel-mean.ts';

/** ε added to the variance, PyTorch's default (Keras has 1e-3). */
export const BATCH_NORM_EPSILON = 1e-5;

const EPSILON = { epsilon: BATCH_NORM_EPSILON };

type Three = [tf.Tensor, tf.Tensor, tf.Tensor];

// A type, not an interface: tf.tidy asks for an index signature, which interfaces lack.
export type NormalisedBatch = {
  /** act(γ x̂ + β), shaped like the input. */
  readonly output: tf.Tensor;
  /** Per channel, over all other axes: [channels]. */
  readonly mean: tf.Tensor;
  /** Per channel, biased (divided by the count): [channels]. */
  readonly variance: tf.Tensor;
};

/**
 * Normalises each channel by the batch's own mean and variance, scales, shifts, and applies the activation.
 *
 * @param x - [batch, height, width, channels] or [batch, channels]
 * @param gamma - [channels]
 * @param beta - [channels]
 * @returns output and batch statistics; the caller disposes all three
 * @see Ioffe & Szegedy 2015, https://arxiv.org/abs/1502.03167, algorithm 1
 */
export function batchNormActivation(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  activation: ActivationName,
): NormalisedBatch {
  const fused = customKernel(`BatchNormActivation/${activation}`);
  if (fused) {
    const [output, mean, variance] = runKernel<Three>(fused, { x, gamma, beta }, EPSILON);
    return { output, mean, variance };
  }
  return tf.tidy(() => {
    const mean = channelMean(x);
    const variance = channelMean(tf.square(tf.sub(x, mean)));
    const z = normalise(x, mean, variance, gamma, beta);
    return { output: activations[activation].apply(z), mean, variance };
  });
}

/**
 * Evaluation mode: normalises by statistics that are given, scales, shifts, and applies the activation.
 *
 * @param x - [batch, height, width, channels] or [batch, channels]
 * @param mean - [channels], as are `variance`, `gamma` and `beta`
 * @returns act(γ (x − mean) / √(variance + ε) + β), shaped like x; the caller disposes it
 */
export function normaliseActivation(
  x: tf.Tensor,
  { mean, variance }: Pick<NormalisedBatch, 'mean' | 'variance'>,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  activation: ActivationName,
): tf.Tensor {
  const fused = customKernel(`NormaliseActivation/${activation}`);
  if (fused) return runKernel<tf.Tensor>(fused, { x, gamma, beta, mean, variance }, EPSILON);
  return tf.tidy(() => activations[activation].apply(normalise(x, mean, variance, gamma, beta)));
}

export type NormalisedBatchGradients = {
  readonly dx: tf.Tensor;
  readonly dGamma: tf.Tensor;
  readonly dBeta: tf.Tensor;
};

/**
 * Pulls ∂L/∂output back through the activation and the normalisation.
 *
 * With z = γ x̂ + β, x̂ = (x − μ) / s and ḡ = ∂L/∂z: ∂β = Σ ḡ, ∂γ = Σ ḡ x̂, and, because μ and s depend on every x,
 * ∂x = (γ / s) (ḡ − mean(ḡ) − x̂ mean(ḡ x̂)).
 *
 * @param dy - ∂L/∂output, shaped like x; its values are gone afterwards where the engine has a fused kernel
 * @param x - what {@link batchNormActivation} was given
 * @param forward - what it returned
 * @returns gradients, shaped like x, gamma and beta; the caller disposes them
 */
export function batchNormActivationGradient(
  dy: tf.Tensor,
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  forward: NormalisedBatch,
  activation: ActivationName,
): NormalisedBatchGradients {
  const { output, mean, variance } = forward;
  const fused = customKernel(`BatchNormActivationGrad/${activation}`);
  if (fused) {
    const inputs = { dy, x, y: output, gamma, beta, mean, variance };
    const [dx, dGamma, dBeta] = runKernel<Three>(fused, inputs, EPSILON);
    return { dx, dGamma, dBeta };
  }
  return tf.tidy(() => {
    const count = x.size / gamma.size;
    const inverseDeviation = tf.rsqrt(tf.add(variance, BATCH_NORM_EPSILON));
    const z = () => normalise(x, mean, variance, gamma, beta);
    const dz = activations[activation].gradient(dy, output, z);
    const normalised = tf.mul(tf.sub(x, mean), inverseDeviation);
    const meanDz = channelMean(dz);
    const meanDzNormalised = channelMean(tf.mul(dz, normalised));
    const centred = tf.sub(tf.sub(dz, meanDz), tf.mul(normalised, meanDzNormalised));
    return {
      dx: tf.mul(centred, tf.mul(gamma, inverseDeviation)),
      dGamma: tf.mul(meanDzNormalised, count),
      dBeta: tf.mul(meanDz, count),
    };
  });
}

// γ (x − mean) / √(variance + ε) + β, shaped like x; every other argument is [channels].
function normalise(
  x: tf.Tensor,
  mean: tf.Tensor,
  variance: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
): tf.Tensor {
  return tf.batchNorm(
    x,
    mean as tf.Tensor1D,
    variance as tf.Tensor1D,
    beta as tf.Tensor1D,
    gamma as tf.Tensor1D,
    BATCH_NORM_EPSILON,
  );
}
