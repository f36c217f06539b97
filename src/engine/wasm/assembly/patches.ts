/**
 * 3 × 3 convolution, stride 1, zero padding 1, as a matrix product over patches, for what Winograd does not
 * pay for: few channels (the stem has 3), channels that are no multiple of 4, images of a few pixels.
 *
 * A patch is the 9 · inChannels inputs of one output pixel, followed by a 1 that the bias multiplies. Patches
 * go in blocks that stay in the first-level cache beside one panel of the filter.
 */
import { addOuterProducts, multiply, PANEL, toPanels } from './matrix';

/** Pixels in a block: a multiple of 4, the rows of a matrix tile. */
const BLOCK: i32 = 64;

const CACHE_LINE: usize = 64;

/** Inputs in a patch with its 1, rounded up to the rows of a matrix tile. */
function patchLength(inChannels: i32): i32 {
  return (9 * inChannels + 4) & -4;
}

/** Scratch bytes that either function below needs. */
export function patchScratchBytes(inChannels: i32, outChannels: i32): usize {
  const length = patchLength(inChannels), columns = toPanels(outChannels);
  return <usize>(length * columns + BLOCK * (length + columns)) << 2;
}

/**
 * y = x ∗ filter + bias; or, with `turn`, the input gradient, which is the same convolution with the turned
 * filter.
 *
 * @param x       [batch, height, width, inChannels]; the output gradient if `turn`
 * @param filter  [3, 3, inChannels, outChannels]; [3, 3, outChannels, inChannels] if `turn`
 * @param bias    [outChannels], or 0 for none
 * @param y       [batch, height, width, outChannels]
 */
export function patchConvolution(
  x: usize, filter: usize, bias: usize, y: usize, scratch: usize,
  batch: i32, height: i32, width: i32, inChannels: i32, outChannels: i32, turn: bool,
): void {
  const length = patchLength(inChannels), columns = toPanels(outChannels);
  const packed = scratch;
  const patches = packed + (<usize>(length * columns) << 2);
  const rows = patches + (<usize>(BLOCK * length) << 2);
  const rowBytes = <usize>columns << 2, pixelBytes = <usize>outChannels << 2;
  packFilter(filter, bias, packed, length, inChannels, outChannels, turn);
  const pixels = batch * height * width;
  for (let first = 0; first < pixels; first += BLOCK) {
    const count = min(BLOCK, pixels - first);
    gatherPatches(x, patches, first, count, height, width, inChannels, length);
    const to = y + <usize>first * pixelBytes;
    if (rowBytes == pixelBytes && count == BLOCK) {
      multiply(patches, <usize>length << 2, packed, to, rowBytes, count, length, columns);
    } else {
      multiply(patches, <usize>length << 2, packed, rows, rowBytes, (count + 3) & -4, length, columns);
      for (let p: usize = 0; p < <usize>count; p++) {
        memory.copy(to + p * pixelBytes, rows + p * rowBytes, pixelBytes);
      }
    }
  }
}

/**
 * The filter gradient: the sum over all pixels of the outer product of a patch of x with a pixel of dy. The
 * patch's 1 makes the row below it the sum of dy, which is the bias gradient.
 *
 * @param x             [batch, height, width, inChannels]
 * @param dy            [batch, height, width, outChannels]
 * @param gradient      [3, 3, inChannels, outChannels], written
 * @param biasGradient  [outChannels], written, or 0 for none
 */
export function patchFilterGradient(
  x: usize, dy: usize, gradient: usize, biasGradient: usize, scratch: usize,
  batch: i32, height: i32, width: i32, inChannels: i32, outChannels: i32,
): void {
  const length = patchLength(inChannels), columns = toPanels(outChannels);
  const sums = scratch;
  const patches = sums + (<usize>(length * columns) << 2);
  const rows = patches + (<usize>(BLOCK * length) << 2);
  const rowBytes = <usize>columns << 2, pixelBytes = <usize>outChannels << 2;
  memory.fill(sums, 0, <usize>length * rowBytes);
  const pixels = batch * height * width;
  for (let first = 0; first < pixels; first += BLOCK) {
    const count = min(BLOCK, pixels - first);
    gatherPatches(x, patches, first, count, height, width, inChannels, length);
    let from = dy + <usize>first * pixelBytes;
    if (rowBytes != pixelBytes) {
      for (let p: usize = 0; p < <usize>count; p++) {
        memory.copy(rows + p * rowBytes, from + p * pixelBytes, pixelBytes);
      }
      from = rows;
    } else if (rowBytes > CACHE_LINE) {
      // A panel takes half a line of every row: read in that order, each line would be waited for on its own.
      memory.copy(rows, from, <usize>count * rowBytes);
      from = rows;
    }
    addOuterProducts(patches, <usize>length << 2, from, rowBytes, sums, rowBytes, length, columns, count);
  }
  for (let row: usize = 0; row < <usize>(9 * inChannels); row++) {
    memory.copy(gradient + row * pixelBytes, sums + row * rowBytes, pixelBytes);
  }
  if (biasGradient != 0) memory.copy(biasGradient, sums + <usize>(9 * inChannels) * rowBytes, pixelBytes);
}

/**
 * The filter, turned if asked, and the bias below it, as panels [columns / 8, length, 8] with zeros around.
 */
function packFilter(
  filter: usize, bias: usize, packed: usize, length: i32, inChannels: i32, outChannels: i32, turn: bool,
): void {
  memory.fill(packed, 0, <usize>(length * toPanels(outChannels)) << 2);
  const inputs = 9 * inChannels;
  for (let o = 0; o < outChannels; o++) {
    const lane = o & (PANEL - 1);
    const column = packed + (<usize>((o - lane) * length + lane) << 2);
    for (let k = 0; k < inputs; k++) {
      // Row k is tap · inChannels + i. Turned, tap 8 − tap of [3, 3, out, in] holds its weight.
      const tap = k / inChannels, i = k - tap * inChannels;
      const weight = turn ? ((8 - tap) * outChannels + o) * inChannels + i : k * outChannels + o;
      store<f32>(column + <usize>k * PANEL * 4, load<f32>(filter + (<usize>weight << 2)));
    }
    if (bias != 0) store<f32>(column + <usize>inputs * PANEL * 4, load<f32>(bias + (<usize>o << 2)));
  }
}

/** Patches of `count` pixels from pixel `first` of the whole batch on: [count, length]. */
function gatherPatches(
  x: usize, patches: usize, first: i32, count: i32, height: i32, width: i32, channels: i32, length: i32,
): void {
  const pixelBytes = <usize>channels << 2, rowBytes = pixelBytes * 3;
  let line = first / width; // Rows of all images, one below the other.
  let column = first - line * width;
  let row = line % height;
  for (let p = 0; p < count; p++) {
    let to = patches + (<usize>(p * length) << 2);
    const before: usize = column == 0 ? pixelBytes : 0;
    const after: usize = column == width - 1 ? pixelBytes : 0;
    for (let tapRow = -1; tapRow <= 1; tapRow++, to += rowBytes) {
      if (<u32>(row + tapRow) >= <u32>height) {
        clearFloats(to, rowBytes);
        continue;
      }
      const from = x + <usize>((line + tapRow) * width + column - 1) * pixelBytes;
      clearFloats(to, before);
      copyFloats(from + before, to + before, rowBytes - before - after);
      clearFloats(to + rowBytes - after, after);
    }
    store<f32>(to, 1);
    clearFloats(to + 4, <usize>(length - 9 * channels - 1) << 2);
    if (++column < width) continue;
    column = 0;
    line++;
    if (++row == height) row = 0;
  }
}

/** Copies in line, as a call of `memory.copy` costs more than the nine floats of a stem's row. */
// @ts-ignore: decorator
@inline
function copyFloats(from: usize, to: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(to + at, v128.load(from + at));
  for (; at < bytes; at += 4) store<f32>(to + at, load<f32>(from + at));
}

// @ts-ignore: decorator
@inline
function clearFloats(to: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 4) store<f32>(to + at, 0);
}
