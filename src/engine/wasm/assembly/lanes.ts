/**
 * Rows of channels as one flat run of vectors, whatever the number of channels.
 *
 * [rows, channels] in memory repeats its channels every `channels` floats; four rows are a whole number of vectors. So a
 * per-channel parameter is laid out four times over, as a table of `channels` vectors, and a pass over the rows walks
 * data and table side by side, back to the table's start after every four rows. Only the last one to three floats of
 * odd sizes need single lanes, the `whole = false` below, a constant wherever these are inlined.
 */

// @ts-ignore: decorator
@inline
export function loadLanes(from: usize, whole: bool): v128 {
  return whole ? v128.load(from) : v128.load32_zero(from);
}

// @ts-ignore: decorator
@inline
export function storeLanes(to: usize, value: v128, whole: bool): void {
  if (whole) v128.store(to, value);
  else v128.store32_lane(to, value, 0);
}

/** Bytes of a table: four copies of [channels]. */
export function tableBytes(channels: i32): usize {
  return <usize>channels << 4;
}

/** Lays [channels] out as a table. */
export function fillTable(from: usize, table: usize, channels: i32): void {
  const bytes = <usize>channels << 2;
  for (let copy = 0; copy < 4; copy++, table += bytes) memory.copy(table, from, bytes);
}

/** The sum over a table's four copies of a channel, `channel` in bytes. */
export function sumOverTable(table: usize, channels: i32, channel: usize): f64 {
  const bytes = <usize>channels << 2;
  const at = table + channel;
  const upper = <f64>load<f32>(at) + <f64>load<f32>(at + bytes);
  return upper + (<f64>load<f32>(at + 2 * bytes) + <f64>load<f32>(at + 3 * bytes));
}
