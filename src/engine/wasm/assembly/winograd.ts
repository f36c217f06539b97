/**
 * 3 × 3 convolution, stride 1, zero padding 1, by Winograd's F(4 × 4, 3 × 3): all three passes of training.
 *
 * Images are [batch, height, width, channels], channels a multiple of 4. Tiles go in blocks small enough that
 * a block's transformed input and output stay in the second-level cache, so an image is read once and a
 * result written once.
 */
import { addOuterProducts, multiply, toPanels } from './matrix';
import { transformGradientBlock, transformInputBlock, transformOutputBlock } from './winograd-blocks';
import { transformFilter, transformFilterGradient, turnFilter } from './winograd-filters';
import { POINTS } from './winograd-tiles';

/** Tiles in a block: a multiple of 4, the rows of a matrix tile. */
const BLOCK: i32 = 32;

/**
 * Blocks whose filter gradients are summed before they join the total. Transforming back cancels about a
 * digit, so the rounding of long sums shows: in two stages a batch of 128 images is 2.5 times more accurate
 * for 1 % of the time.
 */
const STAGE: i32 = 32;

/**
 * Bytes that keep the 36 matrices of a block, whose size is often a power of two, from all sharing one cache
 * set.
 */
const SKEW: usize = 64;

/**
 * The point (1, 1), first row and column of ones in Aᵀ: what is added there reaches all outputs, and the
 * reverse.
 */
const ONES: usize = 7;

function pointBytes(channels: i32): usize {
  return (<usize>(BLOCK * channels) << 2) + SKEW;
}

/** Scratch bytes that either function below needs. */
export function winogradScratchBytes(inChannels: i32, outChannels: i32): usize {
  const most = <usize>toPanels(max(inChannels, outChannels)) << 2;
  const filters = (<usize>toPanels(inChannels) * <usize>toPanels(outChannels)) << 2;
  const block = <usize>POINTS * (pointBytes(toPanels(inChannels)) + pointBytes(toPanels(outChannels)));
  return 2 * <usize>POINTS * filters + block + <usize>(POINTS + 2) * most;
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
export function winogradConvolution(
  x: usize, filter: usize, bias: usize, y: usize, scratch: usize,
  batch: i32, height: i32, width: i32, inChannels: i32, outChannels: i32, turn: bool,
): void {
  const inPixel = <usize>inChannels << 2, outPixel = <usize>outChannels << 2;
  const rowBytes = <usize>toPanels(outChannels) << 2;
  const filterStride = <usize>inChannels * rowBytes;
  const inStride = pointBytes(inChannels), outStride = pointBytes(toPanels(outChannels));
  const filters = scratch;
  const inputs = filters + <usize>POINTS * filterStride;
  const outputs = inputs + <usize>POINTS * inStride;
  const zeros = outputs + <usize>POINTS * outStride;
  const sink = zeros + max(inPixel, outPixel);
  const work = sink + outPixel;
  const turned = work + <usize>POINTS * max(inPixel, outPixel);

  memory.fill(zeros, 0, max(inPixel, outPixel));
  if (bias == 0) bias = zeros;
  if (turn) turnFilter(filter, turned, outChannels, inChannels);
  transformFilter(turn ? turned : filter, filters, work, inChannels, outChannels);

  const tiles = batch * ((height + 3) >> 2) * ((width + 3) >> 2);
  for (let first = 0; first < tiles; first += BLOCK) {
    const count = min(BLOCK, tiles - first);
    transformInputBlock(x, height, width, inPixel, first, count, zeros, work, inputs, inStride);
    for (let point: usize = 0; point < <usize>POINTS; point++) {
      // Rows past `count` multiply what an earlier block left there; nothing reads the result.
      multiply(
        inputs + point * inStride, inPixel, filters + point * filterStride,
        outputs + point * outStride, rowBytes, (count + 3) & -4, inChannels, toPanels(outChannels),
      );
    }
    addBias(outputs + ONES * outStride, rowBytes, bias, outPixel, count);
    transformOutputBlock(y, height, width, outPixel, first, count, sink, work, outputs, rowBytes, outStride);
  }
}

/** Adds the bias to the point whose column of Aᵀ is ones, once a tile instead of once a pixel. */
function addBias(outputs: usize, rowBytes: usize, bias: usize, pixelBytes: usize, count: i32): void {
  for (let t = 0; t < count; t++, outputs += rowBytes) {
    for (let c: usize = 0; c < pixelBytes; c += 16) {
      v128.store(outputs + c, f32x4.add(v128.load(outputs + c), v128.load(bias + c)));
    }
  }
}

/**
 * The filter gradient: for each point the sum over all tiles of Bᵀ x times A dy, transformed back once at the
 * end; and the bias gradient, the sum of dy, which A dy has tile by tile at one of its points.
 *
 * @param x             [batch, height, width, inChannels]
 * @param dy            [batch, height, width, outChannels]
 * @param gradient      [3, 3, inChannels, outChannels], written
 * @param biasGradient  [outChannels], written, or 0 for none
 */
export function winogradFilterGradient(
  x: usize, dy: usize, gradient: usize, biasGradient: usize, scratch: usize,
  batch: i32, height: i32, width: i32, inChannels: i32, outChannels: i32,
): void {
  const inPixel = <usize>inChannels << 2, outPixel = <usize>outChannels << 2;
  const rowBytes = <usize>toPanels(outChannels) << 2;
  const sumStride = <usize>inChannels * rowBytes;
  const inStride = pointBytes(inChannels), outStride = pointBytes(toPanels(outChannels));
  const sumBytes = <usize>POINTS * sumStride;
  const totals = scratch, sums = totals + sumBytes;
  const inputs = sums + sumBytes;
  const outputs = inputs + <usize>POINTS * inStride;
  const zeros = outputs + <usize>POINTS * outStride;
  const work = zeros + max(inPixel, outPixel);

  memory.fill(zeros, 0, max(inPixel, outPixel));
  memory.fill(totals, 0, 2 * sumBytes);
  if (biasGradient != 0) memory.fill(biasGradient, 0, outPixel);
  const tiles = batch * ((height + 3) >> 2) * ((width + 3) >> 2);
  for (let first = 0; first < tiles; first += BLOCK) {
    const count = min(BLOCK, tiles - first);
    transformInputBlock(x, height, width, inPixel, first, count, zeros, work, inputs, inStride);
    transformGradientBlock(
      dy, height, width, outPixel, first, count, zeros, work, outputs, rowBytes, outStride,
    );
    for (let point: usize = 0; point < <usize>POINTS; point++) {
      addOuterProducts(
        inputs + point * inStride, inPixel, outputs + point * outStride, rowBytes,
        sums + point * sumStride, rowBytes, inChannels, toPanels(outChannels), count,
      );
    }
    if (biasGradient != 0) addColumns(outputs + ONES * outStride, rowBytes, biasGradient, outPixel, count);
    const next = first + BLOCK;
    if (next % (STAGE * BLOCK) == 0 || next >= tiles) moveSums(sums, totals, sumBytes);
  }
  transformFilterGradient(totals, sumStride, gradient, work, inChannels, outChannels);
}

/** totals += sums, and sums = 0. */
function moveSums(sums: usize, totals: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(totals + at, f32x4.add(v128.load(totals + at), v128.load(sums + at)));
  }
  memory.fill(sums, 0, bytes);
}

/** totals += the sum of `count` rows, summed among themselves first. */
function addColumns(rows: usize, rowBytes: usize, totals: usize, pixelBytes: usize, count: i32): void {
  for (let c: usize = 0; c < pixelBytes; c += 16) {
    let sum = f32x4.splat(0);
    for (let t = 0; t < count; t++) sum = f32x4.add(sum, v128.load(rows + c + <usize>t * rowBytes));
    v128.store(totals + c, f32x4.add(v128.load(totals + c), sum));
  }
}
