/**
 * Batch normalisation in training mode with the activation that follows, over rows of channels [rows,
 * channels]: y = act(γ (x − mean) / √(variance + ε) + β).
 *
 * Memory bounds it, so x is read from memory twice, once for the statistics and once to write y, and no more.
 */
import { relu, RELU, sigmoid } from './activations';
import { batchNormStatistics } from './batch-norm-statistics';
import { BETA, fill, halfBytes, lane, MEAN, next, nextLane, recordsBytes, SCALE } from './channel-records';

/** Scratch bytes of either direction: the records and two float64 a channel. */
export function batchNormScratchBytes(channels: i32): usize {
  return recordsBytes(channels) + (<usize>channels << 4);
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
  const records = scratch, totals = records + recordsBytes(channels);
  batchNormStatistics(x, mean, variance, records, totals, rows, channels);
  fillAffine(records, gamma, beta, mean, variance, channels, epsilon);
  const bytes = (<usize>rows * <usize>channels) << 2;
  if (activation == RELU) normaliseRelu(x, y, bytes, records, channels);
  else normaliseSigmoid(x, y, bytes, records, channels);
}

/** MEAN, SCALE = γ / √(variance + ε), in float64 until the last rounding, and BETA. */
export function fillAffine(
  records: usize, gamma: usize, beta: usize, mean: usize, variance: usize, channels: i32, epsilon: f64,
): void {
  for (let c = 0; c < channels; c++, gamma += 4, beta += 4, mean += 4, variance += 4) {
    const deviation = Math.sqrt(<f64>load<f32>(variance) + epsilon);
    fill(records, MEAN, channels, c, load<f32>(mean));
    fill(records, SCALE, channels, c, <f32>(<f64>load<f32>(gamma) / deviation));
    fill(records, BETA, channels, c, load<f32>(beta));
  }
}

/**
 * SCALE (x − MEAN) + BETA, the same bits wherever it is computed. Subtracting first costs nothing, as memory
 * is what is waited for, and loses nothing where |mean| is far above the deviation.
 */
// @ts-ignore: decorator
@inline
export function affine(x: v128, mean: v128, scale: v128, beta: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.sub(x, mean), scale), beta);
}

function normaliseRelu(x: usize, y: usize, bytes: usize, records: usize, channels: i32): void {
  const half = halfBytes(bytes, channels);
  let record = records, index = 0;
  for (let at: usize = 0; at < half; at += 16) {
    const mean = v128.load(record, MEAN), scale = v128.load(record, SCALE), beta = v128.load(record, BETA);
    const upper = v128.load(x + at), lower = v128.load(x + half + at);
    v128.store(y + at, relu(affine(upper, mean, scale, beta)));
    v128.store(y + half + at, relu(affine(lower, mean, scale, beta)));
    record = next(record, records, channels);
  }
  for (let at = half << 1; at < bytes; at += 4) {
    v128.store32_lane(y + at, relu(affineLane(x + at, lane(records, index))), 0);
    index = nextLane(index, channels);
  }
}

function normaliseSigmoid(x: usize, y: usize, bytes: usize, records: usize, channels: i32): void {
  const half = halfBytes(bytes, channels);
  let record = records, index = 0;
  for (let at: usize = 0; at < half; at += 16) {
    const mean = v128.load(record, MEAN), scale = v128.load(record, SCALE), beta = v128.load(record, BETA);
    const upper = v128.load(x + at), lower = v128.load(x + half + at);
    v128.store(y + at, sigmoid(affine(upper, mean, scale, beta)));
    v128.store(y + half + at, sigmoid(affine(lower, mean, scale, beta)));
    record = next(record, records, channels);
  }
  for (let at = half << 1; at < bytes; at += 4) {
    v128.store32_lane(y + at, sigmoid(affineLane(x + at, lane(records, index))), 0);
    index = nextLane(index, channels);
  }
}

/** `affine` of a single value, in lane 0. */
// @ts-ignore: decorator
@inline
export function affineLane(x: usize, at: usize): v128 {
  return affine(
    v128.load32_zero(x), v128.load32_zero(at, MEAN), v128.load32_zero(at, SCALE), v128.load32_zero(at, BETA),
  );
}
