/**
 * The backward pass over rows of channels: dx = SCALE · g − (LEVEL + SLOPE · (x − MEAN)) with g = dy · act′,
 * by the records of the channels.
 */
import { Activation, activationGradient, needsInput, needsOutput } from './activations';
import { BETA, halfBytes, lane, LEVEL, MEAN, next, nextLane, SCALE, SLOPE } from './channel-records';
import { NormalisationCall } from './normalisation-call';
import { affine, affineLane } from './normalise';

/** dx from dy, x and y, with MEAN, SCALE, BETA, LEVEL and SLOPE in the records. */
export function normaliseGradient(call: NormalisationCall): void {
  switch (call.activation) {
    case Activation.relu: return relu(call);
    case Activation.sigmoid: return sigmoid(call);
    case Activation.identity: return identity(call);
    case Activation.tanh: return tanh(call);
    case Activation.centredSigmoid: return centredSigmoid(call);
    case Activation.rectifiedSigmoid: return rectifiedSigmoid(call);
    default: unreachable();
  }
}

// A function each, as in the forward pass.
function relu(call: NormalisationCall): void { write(Activation.relu, call); }
function sigmoid(call: NormalisationCall): void { write(Activation.sigmoid, call); }
function identity(call: NormalisationCall): void { write(Activation.identity, call); }
function tanh(call: NormalisationCall): void { write(Activation.tanh, call); }
function centredSigmoid(call: NormalisationCall): void { write(Activation.centredSigmoid, call); }
function rectifiedSigmoid(call: NormalisationCall): void { write(Activation.rectifiedSigmoid, call); }

/** The activation is a constant wherever this is in line: what its derivative does not need is not read. */
// @ts-ignore: decorator
@inline
function write(activation: Activation, call: NormalisationCall): void {
  const dy = call.dy, x = call.x, y = call.y, dx = call.dx;
  const records = call.records, channels = call.channels, bytes = call.bytes;
  const half = halfBytes(bytes, channels), none = f32x4.splat(0);
  let record = records, index = 0;
  for (let at: usize = 0; at < half; at += 16) {
    const mean = v128.load(record, MEAN), scale = v128.load(record, SCALE);
    const level = v128.load(record, LEVEL), slope = v128.load(record, SLOPE);
    const beta = needsInput(activation) ? v128.load(record, BETA) : none;
    const upper = v128.load(x + at), lower = v128.load(x + half + at);
    const upperZ = needsInput(activation) ? affine(upper, mean, scale, beta) : none;
    const lowerZ = needsInput(activation) ? affine(lower, mean, scale, beta) : none;
    const upperY = needsOutput(activation) ? v128.load(y + at) : none;
    const lowerY = needsOutput(activation) ? v128.load(y + half + at) : none;
    const upperG = activationGradient(activation, v128.load(dy + at), upperZ, upperY);
    const lowerG = activationGradient(activation, v128.load(dy + half + at), lowerZ, lowerY);
    v128.store(dx + at, propagate(upperG, upper, mean, scale, level, slope));
    v128.store(dx + half + at, propagate(lowerG, lower, mean, scale, level, slope));
    record = next(record, records, channels);
  }
  for (let at = half << 1; at < bytes; at += 4) {
    const values = lane(records, index);
    const z = needsInput(activation) ? affineLane(x + at, values) : none;
    const output = needsOutput(activation) ? v128.load32_zero(y + at) : none;
    const g = activationGradient(activation, v128.load32_zero(dy + at), z, output);
    v128.store32_lane(dx + at, propagateLane(g, x + at, values), 0);
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
