/**
 * The gradient of batch normalisation with activation. With h = (x − mean) / √(variance + ε) and g = dy ·
 * act′:
 *
 *   dβ = Σ g,   dγ = Σ g h,   dx = γ / √(variance + ε) · (g − dβ / rows − h dγ / rows).
 *
 * The sums must be whole before the first dx, so dy and x are read twice. act′ of ReLU comes from x again
 * (the forward expression, so the same bits and the same sign), which saves reading y; act′ of σ comes from
 * y, which costs less than another exponential.
 */
import { RELU, reluGradient, sigmoidGradient } from './activations';
import { affine, affineLane, fillAffine } from './batch-norm-forward';
import { batchNormGradientSums } from './batch-norm-gradient-sums';
import {
  BETA, fill, halfBytes, lane, LEVEL, MEAN, next, nextLane, recordsBytes, SCALE, SLOPE,
} from './channel-records';

/**
 * @param dy          [rows, channels]
 * @param x           [rows, channels]: what the forward pass was given
 * @param y           [rows, channels]: what it returned; not read for RELU
 * @param mean        [channels], as is `variance`: what it returned
 * @param dx          [rows, channels], written; may be `dy`, as each value is read before it is written
 * @param dgamma      [channels], written
 * @param dbeta       [channels], written
 * @param activation  RELU or SIGMOID
 */
export function batchNormActivationGradient(
  dy: usize, x: usize, y: usize, gamma: usize, beta: usize, mean: usize, variance: usize,
  dx: usize, dgamma: usize, dbeta: usize, scratch: usize,
  rows: i32, channels: i32, epsilon: f64, activation: i32,
): void {
  const records = scratch, totals = records + recordsBytes(channels);
  fillAffine(records, gamma, beta, mean, variance, channels, epsilon);
  batchNormGradientSums(
    dy, x, y, variance, dgamma, dbeta, records, totals, rows, channels, epsilon, activation,
  );
  fillPlane(records, gamma, variance, dgamma, dbeta, rows, channels, epsilon);
  const bytes = (<usize>rows * <usize>channels) << 2;
  if (activation == RELU) writeRelu(dy, x, dx, bytes, records, channels);
  else writeSigmoid(dy, x, y, dx, bytes, records, channels);
}

/** LEVEL and SLOPE, for dx = SCALE · g − (LEVEL + SLOPE · (x − MEAN)). */
function fillPlane(
  records: usize, gamma: usize, variance: usize, dgamma: usize, dbeta: usize,
  rows: i32, channels: i32, epsilon: f64,
): void {
  for (let c = 0; c < channels; c++, gamma += 4, variance += 4, dgamma += 4, dbeta += 4) {
    const deviation = Math.sqrt(<f64>load<f32>(variance) + epsilon);
    const share = <f64>load<f32>(gamma) / deviation / <f64>rows;
    fill(records, LEVEL, channels, c, <f32>(share * <f64>load<f32>(dbeta)));
    fill(records, SLOPE, channels, c, <f32>(share * <f64>load<f32>(dgamma) / deviation));
  }
}

function writeRelu(dy: usize, x: usize, dx: usize, bytes: usize, records: usize, channels: i32): void {
  const half = halfBytes(bytes, channels);
  let record = records, index = 0;
  for (let at: usize = 0; at < half; at += 16) {
    const mean = v128.load(record, MEAN), scale = v128.load(record, SCALE), beta = v128.load(record, BETA);
    const level = v128.load(record, LEVEL), slope = v128.load(record, SLOPE);
    const upper = v128.load(x + at), lower = v128.load(x + half + at);
    const upperG = reluGradient(v128.load(dy + at), affine(upper, mean, scale, beta));
    const lowerG = reluGradient(v128.load(dy + half + at), affine(lower, mean, scale, beta));
    v128.store(dx + at, propagate(upperG, upper, mean, scale, level, slope));
    v128.store(dx + half + at, propagate(lowerG, lower, mean, scale, level, slope));
    record = next(record, records, channels);
  }
  for (let at = half << 1; at < bytes; at += 4) {
    const values = lane(records, index);
    const g = reluGradient(v128.load32_zero(dy + at), affineLane(x + at, values));
    v128.store32_lane(dx + at, propagateLane(g, x + at, values), 0);
    index = nextLane(index, channels);
  }
}

function writeSigmoid(
  dy: usize, x: usize, y: usize, dx: usize, bytes: usize, records: usize, channels: i32,
): void {
  const half = halfBytes(bytes, channels);
  let record = records, index = 0;
  for (let at: usize = 0; at < half; at += 16) {
    const mean = v128.load(record, MEAN), scale = v128.load(record, SCALE);
    const level = v128.load(record, LEVEL), slope = v128.load(record, SLOPE);
    const upperG = sigmoidGradient(v128.load(dy + at), v128.load(y + at));
    const lowerG = sigmoidGradient(v128.load(dy + half + at), v128.load(y + half + at));
    v128.store(dx + at, propagate(upperG, v128.load(x + at), mean, scale, level, slope));
    v128.store(dx + half + at, propagate(lowerG, v128.load(x + half + at), mean, scale, level, slope));
    record = next(record, records, channels);
  }
  for (let at = half << 1; at < bytes; at += 4) {
    const g = sigmoidGradient(v128.load32_zero(dy + at), v128.load32_zero(y + at));
    v128.store32_lane(dx + at, propagateLane(g, x + at, lane(records, index)), 0);
    index = nextLane(index, channels);
  }
}

/** SCALE · g − (LEVEL + SLOPE · (x − MEAN)). */
// @ts-ignore: decorator
@inline
function propagate(g: v128, x: v128, mean: v128, scale: v128, level: v128, slope: v128): v128 {
  const plane = f32x4.add(level, f32x4.mul(slope, f32x4.sub(x, mean)));
  return f32x4.sub(f32x4.mul(scale, g), plane);
}

/** The same for a single value, in lane 0. */
// @ts-ignore: decorator
@inline
function propagateLane(g: v128, x: usize, at: usize): v128 {
  return propagate(
    g, v128.load32_zero(x), v128.load32_zero(at, MEAN), v128.load32_zero(at, SCALE),
    v128.load32_zero(at, LEVEL), v128.load32_zero(at, SLOPE),
  );
}
