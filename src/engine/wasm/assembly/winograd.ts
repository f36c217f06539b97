/**
 * 3 × 3 convolution, stride 1, zero padding 1, by Winograd's F(4 × 4, 3 × 3): all three passes of training.
 *
 * Images are [batch, height, width, channels], channels a multiple of 4. Tiles go in blocks small enough that a block's
 * transformed input and output stay in the second-level cache, so an image is read once and a result written once.
 */
import { addOuterProducts, multiply, toPanels } from './matrix';
import { transformFilter, transformFilterGradient, turnFilter } from './winograd-filters';
import { POINTS, transformGradientTile, transformInputTile, transformOutputTile } from './winograd-tiles';

/** Tiles in a block: a multiple of 4, the rows of a matrix tile. */
const BLOCK: i32 = 32;

/** Bytes that keep the 36 matrices of a block, whose size is a power of two, from all sharing one cache set. */
const SKEW: usize = 64;

function pointBytes(channels: i32): usize {
  return (<usize>(BLOCK * channels) << 2) + SKEW;
}

/** Scratch bytes that either function below needs. */
export function winogradScratchBytes(inChannels: i32, outChannels: i32): usize {
  const most = <usize>toPanels(max(inChannels, outChannels)) << 2;
  const filters = (<usize>toPanels(inChannels) * <usize>toPanels(outChannels)) << 2;
  const block = <usize>POINTS * (pointBytes(toPanels(inChannels)) + pointBytes(toPanels(outChannels)));
  return (<usize>POINTS + 9) * filters + block + <usize>(POINTS + 2) * most;
}

/**
 * y = x ∗ filter + bias; or, with `turn`, the input gradient, which is the same convolution with the turned filter.
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

  memory.fill(zeros, 0, max(inPixel, outPixel));
  if (bias == 0) bias = zeros;
  if (turn) {
    const turned = work + <usize>POINTS * max(inPixel, outPixel);
    turnFilter(filter, turned, outChannels, inChannels);
    filter = turned;
  }
  transformFilter(filter, filters, work, inChannels, outChannels);

  const across = (width + 3) >> 2;
  const tilesPerImage = across * ((height + 3) >> 2);
  const tiles = batch * tilesPerImage;
  for (let first = 0; first < tiles; first += BLOCK) {
    const count = min(BLOCK, tiles - first);
    for (let t = 0; t < count; t++) {
      const image = (first + t) / tilesPerImage;
      const tile = (first + t) - image * tilesPerImage;
      const row = tile / across;
      transformInputTile(
        x + <usize>(image * height * width) * inPixel, height, width, inPixel,
        4 * row - 1, 4 * (tile - row * across) - 1, zeros, work, inputs + <usize>t * inPixel, inStride,
      );
    }
    for (let point: usize = 0; point < <usize>POINTS; point++) {
      // Rows past `count` multiply what an earlier block left there; nothing reads the result.
      multiply(
        inputs + point * inStride, inPixel, filters + point * filterStride, outputs + point * outStride, rowBytes,
        (count + 3) & -4, inChannels, toPanels(outChannels),
      );
    }
    for (let t = 0; t < count; t++) {
      const image = (first + t) / tilesPerImage;
      const tile = (first + t) - image * tilesPerImage;
      const row = tile / across;
      transformOutputTile(
        outputs + <usize>t * rowBytes, outStride, bias, work, sink,
        y + <usize>(image * height * width) * outPixel, height, width, outPixel, 4 * row, 4 * (tile - row * across),
      );
    }
  }
}

/**
 * The filter gradient: for each point the sum over all tiles of Bᵀ x times A dy, transformed back once at the end.
 *
 * @param x         [batch, height, width, inChannels]
 * @param dy        [batch, height, width, outChannels]
 * @param gradient  [3, 3, inChannels, outChannels]
 */
export function winogradFilterGradient(
  x: usize, dy: usize, gradient: usize, scratch: usize,
  batch: i32, height: i32, width: i32, inChannels: i32, outChannels: i32,
): void {
  const inPixel = <usize>inChannels << 2, outPixel = <usize>outChannels << 2;
  const rowBytes = <usize>toPanels(outChannels) << 2;
  const sumStride = <usize>inChannels * rowBytes;
  const inStride = pointBytes(inChannels), outStride = pointBytes(toPanels(outChannels));
  const sums = scratch;
  const inputs = sums + <usize>POINTS * sumStride;
  const outputs = inputs + <usize>POINTS * inStride;
  const zeros = outputs + <usize>POINTS * outStride;
  const work = zeros + max(inPixel, outPixel);

  memory.fill(zeros, 0, max(inPixel, outPixel));
  memory.fill(sums, 0, <usize>POINTS * sumStride);
  const across = (width + 3) >> 2;
  const tilesPerImage = across * ((height + 3) >> 2);
  const tiles = batch * tilesPerImage;
  for (let first = 0; first < tiles; first += BLOCK) {
    const count = min(BLOCK, tiles - first);
    for (let t = 0; t < count; t++) {
      const image = (first + t) / tilesPerImage;
      const tile = (first + t) - image * tilesPerImage;
      const row = tile / across, column = tile - row * across;
      const pixels = <usize>(image * height * width);
      transformInputTile(
        x + pixels * inPixel, height, width, inPixel, 4 * row - 1, 4 * column - 1,
        zeros, work, inputs + <usize>t * inPixel, inStride,
      );
      transformGradientTile(
        dy + pixels * outPixel, height, width, outPixel, 4 * row, 4 * column,
        zeros, work, outputs + <usize>t * rowBytes, outStride,
      );
    }
    for (let point: usize = 0; point < <usize>POINTS; point++) {
      addOuterProducts(
        inputs + point * inStride, inPixel, outputs + point * outStride, rowBytes, sums + point * sumStride, rowBytes,
        inChannels, toPanels(outChannels), count,
      );
    }
  }
  transformFilterGradient(sums, sumStride, gradient, work, inChannels, outChannels);
}
