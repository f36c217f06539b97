/**
 * 3 × 3 convolution, stride 1, zero padding 1, as a matrix product over patches, for what Winograd does not pay for:
 * few channels (the stem has 3), channels that are no multiple of 4, images of a few pixels.
 *
 * A patch is the 9 · inChannels inputs of one output pixel, followed by a 1 that the bias multiplies. Patches go in
 * blocks that stay in the first-level cache beside one panel of the filter.
 */
import { addOuterProducts, multiply, PANEL, toPanels } from './matrix';

/** Pixels in a block: a multiple of 4, the rows of a matrix tile. */
const BLOCK: i32 = 32;

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
 * y = x ∗ filter + bias; or, with `turn`, the input gradient, which is the same convolution with the turned filter.
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
 * The filter gradient: the sum over all pixels of the outer product of a patch of x with a pixel of dy.
 *
 * @param x         [batch, height, width, inChannels]
 * @param dy        [batch, height, width, outChannels]
 * @param gradient  [3, 3, inChannels, outChannels]
 */
export function patchFilterGradient(
  x: usize, dy: usize, gradient: usize, scratch: usize,
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
    }
    addOuterProducts(patches, <usize>length << 2, from, rowBytes, sums, rowBytes, length, columns, count);
  }
  for (let row: usize = 0; row < <usize>(9 * inChannels); row++) {
    memory.copy(gradient + row * pixelBytes, sums + row * rowBytes, pixelBytes);
  }
}

/** The filter, turned if asked, and the bias below it, as panels [columns / 8, length, 8] with zeros around. */
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
  for (let p = 0; p < count; p++) {
    const line = (first + p) / width; // Rows of all images, one below the other.
    const column = (first + p) - line * width;
    const row = line % height;
    let to = patches + (<usize>(p * length) << 2);
    for (let tapRow = -1; tapRow <= 1; tapRow++) {
      const inside = <u32>(row + tapRow) < <u32>height;
      const left = inside && column > 0, right = inside && column + 1 < width;
      const from = x + (<usize>(((line + tapRow) * width + column) * channels) << 2);
      const pixelBytes = <usize>channels << 2;
      copyFloats(left ? from - pixelBytes : 0, to, channels);
      copyFloats(inside ? from : 0, to + pixelBytes, channels);
      copyFloats(right ? from + pixelBytes : 0, to + 2 * pixelBytes, channels);
      to += 3 * pixelBytes;
    }
    store<f32>(to, 1);
    for (let pad = 9 * channels + 1; pad < length; pad++) {
      to += 4;
      store<f32>(to, 0);
    }
  }
}

/** Copies a pixel, or writes zeros where `from` is 0. A loop, as `memory.copy` costs a call for three floats. */
// @ts-ignore: decorator
@inline
function copyFloats(from: usize, to: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    store<f32>(to + (i << 2), from == 0 ? 0 : load<f32>(from + (i << 2)));
  }
}
