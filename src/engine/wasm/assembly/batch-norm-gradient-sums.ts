/** dβ = Σ g and dγ = Σ g (x − mean) / √(variance + ε), with g = dy · act′, over [rows, channels]. */
import { RELU, reluGradient, sigmoidGradient } from './activations';
import { affine, affineLane } from './batch-norm-forward';
import {
  BETA, CENTRED_SUM, clear, collect, halfBytes, lane, MEAN, next, nextLane, SCALE, SUM, WHOLE_ROWS,
} from './channel-records';

/** Rows whose sums are taken in float32, eight rows a step, before they are added up in float64. */
const BLOCK_ROWS: i32 = 64 * WHOLE_ROWS;

/**
 * @param dy       [rows, channels], as are `x` and `y`
 * @param records  with MEAN, SCALE and BETA; the sums are scratch, as are `totals`: two float64 a channel
 * @param dgamma   [channels], written
 * @param dbeta    [channels], written
 */
export function batchNormGradientSums(
  dy: usize, x: usize, y: usize, variance: usize, dgamma: usize, dbeta: usize, records: usize, totals: usize,
  rows: i32, channels: i32, epsilon: f64, activation: i32,
): void {
  memory.fill(totals, 0, <usize>channels << 4);
  for (let first = 0; first < rows; first += BLOCK_ROWS) {
    const blockBytes = (<usize>min(BLOCK_ROWS, rows - first) * <usize>channels) << 2;
    clear(records, SUM, channels);
    clear(records, CENTRED_SUM, channels);
    if (activation == RELU) addRelu(dy, x, blockBytes, records, channels);
    else addSigmoid(dy, x, y, blockBytes, records, channels);
    dy += blockBytes;
    x += blockBytes;
    y += blockBytes;
    let total = totals;
    for (let c = 0; c < channels; c++, total += 16) {
      store<f64>(total, load<f64>(total) + collect(records, SUM, channels, c));
      store<f64>(total, load<f64>(total, 8) + collect(records, CENTRED_SUM, channels, c), 8);
    }
  }
  for (let c = 0; c < channels; c++, totals += 16, variance += 4, dgamma += 4, dbeta += 4) {
    store<f32>(dbeta, <f32>load<f64>(totals));
    store<f32>(dgamma, <f32>(load<f64>(totals, 8) / Math.sqrt(<f64>load<f32>(variance) + epsilon)));
  }
}

function addRelu(dy: usize, x: usize, bytes: usize, records: usize, channels: i32): void {
  const half = halfBytes(bytes, channels);
  let record = records, index = 0;
  for (let at: usize = 0; at < half; at += 16) {
    const mean = v128.load(record, MEAN), scale = v128.load(record, SCALE), beta = v128.load(record, BETA);
    const upper = v128.load(x + at), lower = v128.load(x + half + at);
    addTo(
      record, mean, upper, reluGradient(v128.load(dy + at), affine(upper, mean, scale, beta)),
      lower, reluGradient(v128.load(dy + half + at), affine(lower, mean, scale, beta)),
    );
    record = next(record, records, channels);
  }
  for (let at = half << 1; at < bytes; at += 4) {
    const sums = lane(records, index);
    addLane(sums, x + at, reluGradient(v128.load32_zero(dy + at), affineLane(x + at, sums)));
    index = nextLane(index, channels);
  }
}

function addSigmoid(dy: usize, x: usize, y: usize, bytes: usize, records: usize, channels: i32): void {
  const half = halfBytes(bytes, channels);
  let record = records, index = 0;
  for (let at: usize = 0; at < half; at += 16) {
    addTo(
      record, v128.load(record, MEAN),
      v128.load(x + at), sigmoidGradient(v128.load(dy + at), v128.load(y + at)),
      v128.load(x + half + at), sigmoidGradient(v128.load(dy + half + at), v128.load(y + half + at)),
    );
    record = next(record, records, channels);
  }
  for (let at = half << 1; at < bytes; at += 4) {
    const g = sigmoidGradient(v128.load32_zero(dy + at), v128.load32_zero(y + at));
    addLane(lane(records, index), x + at, g);
    index = nextLane(index, channels);
  }
}

/** SUM += g and CENTRED_SUM += g (x − MEAN), for the vectors of both halves. */
// @ts-ignore: decorator
@inline
function addTo(record: usize, mean: v128, upperX: v128, upperG: v128, lowerX: v128, lowerG: v128): void {
  const upper = f32x4.mul(upperG, f32x4.sub(upperX, mean));
  const lower = f32x4.mul(lowerG, f32x4.sub(lowerX, mean));
  v128.store(record, f32x4.add(v128.load(record, SUM), f32x4.add(upperG, lowerG)), SUM);
  v128.store(record, f32x4.add(v128.load(record, CENTRED_SUM), f32x4.add(upper, lower)), CENTRED_SUM);
}

/** The same for a single value, in lane 0. */
// @ts-ignore: decorator
@inline
function addLane(sums: usize, x: usize, g: v128): void {
  const value = f32x4.extract_lane(g, 0);
  store<f32>(sums, load<f32>(sums, SUM) + value, SUM);
  const centred = load<f32>(x) - load<f32>(sums, MEAN);
  store<f32>(sums, load<f32>(sums, CENTRED_SUM) + value * centred, CENTRED_SUM);
}
