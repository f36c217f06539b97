/** Mean and biased variance of each channel of [rows, channels], reading memory once. */
import { fillTable, loadLanes, storeLanes, sumOverTable, tableBytes } from './lanes';

/** Bytes of x whose statistics are taken in one go, small enough to read again from cache. */
const BLOCK_BYTES: i32 = 65536;

/** Scratch bytes: two tables, two float64 and a float32 a channel. */
export function statisticsScratchBytes(channels: i32): usize {
  return 2 * tableBytes(channels) + <usize>channels * 20;
}

/**
 * Each block of rows takes its own mean and its squared deviations from that, in float32 sums of a few hundred; blocks
 * are then merged in float64 by Chan's formula, so nothing cancels however far the mean is from 0.
 *
 * @param x         [rows, channels]
 * @param mean      [channels], written
 * @param variance  [channels], written; biased
 * @see Chan, Golub and LeVeque, Updating Formulae and a Pairwise Algorithm for Computing Sample Variances (1979)
 */
export function batchNormStatistics(
  x: usize, mean: usize, variance: usize, scratch: usize, rows: i32, channels: i32,
): void {
  const bytes = <usize>channels << 2, period = tableBytes(channels);
  const sums = scratch, centres = sums + period;
  const means = centres + period, squares = means + (bytes << 1), blockMean = squares + (bytes << 1);
  const blockRows = max(4, (BLOCK_BYTES / <i32>bytes) & -4);
  memory.fill(means, 0, bytes << 2);
  for (let first = 0; first < rows; first += blockRows) {
    const count = min(blockRows, rows - first);
    const blockBytes = <usize>count * bytes;
    memory.fill(sums, 0, period);
    addValues(x, sums, blockBytes, period);
    for (let c: usize = 0; c < bytes; c += 4) {
      store<f32>(blockMean + c, <f32>(sumOverTable(sums, channels, c) / <f64>count));
    }
    fillTable(blockMean, centres, channels);
    memory.fill(sums, 0, period);
    addSquares(x, centres, sums, blockBytes, period);
    const weight = <f64>count / <f64>(first + count);
    for (let c: usize = 0; c < bytes; c += 4) {
      const toMean = means + (c << 1), toSquares = squares + (c << 1);
      const apart = <f64>load<f32>(blockMean + c) - load<f64>(toMean);
      const between = apart * apart * weight * <f64>first;
      store<f64>(toMean, load<f64>(toMean) + apart * weight);
      store<f64>(toSquares, load<f64>(toSquares) + sumOverTable(sums, channels, c) + between);
    }
    x += blockBytes;
  }
  for (let c: usize = 0; c < bytes; c += 4) {
    store<f32>(mean + c, <f32>load<f64>(means + (c << 1)));
    store<f32>(variance + c, <f32>(load<f64>(squares + (c << 1)) / <f64>rows));
  }
}

/** sums += x, row by row of the table. */
function addValues(x: usize, sums: usize, bytes: usize, period: usize): void {
  const end = x + bytes;
  let p: usize = 0;
  for (; x + 16 <= end; x += 16) {
    addValue(x, sums + p, true);
    p += 16;
    if (p == period) p = 0;
  }
  for (; x < end; x += 4, p += 4) addValue(x, sums + p, false);
}

// @ts-ignore: decorator
@inline
function addValue(x: usize, sum: usize, whole: bool): void {
  storeLanes(sum, f32x4.add(loadLanes(sum, whole), loadLanes(x, whole)), whole);
}

/** sums += (x − centre)², row by row of the table. */
function addSquares(x: usize, centres: usize, sums: usize, bytes: usize, period: usize): void {
  const end = x + bytes;
  let p: usize = 0;
  for (; x + 16 <= end; x += 16) {
    addSquare(x, centres + p, sums + p, true);
    p += 16;
    if (p == period) p = 0;
  }
  for (; x < end; x += 4, p += 4) addSquare(x, centres + p, sums + p, false);
}

// @ts-ignore: decorator
@inline
function addSquare(x: usize, centre: usize, sum: usize, whole: bool): void {
  const apart = f32x4.sub(loadLanes(x, whole), loadLanes(centre, whole));
  storeLanes(sum, f32x4.add(loadLanes(sum, whole), f32x4.mul(apart, apart)), whole);
}
