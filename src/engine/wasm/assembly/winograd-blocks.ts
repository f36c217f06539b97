/**
 * Winograd transforms of a block: `count` tiles from tile `first` of the whole batch on, in rows of tiles,
 * image by image.
 */
import { transformGradientTile, transformInputTile, transformOutputTile } from './winograd-tiles';

/** Bᵀ d B of every tile, tile t to row t of each point's matrix. */
export function transformInputBlock(
  images: usize, height: i32, width: i32, pixelBytes: usize, first: i32, count: i32,
  zeros: usize, work: usize, inputs: usize, pointStride: usize,
): void {
  const across = (width + 3) >> 2, down = (height + 3) >> 2;
  for (let t = 0; t < count; t++) {
    const line = (first + t) / across, index = line / down;
    const image = images + <usize>(index * height * width) * pixelBytes;
    const top = 4 * (line - index * down) - 1, left = 4 * (first + t - line * across) - 1;
    transformInputTile(
      image, height, width, pixelBytes, top, left, zeros, work, inputs + <usize>t * pixelBytes, pointStride,
    );
  }
}

/** A dy Aᵀ of every tile, tile t to row t of each point's matrix, `rowBytes` long. */
export function transformGradientBlock(
  images: usize, height: i32, width: i32, pixelBytes: usize, first: i32, count: i32,
  zeros: usize, work: usize, outputs: usize, rowBytes: usize, pointStride: usize,
): void {
  const across = (width + 3) >> 2, down = (height + 3) >> 2;
  for (let t = 0; t < count; t++) {
    const line = (first + t) / across, index = line / down;
    const image = images + <usize>(index * height * width) * pixelBytes;
    const top = 4 * (line - index * down), left = 4 * (first + t - line * across);
    transformGradientTile(
      image, height, width, pixelBytes, top, left, zeros, work, outputs + <usize>t * rowBytes, pointStride,
    );
  }
}

/** Aᵀ m A of every tile, from row t of each point's matrix, `rowBytes` long. */
export function transformOutputBlock(
  images: usize, height: i32, width: i32, pixelBytes: usize, first: i32, count: i32,
  sink: usize, work: usize, outputs: usize, rowBytes: usize, pointStride: usize,
): void {
  const across = (width + 3) >> 2, down = (height + 3) >> 2;
  for (let t = 0; t < count; t++) {
    const line = (first + t) / across, index = line / down;
    const image = images + <usize>(index * height * width) * pixelBytes;
    const top = 4 * (line - index * down), left = 4 * (first + t - line * across);
    transformOutputTile(
      image, height, width, pixelBytes, top, left, sink, work, outputs + <usize>t * rowBytes, pointStride,
    );
  }
}
