/**
 * 3 × 3 convolution, stride 1, zero padding 1, as a matrix product over patches, for what Winograd does not
 * pay for: few channels (the stem has 3), channels that are no multiple of 4, images of a few pixels.
 *
 * A patch is the 9 · inChannels inputs of one output pixel, followed by a 1 that the bias multiplies. Patches
 * go in blocks that stay in the first-level cache beside one panel of the filter.
 */
import { ConvolutionCall } from './convolution-call';
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
 */
export function patchConvolution(call: ConvolutionCall): void {
  const inChannels = call.inChannels, outChannels = call.outChannels;
  const length = patchLength(inChannels), columns = toPanels(outChannels);
  const packed = call.scratch;
  const patches = packed + (<usize>(length * columns) << 2);
  const rows = patches + (<usize>(BLOCK * length) << 2);
  const rowBytes = <usize>columns << 2, pixelBytes = <usize>outChannels << 2;
  packFilter(call, packed, length);
  const pixels = call.batch * call.height * call.width;
  for (let first = 0; first < pixels; first += BLOCK) {
    const count = min(BLOCK, pixels - first);
    gatherPatches(call, patches, first, count, length);
    const to = call.y + <usize>first * pixelBytes;
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

/** The filter gradient: the sum over all pixels of the outer product of a patch of x with a pixel of dy. */
export function patchFilterGradient(call: ConvolutionCall): void {
  const inChannels = call.inChannels, outChannels = call.outChannels;
  const length = patchLength(inChannels), columns = toPanels(outChannels);
  const sums = call.scratch;
  const patches = sums + (<usize>(length * columns) << 2);
  const rows = patches + (<usize>(BLOCK * length) << 2);
  const rowBytes = <usize>columns << 2, pixelBytes = <usize>outChannels << 2;
  memory.fill(sums, 0, <usize>length * rowBytes);
  const pixels = call.batch * call.height * call.width;
  for (let first = 0; first < pixels; first += BLOCK) {
    const count = min(BLOCK, pixels - first);
    gatherPatches(call, patches, first, count, length);
    let from = call.dy + <usize>first * pixelBytes;
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
    memory.copy(call.dFilter + row * pixelBytes, sums + row * rowBytes, pixelBytes);
  }
}

/**
 * The filter, turned if asked, and the bias below it, as panels [columns / 8, length, 8] with zeros around.
 */
function packFilter(call: ConvolutionCall, packed: usize, length: i32): void {
  const filter = call.filter, bias = call.bias;
  const inChannels = call.inChannels, outChannels = call.outChannels;
  memory.fill(packed, 0, <usize>(length * toPanels(outChannels)) << 2);
  const inputs = 9 * inChannels;
  for (let o = 0; o < outChannels; o++) {
    const lane = o & (PANEL - 1);
    const column = packed + (<usize>((o - lane) * length + lane) << 2);
    for (let k = 0; k < inputs; k++) {
      // Row k is tap · inChannels + i. Turned, tap 8 − tap of [3, 3, out, in] holds its weight.
      const tap = k / inChannels, i = k - tap * inChannels;
      const weight = call.turn ? ((8 - tap) * outChannels + o) * inChannels + i : k * outChannels + o;
      store<f32>(column + <usize>k * PANEL * 4, load<f32>(filter + (<usize>weight << 2)));
    }
    if (bias != 0) store<f32>(column + <usize>inputs * PANEL * 4, load<f32>(bias + (<usize>o << 2)));
  }
}

/** Patches of `count` pixels from pixel `first` of the whole batch on: [count, length]. */
function gatherPatches(call: ConvolutionCall, patches: usize, first: i32, count: i32, length: i32): void {
  const x = call.x, height = call.height, width = call.width, channels = call.inChannels;
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
