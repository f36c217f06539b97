/**
 * Batch normalisation in training mode with the activation that follows, over rows of channels [rows, channels]:
 * y = act(γ (x − mean) / √(variance + ε) + β).
 *
 * Memory bounds it, so x is read from memory twice, once for the statistics and once to write y, and no more.
 */
import { relu, RELU, sigmoid } from './activations';
import { batchNormStatistics, statisticsScratchBytes } from './batch-norm-statistics';
import { fillTable, loadLanes, storeLanes, tableBytes } from './lanes';

/** Scratch bytes of either direction. */
export function batchNormScratchBytes(channels: i32): usize {
  return statisticsScratchBytes(channels) + 4 * tableBytes(channels);
}

/**
 * @param x           [rows, channels]
 * @param y           [rows, channels], written
 * @param mean        [channels], written
 * @param variance    [channels], written; biased
 * @param activation  RELU or SIGMOID
 */
export function batchNormActivation(
  x: usize, gamma: usize, beta: usize, y: usize, mean: usize, variance: usize, scratch: usize,
  rows: i32, channels: i32, epsilon: f64, activation: i32,
): void {
  batchNormStatistics(x, mean, variance, scratch, rows, channels);
  const period = tableBytes(channels);
  const means = scratch, scales = means + period, betas = scales + period;
  fillTable(mean, means, channels);
  fillScales(gamma, variance, scales, channels, epsilon);
  fillTable(beta, betas, channels);
  const bytes = (<usize>rows * <usize>channels) << 2;
  if (activation == RELU) normaliseRelu(x, means, scales, betas, y, bytes, period);
  else normaliseSigmoid(x, means, scales, betas, y, bytes, period);
}

/** The table of γ / √(variance + ε), in float64 until the last rounding. */
export function fillScales(gamma: usize, variance: usize, scales: usize, channels: i32, epsilon: f64): void {
  for (let c: usize = 0; c < <usize>channels << 2; c += 4) {
    store<f32>(scales + c, <f32>(<f64>load<f32>(gamma + c) / Math.sqrt(<f64>load<f32>(variance + c) + epsilon)));
  }
  for (let copy: usize = 1; copy < 4; copy++) {
    memory.copy(scales + copy * (<usize>channels << 2), scales, <usize>channels << 2);
  }
}

function normaliseRelu(
  x: usize, means: usize, scales: usize, betas: usize, y: usize, bytes: usize, period: usize,
): void {
  const end = x + bytes;
  let p: usize = 0;
  for (; x + 16 <= end; x += 16, y += 16) {
    storeLanes(y, relu(normalise(x, means + p, scales + p, betas + p, true)), true);
    p += 16;
    if (p == period) p = 0;
  }
  for (; x < end; x += 4, y += 4, p += 4) {
    storeLanes(y, relu(normalise(x, means + p, scales + p, betas + p, false)), false);
  }
}

function normaliseSigmoid(
  x: usize, means: usize, scales: usize, betas: usize, y: usize, bytes: usize, period: usize,
): void {
  const end = x + bytes;
  let p: usize = 0;
  for (; x + 16 <= end; x += 16, y += 16) {
    storeLanes(y, sigmoid(normalise(x, means + p, scales + p, betas + p, true)), true);
    p += 16;
    if (p == period) p = 0;
  }
  for (; x < end; x += 4, y += 4, p += 4) {
    storeLanes(y, sigmoid(normalise(x, means + p, scales + p, betas + p, false)), false);
  }
}

// @ts-ignore: decorator
@inline
function normalise(x: usize, mean: usize, scale: usize, beta: usize, whole: bool): v128 {
  return affine(f32x4.sub(loadLanes(x, whole), loadLanes(mean, whole)), loadLanes(scale, whole), loadLanes(beta, whole));
}

/** γ (x − mean) / √(variance + ε) + β, the same bits wherever it is computed. */
// @ts-ignore: decorator
@inline
export function affine(centred: v128, scale: v128, beta: v128): v128 {
  return f32x4.add(f32x4.mul(centred, scale), beta);
}
