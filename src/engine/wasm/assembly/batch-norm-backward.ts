/**
 * The gradient of batch normalisation with activation. With h = (x − mean) / √(variance + ε) and g = dy · act′:
 *
 *   dβ = Σ g,   dγ = Σ g h,   dx = γ / √(variance + ε) · (g − dβ / rows − h dγ / rows).
 *
 * The sums must be whole before the first dx, so dy and x are read twice. act′ of ReLU comes from x again (the forward
 * expression, so the same bits and the same sign), which saves reading y; act′ of σ comes from y, which costs less than
 * another exponential.
 */
import { RELU, reluGradient, sigmoidGradient } from './activations';
import { affine, fillScales } from './batch-norm-forward';
import { batchNormGradientSums } from './batch-norm-gradient-sums';
import { fillTable, loadLanes, storeLanes, tableBytes } from './lanes';

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
  dx: usize, dgamma: usize, dbeta: usize, scratch: usize, rows: i32, channels: i32, epsilon: f64, activation: i32,
): void {
  const period = tableBytes(channels);
  const means = scratch, scales = means + period, betas = scales + period, slopes = betas + period;
  const levels = slopes + period;
  fillTable(mean, means, channels);
  fillScales(gamma, variance, scales, channels, epsilon);
  fillTable(beta, betas, channels);
  batchNormGradientSums(
    dy, x, y, means, scales, betas, variance, dgamma, dbeta, slopes, rows, channels, epsilon, activation,
  );
  fillCoefficients(variance, scales, dgamma, dbeta, slopes, levels, rows, channels, epsilon);
  const bytes = (<usize>rows * <usize>channels) << 2;
  if (activation == RELU) writeRelu(dy, x, means, scales, betas, slopes, levels, dx, bytes, period);
  else writeSigmoid(dy, x, y, means, scales, slopes, levels, dx, bytes, period);
}

/** Tables for dx = scale · g − (level + slope · (x − mean)). */
function fillCoefficients(
  variance: usize, scales: usize, dgamma: usize, dbeta: usize, slopes: usize, levels: usize,
  rows: i32, channels: i32, epsilon: f64,
): void {
  for (let copy = 0; copy < 4; copy++) {
    for (let c: usize = 0; c < <usize>channels << 2; c += 4, slopes += 4, levels += 4) {
      const share = <f64>load<f32>(scales + c) / <f64>rows;
      const deviation = Math.sqrt(<f64>load<f32>(variance + c) + epsilon);
      store<f32>(levels, <f32>(share * <f64>load<f32>(dbeta + c)));
      store<f32>(slopes, <f32>(share * <f64>load<f32>(dgamma + c) / deviation));
    }
  }
}

function writeRelu(
  dy: usize, x: usize, means: usize, scales: usize, betas: usize, slopes: usize, levels: usize, dx: usize,
  bytes: usize, period: usize,
): void {
  const end = x + bytes;
  let p: usize = 0;
  for (; x + 16 <= end; x += 16, dy += 16, dx += 16) {
    writeReluAt(dy, x, means + p, scales + p, betas + p, slopes + p, levels + p, dx, true);
    p += 16;
    if (p == period) p = 0;
  }
  for (; x < end; x += 4, dy += 4, dx += 4, p += 4) {
    writeReluAt(dy, x, means + p, scales + p, betas + p, slopes + p, levels + p, dx, false);
  }
}

// @ts-ignore: decorator
@inline
function writeReluAt(
  dy: usize, x: usize, mean: usize, scale: usize, beta: usize, slope: usize, level: usize, dx: usize, whole: bool,
): void {
  const centred = f32x4.sub(loadLanes(x, whole), loadLanes(mean, whole));
  const factor = loadLanes(scale, whole);
  const g = reluGradient(loadLanes(dy, whole), affine(centred, factor, loadLanes(beta, whole)));
  storeLanes(dx, propagate(g, centred, factor, slope, level, whole), whole);
}

function writeSigmoid(
  dy: usize, x: usize, y: usize, means: usize, scales: usize, slopes: usize, levels: usize, dx: usize,
  bytes: usize, period: usize,
): void {
  const end = x + bytes;
  let p: usize = 0;
  for (; x + 16 <= end; x += 16, y += 16, dy += 16, dx += 16) {
    writeSigmoidAt(dy, x, y, means + p, scales + p, slopes + p, levels + p, dx, true);
    p += 16;
    if (p == period) p = 0;
  }
  for (; x < end; x += 4, y += 4, dy += 4, dx += 4, p += 4) {
    writeSigmoidAt(dy, x, y, means + p, scales + p, slopes + p, levels + p, dx, false);
  }
}

// @ts-ignore: decorator
@inline
function writeSigmoidAt(
  dy: usize, x: usize, y: usize, mean: usize, scale: usize, slope: usize, level: usize, dx: usize, whole: bool,
): void {
  const centred = f32x4.sub(loadLanes(x, whole), loadLanes(mean, whole));
  const g = sigmoidGradient(loadLanes(dy, whole), loadLanes(y, whole));
  storeLanes(dx, propagate(g, centred, loadLanes(scale, whole), slope, level, whole), whole);
}

/** scale · g − (level + slope · (x − mean)). */
// @ts-ignore: decorator
@inline
function propagate(g: v128, centred: v128, scale: v128, slope: usize, level: usize, whole: bool): v128 {
  const plane = f32x4.add(loadLanes(level, whole), f32x4.mul(loadLanes(slope, whole), centred));
  return f32x4.sub(f32x4.mul(scale, g), plane);
}
