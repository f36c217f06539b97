/**
 * Rows of channels as flat runs of vectors, whatever the number of channels.
 *
 * [rows, channels] in memory repeats its channels every `channels` floats, and four rows are a whole number
 * of vectors. So what a pass needs to know of the channels is laid out as `channels` records, one for each
 * vector of four rows; the pass walks data and records side by side, back to the first record after every
 * four rows. A record holds five vectors next to each other, so that one address serves them all.
 *
 * A pass goes through the two halves of its rows at once, for two vectors of data then share the loads of a
 * record, which would otherwise be most of its loads. What does not divide by eight rows goes value by value.
 */

/**
 * Bytes of a record, and where its vectors start. The last two are sums first, then coefficients of the
 * gradient.
 */
export const RECORD: usize = 80;
export const MEAN: usize = 0;
export const SCALE: usize = 16;
export const BETA: usize = 32;
export const SUM: usize = 48;
export const CENTRED_SUM: usize = 64;
export const LEVEL: usize = 48;
export const SLOPE: usize = 64;

/** Rows that fill both halves of a pass without a rest. */
export const WHOLE_ROWS: i32 = 8;

/** Bytes of all records. */
export function recordsBytes(channels: i32): usize {
  return <usize>channels * RECORD;
}

/** Bytes in each half of a run of `bytes`. */
export function halfBytes(bytes: usize, channels: i32): usize {
  const fourRows = <usize>channels << 4;
  return (bytes / (fourRows << 1)) * fourRows;
}

/** The record after `record`. */
// @ts-ignore: decorator
@inline
export function next(record: usize, records: usize, channels: i32): usize {
  record += RECORD;
  return record == records + recordsBytes(channels) ? records : record;
}

/**
 * Address of float `index`, counted through the first vectors of all records; other vectors by their offset.
 */
// @ts-ignore: decorator
@inline
export function lane(records: usize, index: i32): usize {
  return records + <usize>(index >> 2) * RECORD + (<usize>(index & 3) << 2);
}

/** The lane after `index`. */
// @ts-ignore: decorator
@inline
export function nextLane(index: i32, channels: i32): i32 {
  return index + 1 == 4 * channels ? 0 : index + 1;
}

/** Writes a channel's value to its four places. */
export function fill(records: usize, vector: usize, channels: i32, channel: i32, value: f32): void {
  for (let index = channel; index < 4 * channels; index += channels) {
    store<f32>(lane(records, index) + vector, value);
  }
}

/** The sum over a channel's four places. */
export function collect(records: usize, vector: usize, channels: i32, channel: i32): f64 {
  let sum: f64 = 0;
  for (let index = channel; index < 4 * channels; index += channels) {
    sum += <f64>load<f32>(lane(records, index) + vector);
  }
  return sum;
}

/** Sets one of the vectors to zero in all records. */
export function clear(records: usize, vector: usize, channels: i32): void {
  const end = records + recordsBytes(channels);
  for (let record = records; record < end; record += RECORD) v128.store(record + vector, f32x4.splat(0));
}
