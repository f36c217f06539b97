/** One block, linear map → batch norm → activation: its training pass, its gradients, its evaluation. */
import * as tf from '@tensorflow/tfjs-core';
import type { ActivationName } from './activations.ts';
import { batchNormActivation, batchNormActivationGradient, normaliseActivation } from './batch-norm.ts';
import { biasActivation, biasActivationGradient } from './bias-activation.ts';
import type { LinearMap } from './linear-map.ts';
import type { NormStatistics } from './running-statistics.ts';

export interface BlockParts {
  readonly map: LinearMap;
  readonly activation: ActivationName;
}

/** A block's weights as engine tensors. */
export type BlockWeights = {
  readonly kernel: tf.Tensor;
  /** Batch norm cancels it: with batch norm it only shifts the mean that evaluation subtracts. */
  readonly bias: tf.Tensor;
  /** Batch norm's scale and shift; undefined in the ablation without batch norm. */
  readonly norm: { readonly gamma: tf.Tensor; readonly beta: tf.Tensor } | undefined;
};

/** What the forward pass leaves for the backward pass; `input` belongs to the block before. */
export type BlockPass = {
  readonly input: tf.Tensor;
  readonly linear: tf.Tensor;
  readonly output: tf.Tensor;
  /** Batch mean and biased variance, [channels] each; undefined without batch norm. */
  readonly statistics: { readonly mean: tf.Tensor; readonly variance: tf.Tensor } | undefined;
};

/** ∂L/∂weights by the weight's name, and ∂L/∂input where something before the block learns. */
export interface BlockGradients {
  readonly weights: Readonly<Record<string, tf.Tensor>>;
  readonly input: tf.Tensor | undefined;
}

/**
 * Runs the block forward in training mode.
 *
 * @param input - [batch, height, width, channels] or [batch, units]
 * @returns the pass; its `output` is the next block's input. Free it with {@link disposePass}
 */
export function blockForward(
  { map, activation }: BlockParts,
  input: tf.Tensor,
  weights: BlockWeights,
): BlockPass {
  const linear = map.apply(input, weights.kernel);
  const { norm, bias } = weights;
  if (!norm) {
    return { input, linear, output: biasActivation(linear, bias, activation), statistics: undefined };
  }
  const { output, ...statistics } = batchNormActivation(linear, norm.gamma, norm.beta, activation);
  return { input, linear, output, statistics };
}

/**
 * Pulls ∂L/∂output back through the block, and frees what the pass kept as soon as it has served: activations are
 * the bulk of a training step's memory.
 *
 * @param dy - ∂L/∂output; disposed here
 * @param pass - what {@link blockForward} returned; disposed here, except for its input
 * @param wantsInputGradient - false for the stem, whose input is the image
 * @returns gradients, the caller's to dispose
 */
export function blockBackward(
  kind: BlockParts,
  dy: tf.Tensor,
  pass: BlockPass,
  weights: BlockWeights,
  wantsInputGradient: boolean,
): BlockGradients {
  const { map } = kind;
  const { input } = pass;
  const { dLinear, ...gradients } = activationBackward(kind, dy, pass, weights);
  dy.dispose();
  disposePass(pass);
  const kernel = map.kernelGradient(input, dLinear, weights.kernel.shape);
  const dInput = wantsInputGradient ? map.inputGradient(dLinear, weights.kernel, input.shape) : undefined;
  dLinear.dispose();
  return { weights: { ...gradients, kernel }, input: dInput };
}

/** Frees a pass, except for its input. */
export function disposePass(pass: BlockPass): void {
  disposeBetween(pass);
  pass.output.dispose();
}

/** Frees what a pass keeps between its input and its output: all that the backward pass alone needs. */
export function disposeBetween({ linear, statistics }: BlockPass): void {
  tf.dispose([linear, statistics?.mean, statistics?.variance]);
}

/**
 * Runs the block in evaluation mode.
 *
 * @param input - [batch, height, width, channels] or [batch, units]; stays the caller's
 * @param statistics - of the linear map without its bias; not used without batch norm
 * @returns the block's output, the caller's to dispose
 */
export function blockEvaluate(
  { map, activation }: BlockParts,
  input: tf.Tensor,
  { kernel, bias, norm }: BlockWeights,
  statistics: Omit<NormStatistics, 'name'>,
): tf.Tensor {
  return tf.tidy(() => {
    const linear = map.apply(input, kernel);
    if (!norm) return biasActivation(linear, bias, activation);
    const [mean, variance] = [tf.tensor1d(statistics.mean), tf.tensor1d(statistics.variance)];
    return normaliseActivation(linear, { mean, variance }, norm.gamma, norm.beta, activation);
  });
}

// From ∂L/∂output to ∂L/∂(linear map's output) and the gradients of what stands between.
function activationBackward(
  { activation }: BlockParts,
  dy: tf.Tensor,
  { linear, output, statistics }: BlockPass,
  { bias, norm }: BlockWeights,
): { dLinear: tf.Tensor } & Record<string, tf.Tensor> {
  if (!norm || !statistics) {
    const { dx, dBias } = biasActivationGradient(dy, linear, bias, output, activation);
    return { dLinear: dx, bias: dBias };
  }
  const forward = { output, ...statistics };
  const { dx, dGamma, dBeta } = batchNormActivationGradient(
    dy,
    linear,
    norm.gamma,
    norm.beta,
    forward,
    activation,
  );
  return { dLinear: dx, gamma: dGamma, beta: dBeta };
}
