/**
 * 3 × 3 convolution, stride 1, zero padding 1, by Winograd's F(4 × 4, 3 × 3): all three passes of training.
 *
 * Images are [batch, height, width, channels], channels a multiple of 4. Tiles go in blocks small enough that
 * a block's transformed input and output stay in the second-level cache, so an image is read once and a
 * result written once.
 */
import { ConvolutionCall } from './convolution-call';
import { addOuterProducts, multiply, toPanels } from './matrix';
import {
  Tiles, tilesScratchBytes, transformGradientBlock, transformInputBlock, transformOutputBlock,
} from './winograd-blocks';
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

/** Bytes that keep the rows of a point's matrix, a tile apart, from all sharing a few cache sets. */
const SKEW: usize = 64;

/**
 * The point (1, 1), first row and column of ones in Aᵀ: what is added there reaches all outputs.
 */
const ONES: usize = 7;

/** Bytes of a transformed tile. */
function tileBytesOf(pointBytes: usize): usize {
  return <usize>POINTS * pointBytes + SKEW;
}

/** Bytes of a row of `channels` floats, rounded up to whole panels. */
function panelBytes(channels: i32): usize {
  return <usize>toPanels(channels) << 2;
}

/** Scratch bytes that either function below needs. */
export function winogradScratchBytes(inChannels: i32, outChannels: i32): usize {
  const filters = <usize>POINTS * panelBytes(inChannels) * <usize>toPanels(outChannels);
  const tile = tileBytesOf(panelBytes(inChannels)) + tileBytesOf(panelBytes(outChannels));
  return 2 * filters + <usize>BLOCK * tile + headBytes(max(inChannels, outChannels));
}

/** Bytes of two descriptions of tiles and of their common scratch, which the filters' transforms use too. */
function headBytes(channels: i32): usize {
  return 2 * DESCRIPTION + tilesScratchBytes(channels);
}

/** Bytes of one, rounded up to vectors. */
const DESCRIPTION: usize = (offsetof<Tiles>() + 15) & ~15;

/**
 * y = x ∗ filter + bias; or, with `turn`, the input gradient, which is the same convolution with the turned
 * filter. Channels are multiples of 4.
 */
export function winogradConvolution(call: ConvolutionCall): void {
  const inChannels = call.inChannels, outChannels = call.outChannels;
  const inBytes = <usize>inChannels << 2, outBytes = panelBytes(outChannels);
  const inTile = tileBytesOf(inBytes), outTile = tileBytesOf(outBytes);
  const filterBytes = <usize>inChannels * outBytes;
  const x = describe(call, 0, call.x, inChannels), y = describe(call, 1, call.y, outChannels);
  const inputs = call.scratch + headBytes(max(inChannels, outChannels));
  const outputs = inputs + <usize>BLOCK * inTile;
  const filters = outputs + <usize>BLOCK * outTile;
  const turned = filters + <usize>POINTS * filterBytes;
  if (call.turn) turnFilter(call.filter, turned, outChannels, inChannels);
  transformFilter(call.turn ? turned : call.filter, filters, x.work, inChannels, outChannels);

  const tiles = call.batch * x.down * x.across;
  for (let first = 0; first < tiles; first += BLOCK) {
    const count = min(BLOCK, tiles - first);
    transformInputBlock(x, first, count, inputs, inTile);
    for (let point: usize = 0; point < <usize>POINTS; point++) {
      // Rows past `count` multiply what an earlier block left there; nothing reads the result.
      multiply(
        inputs + point * inBytes, inTile, filters + point * filterBytes,
        outputs + point * outBytes, outTile, (count + 3) & -4, inChannels, toPanels(outChannels),
      );
    }
    if (call.bias != 0) addBias(outputs + ONES * outBytes, outTile, call.bias, <usize>outChannels << 2, count);
    transformOutputBlock(y, first, count, outputs, outTile, outBytes);
  }
}

/** Writes the description of x, y or dy at its place in scratch. */
function describe(call: ConvolutionCall, index: usize, images: usize, channels: i32): Tiles {
  const tiles = changetype<Tiles>(call.scratch + index * DESCRIPTION);
  tiles.images = images;
  tiles.height = call.height;
  tiles.width = call.width;
  tiles.pixelBytes = <usize>channels << 2;
  tiles.work = call.scratch + 2 * DESCRIPTION;
  return tiles;
}

/** Adds the bias to the point whose column of Aᵀ is ones, once a tile instead of once a pixel. */
function addBias(outputs: usize, tileBytes: usize, bias: usize, pixelBytes: usize, count: i32): void {
  for (let t = 0; t < count; t++, outputs += tileBytes) {
    for (let c: usize = 0; c < pixelBytes; c += 16) {
      v128.store(outputs + c, f32x4.add(v128.load(outputs + c), v128.load(bias + c)));
    }
  }
}

/**
 * The filter gradient from x and dy: for each point the sum over all tiles of Bᵀ x times A dy, transformed
 * back once at the end. Channels are multiples of 4.
 */
export function winogradFilterGradient(call: ConvolutionCall): void {
  const inChannels = call.inChannels, outChannels = call.outChannels;
  const inBytes = <usize>inChannels << 2, outBytes = panelBytes(outChannels);
  const inTile = tileBytesOf(inBytes), outTile = tileBytesOf(outBytes);
  const sumBytes = <usize>inChannels * outBytes;
  const x = describe(call, 0, call.x, inChannels), dy = describe(call, 1, call.dy, outChannels);
  const inputs = call.scratch + headBytes(max(inChannels, outChannels));
  const outputs = inputs + <usize>BLOCK * inTile;
  const sums = outputs + <usize>BLOCK * outTile;
  const totals = sums + <usize>POINTS * sumBytes;
  memory.fill(sums, 0, 2 * <usize>POINTS * sumBytes);

  const tiles = call.batch * x.down * x.across;
  for (let first = 0; first < tiles; first += BLOCK) {
    const count = min(BLOCK, tiles - first);
    transformInputBlock(x, first, count, inputs, inTile);
    transformGradientBlock(dy, first, count, outputs, outTile, outBytes);
    for (let point: usize = 0; point < <usize>POINTS; point++) {
      addOuterProducts(
        inputs + point * inBytes, inTile, outputs + point * outBytes, outTile,
        sums + point * sumBytes, outBytes, inChannels, toPanels(outChannels), count,
      );
    }
    const next = first + BLOCK;
    if (next % (STAGE * BLOCK) == 0 || next >= tiles) moveSums(sums, totals, <usize>POINTS * sumBytes);
  }
  transformFilterGradient(totals, sumBytes, call.dFilter, x.work, inChannels, outChannels);
}

/** totals += sums, and sums = 0. */
function moveSums(sums: usize, totals: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(totals + at, f32x4.add(v128.load(totals + at), v128.load(sums + at)));
  }
  memory.fill(sums, 0, bytes);
}
