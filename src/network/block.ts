/** One block, linear map → batch norm → activation: its training pass, its gradients, its evaluation. */
import * as tf from '@tensorflow/tfjs-core';
import { type ActivationName, activations } from './activations.ts';
import {
  batchNormActivation,
  batchNormActivationGradient,
  type NormalisedBatch,
  normalise,
} from './batch-norm.ts';
import type { LinearMap } from './linear-map.ts';
import type { RunningStatistics } from './running-statistics.ts';

export interface BlockKind {
  readonly map: LinearMap;
  readonly activation: ActivationName;
}

/** A block's weights as engine tensors. The bias serves evaluation alone: in training batch norm cancels it. */
export interface BlockWeights {
  readonly kernel: tf.Tensor;
  readonly bias: tf.Tensor;
  readonly gamma: tf.Tensor;
  readonly beta: tf.Tensor;
}

/** What the forward pass leaves for the backward pass; `input` belongs to the block before. */
export type BlockPass = {
  readonly input: tf.Tensor;
  readonly linear: tf.Tensor;
  readonly normalised: NormalisedBatch;
};

export interface BlockGradients {
  readonly kernel: tf.Tensor;
  readonly gamma: tf.Tensor;
  readonly beta: tf.Tensor;
  /** ∂L/∂input, or undefined where nothing before the block learns. */
  readonly input: tf.Tensor | undefined;
}

/**
 * Runs the block forward in training mode.
 *
 * @param input - [batch, height, width, channels] or [batch, units]
 * @returns the pass; its `normalised.output` is the next block's input
 */
export function blockForward(
  { map, activation }: BlockKind,
  input: tf.Tensor,
  weights: BlockWeights,
): BlockPass {
  const linear = map.apply(input, weights.kernel);
  return { input, linear, normalised: batchNormActivation(linear, weights.gamma, weights.beta, activation) };
}

/**
 * Pulls ∂L/∂output back through the block, and frees what the pass kept as soon as it has served: activations are
 * the bulk of a training step's memory.
 *
 * @param dy - ∂L/∂output; disposed here
 * @param pass - what {@link blockForward} returned; its tensors, except the input, are disposed here
 * @param wantsInputGradient - false for the stem, whose input is the image
 * @returns gradients, the caller's to dispose
 */
export function blockBackward(
  { map, activation }: BlockKind,
  dy: tf.Tensor,
  pass: BlockPass,
  weights: BlockWeights,
  wantsInputGradient: boolean,
): BlockGradients {
  const { input, linear, normalised } = pass;
  const { gamma, beta, kernel } = weights;
  const through = batchNormActivationGradient(dy, linear, gamma, beta, normalised, activation);
  tf.dispose([dy, linear, normalised.output, normalised.mean, normalised.variance]);
  const dKernel = map.kernelGradient(input, through.dx, kernel.shape);
  const dInput = wantsInputGradient ? map.inputGradient(through.dx, kernel, input.shape) : undefined;
  through.dx.dispose();
  return { kernel: dKernel, gamma: through.dGamma, beta: through.dBeta, input: dInput };
}

/**
 * Runs the block in evaluation mode, by its running statistics.
 *
 * @param input - [batch, height, width, channels] or [batch, units]; stays the caller's
 * @returns the block's output, the caller's to dispose
 */
export function blockEvaluate(
  { map, activation }: BlockKind,
  input: tf.Tensor,
  weights: BlockWeights,
  statistics: RunningStatistics,
): tf.Tensor {
  return tf.tidy(() => {
    const linear = map.apply(input, weights.kernel);
    // γ (linear + bias − mean) / s + β, with the bias moved into the mean.
    const mean = tf.sub(tf.tensor1d(statistics.mean), weights.bias);
    const variance = tf.tensor1d(statistics.variance);
    return activations[activation].apply(normalise(linear, mean, variance, weights.gamma, weights.beta));
  });
}
