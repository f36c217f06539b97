/** dβ = Σ g and dγ = Σ g (x − mean) / √(variance + ε), with g = dy · act′, over [rows, channels]. */
import { RELU, reluGradient, sigmoidGradient } from './activations';
import { affine } from './batch-norm-forward';
import { loadLanes, storeLanes, sumOverTable, tableBytes } from './lanes';

/** Rows whose sums are taken in float32 before they are added up in float64: a multiple of 4. */
const BLOCK_ROWS: i32 = 512;

/** Scratch bytes: two tables and two float64 a channel. */
export function gradientSumsScratchBytes(channels: i32): usize {
  return 2 * tableBytes(channels) + (<usize>channels << 4);
}

/**
 * @param dy       [rows, channels], as are `x` and `y`
 * @param means    a table, as are `scales`, γ / √(variance + ε), and `betas`
 * @param dgamma   [channels], written
 * @param dbeta    [channels], written
 */
export function batchNormGradientSums(
  dy: usize, x: usize, y: usize, means: usize, scales: usize, betas: usize, variance: usize,
  dgamma: usize, dbeta: usize, scratch: usize, rows: i32, channels: i32, epsilon: f64, activation: i32,
): void {
  const bytes = <usize>channels << 2, period = tableBytes(channels);
  const sums = scratch, centredSums = sums + period;
  const totals = centredSums + period, centredTotals = totals + (bytes << 1);
  memory.fill(totals, 0, bytes << 2);
  for (let first = 0; first < rows; first += BLOCK_ROWS) {
    const blockBytes = <usize>min(BLOCK_ROWS, rows - first) * bytes;
    memory.fill(sums, 0, period << 1);
    if (activation == RELU) addRelu(dy, x, means, scales, betas, sums, centredSums, blockBytes, period);
    else addSigmoid(dy, x, y, means, sums, centredSums, blockBytes, period);
    dy += blockBytes;
    x += blockBytes;
    y += blockBytes;
    for (let c: usize = 0; c < bytes; c += 4) {
      const total = totals + (c << 1), centredTotal = centredTotals + (c << 1);
      store<f64>(total, load<f64>(total) + sumOverTable(sums, channels, c));
      store<f64>(centredTotal, load<f64>(centredTotal) + sumOverTable(centredSums, channels, c));
    }
  }
  for (let c: usize = 0; c < bytes; c += 4) {
    const deviation = Math.sqrt(<f64>load<f32>(variance + c) + epsilon);
    store<f32>(dbeta + c, <f32>load<f64>(totals + (c << 1)));
    store<f32>(dgamma + c, <f32>(load<f64>(centredTotals + (c << 1)) / deviation));
  }
}

function addRelu(
  dy: usize, x: usize, means: usize, scales: usize, betas: usize, sums: usize, centredSums: usize,
  bytes: usize, period: usize,
): void {
  const end = x + bytes;
  let p: usize = 0;
  for (; x + 16 <= end; x += 16, dy += 16) {
    addReluAt(dy, x, means + p, scales + p, betas + p, sums + p, centredSums + p, true);
    p += 16;
    if (p == period) p = 0;
  }
  for (; x < end; x += 4, dy += 4, p += 4) {
    addReluAt(dy, x, means + p, scales + p, betas + p, sums + p, centredSums + p, false);
  }
}

// @ts-ignore: decorator
@inline
function addReluAt(
  dy: usize, x: usize, mean: usize, scale: usize, beta: usize, sum: usize, centredSum: usize, whole: bool,
): void {
  const centred = f32x4.sub(loadLanes(x, whole), loadLanes(mean, whole));
  const v = affine(centred, loadLanes(scale, whole), loadLanes(beta, whole));
  addTo(sum, centredSum, reluGradient(loadLanes(dy, whole), v), centred, whole);
}

function addSigmoid(
  dy: usize, x: usize, y: usize, means: usize, sums: usize, centredSums: usize, bytes: usize, period: usize,
): void {
  const end = x + bytes;
  let p: usize = 0;
  for (; x + 16 <= end; x += 16, y += 16, dy += 16) {
    addSigmoidAt(dy, x, y, means + p, sums + p, centredSums + p, true);
    p += 16;
    if (p == period) p = 0;
  }
  for (; x < end; x += 4, y += 4, dy += 4, p += 4) {
    addSigmoidAt(dy, x, y, means + p, sums + p, centredSums + p, false);
  }
}

// @ts-ignore: decorator
@inline
function addSigmoidAt(dy: usize, x: usize, y: usize, mean: usize, sum: usize, centredSum: usize, whole: bool): void {
  const centred = f32x4.sub(loadLanes(x, whole), loadLanes(mean, whole));
  addTo(sum, centredSum, sigmoidGradient(loadLanes(dy, whole), loadLanes(y, whole)), centred, whole);
}

/** sum += g and centredSum += g (x − mean). */
// @ts-ignore: decorator
@inline
function addTo(sum: usize, centredSum: usize, g: v128, centred: v128, whole: bool): void {
  storeLanes(sum, f32x4.add(loadLanes(sum, whole), g), whole);
  storeLanes(centredSum, f32x4.add(loadLanes(centredSum, whole), f32x4.mul(g, centred)), whole);
}
