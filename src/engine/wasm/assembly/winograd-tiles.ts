/**
 * Two-dimensional Winograd transforms of one tile, all channels: columns first, into `work`, then rows.
 *
 * A transformed tile is [6, 6, channels] in one piece, so tile t of a block is row t of each point's matrix.
 * `work` holds one half-transformed tile, laid out alike, and stays in the first-level cache. The columns and
 * rows stand in line, because of few channels a loop over them, with its bounds and addresses, costs half as
 * much as they do; and each goes over all its channels before the next, because pixels read from end to end
 * are fetched ahead.
 */
import { storeGradientTransform, storeInputTransform, storeOutputTransform } from './winograd-transforms';

/** Points in a transformed tile: 6 × 6. */
export const POINTS: i32 = 36;

/** Bits of `open`. */
export const LEFT: i32 = 1;
export const RIGHT: i32 = 2;

/**
 * Bᵀ d B.
 *
 * @param d0 - the second of six pixels of the first of six rows, as is `d5` of the last: these two rows may
 *   be elsewhere, as zeros are
 * @param d1 - the second pixel of the second row; the next three rows are `rowBytes` apart
 * @param open - which of the first and the last pixel of each row there is: LEFT, RIGHT or both; others are 0
 * @param to - [6, 6, channels], written
 */
export function transformInput(
  d0: usize, d1: usize, d5: usize, open: i32, rowBytes: usize, pixelBytes: usize, work: usize, to: usize,
): void {
  const d2 = d1 + rowBytes, d3 = d2 + rowBytes, d4 = d3 + rowBytes;
  if (open & LEFT) inputColumn(d0, d1, d2, d3, d4, d5, -pixelBytes, pixelBytes, work);
  else clearColumn(work, pixelBytes);
  inputColumn(d0, d1, d2, d3, d4, d5, 0, pixelBytes, work + pixelBytes);
  inputColumn(d0, d1, d2, d3, d4, d5, pixelBytes, pixelBytes, work + 2 * pixelBytes);
  inputColumn(d0, d1, d2, d3, d4, d5, 2 * pixelBytes, pixelBytes, work + 3 * pixelBytes);
  inputColumn(d0, d1, d2, d3, d4, d5, 3 * pixelBytes, pixelBytes, work + 4 * pixelBytes);
  if (open & RIGHT) inputColumn(d0, d1, d2, d3, d4, d5, 4 * pixelBytes, pixelBytes, work + 5 * pixelBytes);
  else clearColumn(work + 5 * pixelBytes, pixelBytes);
  inputRow(work, pixelBytes, to);
  inputRow(work + 6 * pixelBytes, pixelBytes, to + 6 * pixelBytes);
  inputRow(work + 12 * pixelBytes, pixelBytes, to + 12 * pixelBytes);
  inputRow(work + 18 * pixelBytes, pixelBytes, to + 18 * pixelBytes);
  inputRow(work + 24 * pixelBytes, pixelBytes, to + 24 * pixelBytes);
  inputRow(work + 30 * pixelBytes, pixelBytes, to + 30 * pixelBytes);
}

// @ts-ignore: decorator
@inline
function inputColumn(
  d0: usize, d1: usize, d2: usize, d3: usize, d4: usize, d5: usize,
  column: usize, pixelBytes: usize, to: usize,
): void {
  for (let c: usize = 0; c < pixelBytes; c += 16) {
    const at = column + c;
    storeInputTransform(
      v128.load(d0 + at), v128.load(d1 + at), v128.load(d2 + at),
      v128.load(d3 + at), v128.load(d4 + at), v128.load(d5 + at), to + c, 6 * pixelBytes,
    );
  }
}

/** The transform of a column of zeros. */
// @ts-ignore: decorator
@inline
function clearColumn(to: usize, pixelBytes: usize): void {
  for (let row = 0; row < 6; row++, to += 6 * pixelBytes) {
    for (let c: usize = 0; c < pixelBytes; c += 16) v128.store(to + c, f32x4.splat(0));
  }
}

// @ts-ignore: decorator
@inline
function inputRow(from: usize, pixelBytes: usize, to: usize): void {
  for (let c: usize = 0; c < pixelBytes; c += 16) {
    const d = from + c;
    storeInputTransform(
      v128.load(d), v128.load(d + pixelBytes), v128.load(d + 2 * pixelBytes), v128.load(d + 3 * pixelBytes),
      v128.load(d + 4 * pixelBytes), v128.load(d + 5 * pixelBytes), to + c, pixelBytes,
    );
  }
}

/**
 * A dy Aᵀ.
 *
 * @param dy - [4, 4, channels], `rowBytes` from row to row
 * @param to - [6, 6, channels], written, `pointBytes` from point to point
 */
export function transformGradient(
  dy: usize, rowBytes: usize, pixelBytes: usize, work: usize, to: usize, pointBytes: usize,
): void {
  const workRow: usize = 4 * pixelBytes;
  gradients(dy, rowBytes, pixelBytes, work, workRow);
  gradients(dy + pixelBytes, rowBytes, pixelBytes, work + pixelBytes, workRow);
  gradients(dy + 2 * pixelBytes, rowBytes, pixelBytes, work + 2 * pixelBytes, workRow);
  gradients(dy + 3 * pixelBytes, rowBytes, pixelBytes, work + 3 * pixelBytes, workRow);
  gradients(work, pixelBytes, pixelBytes, to, pointBytes);
  gradients(work + workRow, pixelBytes, pixelBytes, to + 6 * pointBytes, pointBytes);
  gradients(work + 2 * workRow, pixelBytes, pixelBytes, to + 12 * pointBytes, pointBytes);
  gradients(work + 3 * workRow, pixelBytes, pixelBytes, to + 18 * pointBytes, pointBytes);
  gradients(work + 4 * workRow, pixelBytes, pixelBytes, to + 24 * pointBytes, pointBytes);
  gradients(work + 5 * workRow, pixelBytes, pixelBytes, to + 30 * pointBytes, pointBytes);
}

/** The transform of a column or a row, all channels. */
// @ts-ignore: decorator
@inline
function gradients(from: usize, fromStride: usize, pixelBytes: usize, to: usize, stride: usize): void {
  for (let c: usize = 0; c < pixelBytes; c += 16) {
    const y = from + c;
    storeGradientTransform(
      v128.load(y), v128.load(y + fromStride), v128.load(y + 2 * fromStride), v128.load(y + 3 * fromStride),
      to + c, stride,
    );
  }
}

/**
 * Aᵀ m A.
 *
 * @param m - [6, 6, channels], `pointBytes` from point to point
 * @param y - [4, 4, channels], written, `rowBytes` from row to row
 */
export function transformOutput(
  m: usize, pointBytes: usize, work: usize, y: usize, rowBytes: usize, pixelBytes: usize,
): void {
  const pointRow: usize = 6 * pointBytes, workRow: usize = 6 * pixelBytes;
  outputs(m, pointRow, pixelBytes, work, workRow);
  outputs(m + pointBytes, pointRow, pixelBytes, work + pixelBytes, workRow);
  outputs(m + 2 * pointBytes, pointRow, pixelBytes, work + 2 * pixelBytes, workRow);
  outputs(m + 3 * pointBytes, pointRow, pixelBytes, work + 3 * pixelBytes, workRow);
  outputs(m + 4 * pointBytes, pointRow, pixelBytes, work + 4 * pixelBytes, workRow);
  outputs(m + 5 * pointBytes, pointRow, pixelBytes, work + 5 * pixelBytes, workRow);
  outputs(work, pixelBytes, pixelBytes, y, pixelBytes);
  outputs(work + workRow, pixelBytes, pixelBytes, y + rowBytes, pixelBytes);
  outputs(work + 2 * workRow, pixelBytes, pixelBytes, y + 2 * rowBytes, pixelBytes);
  outputs(work + 3 * workRow, pixelBytes, pixelBytes, y + 3 * rowBytes, pixelBytes);
}

/** The transform of a column or a row, all channels. */
// @ts-ignore: decorator
@inline
function outputs(from: usize, fromStride: usize, pixelBytes: usize, to: usize, stride: usize): void {
  for (let c: usize = 0; c < pixelBytes; c += 16) {
    const m = from + c;
    storeOutputTransform(
      v128.load(m), v128.load(m + fromStride), v128.load(m + 2 * fromStride),
      v128.load(m + 3 * fromStride), v128.load(m + 4 * fromStride), v128.load(m + 5 * fromStride),
      to + c, stride,
    );
  }
}
