/** Mean and biased variance of each channel of [rows, channels], reading memory once. */
import {
  CENTRED_SUM, clear, collect, fill, halfBytes, lane, MEAN, next, nextLane, SUM, WHOLE_ROWS,
} from './channel-records';
import { NormalisationCall } from './normalisation-call';

/** Bytes of x whose statistics are taken in one go, small enough to read again from cache. */
const BLOCK_BYTES: i32 = 65536;

/**
 * Each block of rows takes its own mean and its squared deviations from that, in float32 sums of a few
 * hundred; blocks are then merged in float64 by Chan's formula, so nothing cancels however far the mean is
 * from 0.
 * Writes mean and variance from x.
 *
 * @see Chan, Golub and LeVeque, Updating Formulae and a Pairwise Algorithm for Computing Sample Variances
 *   (1979)
 */
export function batchNormStatistics(call: NormalisationCall): void {
  const records = call.records, rows = call.rows, channels = call.channels;
  const rowBytes = <usize>channels << 2;
  const blockRows = max(WHOLE_ROWS, (BLOCK_BYTES / <i32>rowBytes) & -WHOLE_ROWS);
  let x = call.x, totals = call.totals, mean = call.mean, variance = call.variance;
  memory.fill(totals, 0, rowBytes << 2);
  for (let first = 0; first < rows; first += blockRows) {
    const count = min(blockRows, rows - first);
    const blockBytes = <usize>count * rowBytes;
    clear(records, SUM, channels);
    addValues(x, blockBytes, records, channels);
    for (let c = 0; c < channels; c++) {
      fill(records, MEAN, channels, c, <f32>(collect(records, SUM, channels, c) / <f64>count));
    }
    clear(records, CENTRED_SUM, channels);
    addSquares(x, blockBytes, records, channels);
    merge(records, totals, first, count, channels);
    x += blockBytes;
  }
  for (let c = 0; c < channels; c++, totals += 16, mean += 4, variance += 4) {
    store<f32>(mean, <f32>load<f64>(totals));
    store<f32>(variance, <f32>(load<f64>(totals, 8) / <f64>rows));
  }
}

/**
 * Chan's formula: a block of `count` rows joins the mean and the squared deviations of the `first` rows
 * before it.
 */
function merge(records: usize, totals: usize, first: i32, count: i32, channels: i32): void {
  const weight = <f64>count / <f64>(first + count);
  for (let c = 0; c < channels; c++, totals += 16) {
    const apart = <f64>load<f32>(lane(records, c), MEAN) - load<f64>(totals);
    const between = apart * apart * weight * <f64>first;
    store<f64>(totals, load<f64>(totals) + apart * weight);
    store<f64>(totals, load<f64>(totals, 8) + collect(records, CENTRED_SUM, channels, c) + between, 8);
  }
}

/** SUM += x. */
function addValues(x: usize, bytes: usize, records: usize, channels: i32): void {
  const half = halfBytes(bytes, channels);
  let record = records, index = 0;
  for (let at = x; at < x + half; at += 16) {
    const sum = f32x4.add(v128.load(at), v128.load(at + half));
    v128.store(record, f32x4.add(v128.load(record, SUM), sum), SUM);
    record = next(record, records, channels);
  }
  for (let at = x + (half << 1); at < x + bytes; at += 4) {
    const sum = lane(records, index);
    store<f32>(sum, load<f32>(sum, SUM) + load<f32>(at), SUM);
    index = nextLane(index, channels);
  }
}

/** CENTRED_SUM += (x − MEAN)². */
function addSquares(x: usize, bytes: usize, records: usize, channels: i32): void {
  const half = halfBytes(bytes, channels);
  let record = records, index = 0;
  for (let at = x; at < x + half; at += 16) {
    const mean = v128.load(record, MEAN);
    const upper = f32x4.sub(v128.load(at), mean), lower = f32x4.sub(v128.load(at + half), mean);
    const sum = f32x4.add(f32x4.mul(upper, upper), f32x4.mul(lower, lower));
    v128.store(record, f32x4.add(v128.load(record, CENTRED_SUM), sum), CENTRED_SUM);
    record = next(record, records, channels);
  }
  for (let at = x + (half << 1); at < x + bytes; at += 4) {
    const sum = lane(records, index);
    const centred = load<f32>(at) - load<f32>(sum, MEAN);
    store<f32>(sum, load<f32>(sum, CENTRED_SUM) + centred * centred, CENTRED_SUM);
    index = nextLane(index, channels);
  }
}
