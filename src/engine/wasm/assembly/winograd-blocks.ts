/**
 * Winograd transforms of a block: `count` tiles from tile `first` of the whole batch on, in rows of tiles,
 * image by image. Of the pixels that a tile reads around its own 4 × 4, rows outside the image are read from
 * zeros and columns left out. A tile whose own pixels the image's edge cuts goes by way of a patch, a copy with
 * zeros around.
 */
import { LEFT, POINTS, RIGHT, transformGradient, transformInput, transformOutput } from './winograd-tiles';

/** Images, channels last, and scratch memory for their tiles. */
@unmanaged
export class Tiles {
  images: usize;
  height: i32;
  width: i32;
  /** Bytes of a pixel: all its channels, a multiple of 4 of them */
  pixelBytes: usize;
  /** `tilesScratchBytes` of scratch: what the transforms work with, a patch, and six pixels of 0 */
  work: usize;

  /** Tiles in a row of them; the last may hang over the edge. */
  @inline
  get across(): i32 {
    return (this.width + 3) >> 2;
  }

  @inline
  get down(): i32 {
    return (this.height + 3) >> 2;
  }

  @inline
  get rowBytes(): usize {
    return <usize>this.width * this.pixelBytes;
  }

  @inline
  get patch(): usize {
    return this.work + <usize>POINTS * this.pixelBytes;
  }

  @inline
  get zeros(): usize {
    return this.work + 2 * <usize>POINTS * this.pixelBytes;
  }

  /** Whether the 4 × 4 pixels from (top, left) are all within an image. */
  @inline
  holds(top: i32, left: i32): bool {
    return top + 4 <= this.height && left + 4 <= this.width;
  }

  /** Address of pixel (top, left) of image `index`, if there is one. */
  @inline
  pixel(index: i32, top: i32, left: i32): usize {
    return this.images + <usize>((index * this.height + top) * this.width + left) * this.pixelBytes;
  }
}

/** Bytes that `work` needs. */
export function tilesScratchBytes(channels: i32): usize {
  return (<usize>(2 * POINTS + 6) * <usize>channels) << 2;
}

/** Bᵀ d B of every tile, tile t to `to` + t · tileBytes. */
export function transformInputBlock(tiles: Tiles, first: i32, count: i32, to: usize, tileBytes: usize): void {
  const across = tiles.across, down = tiles.down, work = tiles.work, pixelBytes = tiles.pixelBytes;
  const zeros = tiles.zeros + pixelBytes;
  clear(tiles.zeros, 6 * pixelBytes);
  for (let t = 0; t < count; t++, to += tileBytes) {
    const line = (first + t) / across, index = line / down;
    const top = 4 * (line - index * down) - 1, left = 4 * (first + t - line * across) - 1;
    let rowBytes = tiles.rowBytes, d1 = tiles.pixel(index, top + 1, left + 1);
    let d0 = top >= 0 ? d1 - rowBytes : zeros;
    let d5 = top + 5 < tiles.height ? d1 + 4 * rowBytes : zeros;
    let open = (left >= 0 ? LEFT : 0) | (left + 5 < tiles.width ? RIGHT : 0);
    if (!tiles.holds(top + 1, left + 1)) {
      gather(tiles, index, top, left, 6);
      rowBytes = 6 * pixelBytes;
      d0 = tiles.patch + pixelBytes;
      d1 = d0 + rowBytes;
      d5 = d0 + 5 * rowBytes;
      open = LEFT | RIGHT;
    }
    transformInput(d0, d1, d5, open, rowBytes, pixelBytes, work, to);
  }
}

/** A dy Aᵀ of every tile, tile t to `to` + t · tileBytes, its points `pointBytes` apart. */
export function transformGradientBlock(
  tiles: Tiles, first: i32, count: i32, to: usize, tileBytes: usize, pointBytes: usize,
): void {
  const across = tiles.across, down = tiles.down, work = tiles.work, pixelBytes = tiles.pixelBytes;
  for (let t = 0; t < count; t++, to += tileBytes) {
    const line = (first + t) / across, index = line / down;
    const top = 4 * (line - index * down), left = 4 * (first + t - line * across);
    let dy = tiles.pixel(index, top, left), rowBytes = tiles.rowBytes;
    if (!tiles.holds(top, left)) {
      gather(tiles, index, top, left, 4);
      dy = tiles.patch;
      rowBytes = 4 * pixelBytes;
    }
    transformGradient(dy, rowBytes, pixelBytes, work, to, pointBytes);
  }
}

/** Aᵀ m A of every tile, from `from` + t · tileBytes, its points `pointBytes` apart. */
export function transformOutputBlock(
  tiles: Tiles, first: i32, count: i32, from: usize, tileBytes: usize, pointBytes: usize,
): void {
  const across = tiles.across, down = tiles.down, work = tiles.work, pixelBytes = tiles.pixelBytes;
  for (let t = 0; t < count; t++, from += tileBytes) {
    const line = (first + t) / across, index = line / down;
    const top = 4 * (line - index * down), left = 4 * (first + t - line * across);
    const whole = tiles.holds(top, left);
    const y = whole ? tiles.pixel(index, top, left) : tiles.patch;
    const rowBytes = whole ? tiles.rowBytes : 4 * pixelBytes;
    transformOutput(from, pointBytes, work, y, rowBytes, pixelBytes);
    if (!whole) scatter(tiles, index, top, left);
  }
}

/** Copies a square of pixels to the patch, with zeros for those outside. */
function gather(tiles: Tiles, index: i32, top: i32, left: i32, size: i32): void {
  const squareRow = <usize>size * tiles.pixelBytes;
  const before = <usize>max(0, -left) * tiles.pixelBytes;
  const inside = <usize>(min(tiles.width, left + size) - max(0, left)) * tiles.pixelBytes;
  let to = tiles.patch;
  for (let row = top; row < top + size; row++, to += squareRow) {
    clear(to, squareRow);
    if (row >= 0 && row < tiles.height) copy(tiles.pixel(index, row, max(0, left)), to + before, inside);
  }
}

/** Copies what of the 4 × 4 pixels of the patch is inside to the image. */
function scatter(tiles: Tiles, index: i32, top: i32, left: i32): void {
  const bytes = <usize>min(4, tiles.width - left) * tiles.pixelBytes;
  let from = tiles.patch;
  for (let row = top; row < min(top + 4, tiles.height); row++, from += 4 * tiles.pixelBytes) {
    copy(from, tiles.pixel(index, row, left), bytes);
  }
}

// In line and by vectors, because a call of `memory.copy` costs more than a few pixels.
// @ts-ignore: decorator
@inline
function copy(from: usize, to: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, v128.load(from + at));
}

// @ts-ignore: decorator
@inline
function clear(to: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, f32x4.splat(0));
}
