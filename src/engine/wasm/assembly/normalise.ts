/**
 * The forward pass over rows of channels: y = act(SCALE (x − MEAN) + BETA), by the records of the channels.
 *
 * Memory bounds it for most activations: x is read and y written, once each.
 */
import { activate, Activation } from './activations';
import { BETA, halfBytes, lane, MEAN, next, nextLane, SCALE } from './channel-records';
import { NormalisationCall } from './normalisation-call';

/**
 * SCALE (x − MEAN) + BETA, the same bits wherever it is computed. Subtracting first costs nothing, as memory
 * is what is waited for, and loses nothing where |mean| is far above the deviation.
 */
// @ts-ignore: decorator
@inline
export function affine(x: v128, mean: v128, scale: v128, beta: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.sub(x, mean), scale), beta);
}

/** `affine` of a single value, in lane 0. */
// @ts-ignore: decorator
@inline
export function affineLane(x: usize, at: usize): v128 {
  return affine(
    v128.load32_zero(x), v128.load32_zero(at, MEAN), v128.load32_zero(at, SCALE), v128.load32_zero(at, BETA),
  );
}

/** y from x, with MEAN, SCALE and BETA in the records. */
export function normalise(call: NormalisationCall): void {
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

// A function each: V8 gives loops that share one too few registers, which made gradients a third slower.
function relu(call: NormalisationCall): void { write(Activation.relu, call); }
function sigmoid(call: NormalisationCall): void { write(Activation.sigmoid, call); }
function identity(call: NormalisationCall): void { write(Activation.identity, call); }
function tanh(call: NormalisationCall): void { write(Activation.tanh, call); }
function centredSigmoid(call: NormalisationCall): void { write(Activation.centredSigmoid, call); }
function rectifiedSigmoid(call: NormalisationCall): void { write(Activation.rectifiedSigmoid, call); }

/** The activation is a constant wherever this is in line, so the loop has no branch on it. */
// @ts-ignore: decorator
@inline
function write(activation: Activation, call: NormalisationCall): void {
  const x = call.x, y = call.y, records = call.records, channels = call.channels, bytes = call.bytes;
  const half = halfBytes(bytes, channels);
  let record = records, index = 0;
  for (let at: usize = 0; at < half; at += 16) {
    const mean = v128.load(record, MEAN), scale = v128.load(record, SCALE), beta = v128.load(record, BETA);
    const upper = v128.load(x + at), lower = v128.load(x + half + at);
    v128.store(y + at, activate(activation, affine(upper, mean, scale, beta)));
    v128.store(y + half + at, activate(activation, affine(lower, mean, scale, beta)));
    record = next(record, records, channels);
  }
  for (let at = half << 1; at < bytes; at += 4) {
    v128.store32_lane(y + at, activate(activation, affineLane(x + at, lane(records, index))), 0);
    index = nextLane(index, channels);
  }
}
