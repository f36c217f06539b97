/** Σ g and Σ g (x − MEAN) of each channel, with g = dy · act′, over [rows, channels]. */
import { Activation, activationGradient, needsInput, needsOutput } from './activations';
import {
  BETA, CENTRED_SUM, clear, collect, halfBytes, lane, MEAN, next, nextLane, SCALE, SUM, WHOLE_ROWS,
} from './channel-records';
import { NormalisationCall } from './normalisation-call';
import { affine, affineLane } from './normalise';

/** Rows whose sums are taken in float32, eight rows per step, before they are added up in float64. */
const BLOCK_ROWS: i32 = 64 * WHOLE_ROWS;

/** Writes both sums to the totals, two float64 a channel; MEAN, SCALE and BETA are in the records. */
export function gradientSums(call: NormalisationCall): void {
  const records = call.records, channels = call.channels;
  memory.fill(call.totals, 0, <usize>channels << 4);
  for (let first = 0; first < call.rows; first += BLOCK_ROWS) {
    const count = min(BLOCK_ROWS, call.rows - first);
    clear(records, SUM, channels);
    clear(records, CENTRED_SUM, channels);
    addBlock(call, first, count);
    let total = call.totals;
    for (let c = 0; c < channels; c++, total += 16) {
      store<f64>(total, load<f64>(total) + collect(records, SUM, channels, c));
      store<f64>(total, load<f64>(total, 8) + collect(records, CENTRED_SUM, channels, c), 8);
    }
  }
}

function addBlock(call: NormalisationCall, first: i32, count: i32): void {
  switch (call.activation) {
    case Activation.relu: return relu(call, first, count);
    case Activation.sigmoid: return sigmoid(call, first, count);
    case Activation.identity: return identity(call, first, count);
    case Activation.tanh: return tanh(call, first, count);
    case Activation.centredSigmoid: return centredSigmoid(call, first, count);
    case Activation.rectifiedSigmoid: return rectifiedSigmoid(call, first, count);
    default: unreachable();
  }
}

// A function each, as in the forward pass.
function relu(call: NormalisationCall, first: i32, count: i32): void {
  add(Activation.relu, call, first, count);
}
function sigmoid(call: NormalisationCall, first: i32, count: i32): void {
  add(Activation.sigmoid, call, first, count);
}
function identity(call: NormalisationCall, first: i32, count: i32): void {
  add(Activation.identity, call, first, count);
}
function tanh(call: NormalisationCall, first: i32, count: i32): void {
  add(Activation.tanh, call, first, count);
}
function centredSigmoid(call: NormalisationCall, first: i32, count: i32): void {
  add(Activation.centredSigmoid, call, first, count);
}
function rectifiedSigmoid(call: NormalisationCall, first: i32, count: i32): void {
  add(Activation.rectifiedSigmoid, call, first, count);
}

/** The activation is a constant wherever this is in line: what its derivative does not need is not read. */
// @ts-ignore: decorator
@inline
function add(activation: Activation, call: NormalisationCall, first: i32, count: i32): void {
  const records = call.records, channels = call.channels;
  const start = (<usize>first * <usize>channels) << 2, bytes = (<usize>count * <usize>channels) << 2;
  const dy = call.dy + start, x = call.x + start, y = call.y + start;
  const half = halfBytes(bytes, channels), none = f32x4.splat(0);
  let record = records, index = 0;
  for (let at: usize = 0; at < half; at += 16) {
    const mean = v128.load(record, MEAN);
    const scale = needsInput(activation) ? v128.load(record, SCALE) : none;
    const beta = needsInput(activation) ? v128.load(record, BETA) : none;
    const upper = v128.load(x + at), lower = v128.load(x + half + at);
    const upperZ = needsInput(activation) ? affine(upper, mean, scale, beta) : none;
    const lowerZ = needsInput(activation) ? affine(lower, mean, scale, beta) : none;
    const upperY = needsOutput(activation) ? v128.load(y + at) : none;
    const lowerY = needsOutput(activation) ? v128.load(y + half + at) : none;
    addTo(
      record, mean, upper, activationGradient(activation, v128.load(dy + at), upperZ, upperY),
      lower, activationGradient(activation, v128.load(dy + half + at), lowerZ, lowerY),
    );
    record = next(record, records, channels);
  }
  for (let at = half << 1; at < bytes; at += 4) {
    const sums = lane(records, index);
    const z = needsInput(activation) ? affineLane(x + at, sums) : none;
    const output = needsOutput(activation) ? v128.load32_zero(y + at) : none;
    addLane(sums, x + at, activationGradient(activation, v128.load32_zero(dy + at), z, output));
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
