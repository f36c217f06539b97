/** Batch normalisation over every axis but the last: training forward and backward, and evaluation. */
import { channelsOf, filled, mapTensor, type Tensor64 } from './tensor64.ts';

export const BATCH_NORM_EPSILON = 1e-5; // PyTorch's default; Keras has 1e-3

/** The mean and the biased variance (divided by `count`) of one batch, by channel. */
export interface BatchStatistics {
  readonly mean: Tensor64; // [channels]
  readonly variance: Tensor64; // [channels]
  readonly count: number; // values per channel: batch × height × width
}

export interface BatchNormGradients {
  readonly input: Tensor64; // as the input
  readonly gamma: Tensor64; // [channels]
  readonly beta: Tensor64; // [channels]
}

export interface BatchNormPass {
  readonly output: Tensor64; // as the input
  readonly statistics: BatchStatistics;
  /** @param outputGradient - the shape of the input */
  readonly backward: (outputGradient: Tensor64) => BatchNormGradients;
}

/**
 * Normalises by the batch's own statistics, as in training.
 * @param input - `[..., channels]`
 * @param gamma - `[channels]`
 * @param beta - `[channels]`
 * @see Ioffe and Szegedy 2015, https://arxiv.org/abs/1502.03167, algorithm 1
 */
export function batchNorm(input: Tensor64, gamma: Tensor64, beta: Tensor64): BatchNormPass {
  const statistics = batchStatistics(input);
  const normalised = normalise(input, statistics);
  const output = scaleAndShift(normalised, gamma, beta);
  return {
    output,
    statistics,
    backward: (outputGradient) => batchNormBackward(normalised, statistics, gamma, outputGradient),
  };
}

/**
 * Sends a gradient through the normalisation. With x̂ the normalised input and g = ∂L/∂x̂ = γ·∂L/∂y,
 * ∂L/∂x = (g − mean(g) − x̂·mean(g·x̂)) / √(variance + ε): mean and variance depend on x too.
 */
function batchNormBackward(
  normalised: Tensor64,
  { variance, count }: BatchStatistics,
  gamma: Tensor64,
  outputGradient: Tensor64,
): BatchNormGradients {
  const channels = channelsOf(normalised);
  const gammaGradient = filled([channels]);
  const betaGradient = filled([channels]);
  outputGradient.values.forEach((slope, at) => {
    gammaGradient.values[at % channels]! += slope * normalised.values[at]!;
    betaGradient.values[at % channels]! += slope;
  });
  const input = mapTensor(outputGradient, (slope, at) => {
    const c = at % channels;
    const centred = slope - betaGradient.values[c]! / count;
    const whitened = centred - (normalised.values[at]! * gammaGradient.values[c]!) / count;
    return (gamma.values[c]! * whitened) / Math.sqrt(variance.values[c]! + BATCH_NORM_EPSILON);
  });
  return { input, gamma: gammaGradient, beta: betaGradient };
}

/**
 * Normalises by running statistics, as in evaluation.
 * @param input - `[..., channels]`
 * @param gamma - `[channels]`
 * @param beta - `[channels]`
 * @param running - mean and variance, each `[channels]`
 */
export function batchNormEvaluation(
  input: Tensor64,
  gamma: Tensor64,
  beta: Tensor64,
  running: Pick<BatchStatistics, 'mean' | 'variance'>,
): Tensor64 {
  return scaleAndShift(normalise(input, running), gamma, beta);
}

function batchStatistics(input: Tensor64): BatchStatistics {
  const channels = channelsOf(input);
  const count = input.values.length / channels;
  const mean = filled([channels]);
  const variance = filled([channels]);
  input.values.forEach((value, at) => {
    mean.values[at % channels]! += value / count;
  });
  // Two passes: E[x²] − E[x]² would cancel where the mean is large beside the spread.
  input.values.forEach((value, at) => {
    variance.values[at % channels]! += (value - mean.values[at % channels]!) ** 2 / count;
  });
  return { mean, variance, count };
}

function normalise(input: Tensor64, { mean, variance }: Pick<BatchStatistics, 'mean' | 'variance'>) {
  const channels = channelsOf(input);
  return mapTensor(input, (value, at) => {
    const c = at % channels;
    return (value - mean.values[c]!) / Math.sqrt(variance.values[c]! + BATCH_NORM_EPSILON);
  });
}

function scaleAndShift(normalised: Tensor64, gamma: Tensor64, beta: Tensor64): Tensor64 {
  const channels = channelsOf(normalised);
  return mapTensor(
    normalised,
    (value, at) => gamma.values[at % channels]! * value + beta.values[at % channels]!,
  );
}
