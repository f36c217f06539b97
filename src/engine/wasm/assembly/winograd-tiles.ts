/**
 * Two-dimensional Winograd transforms of one tile, all channels: columns first, into `work`, then rows.
 *
 * `work` holds one half-transformed tile [6, 6, channels] and stays in the first-level cache. A transformed
 * tile is scattered over 36 matrices, one a point, `pointStride` bytes apart. Pixels outside the image read
 * from `zeros` and write to `sink`, each one pixel long, so no loop over channels has a branch in it.
 */
import { storeGradientTransform, storeInputTransform, storeOutputTransform } from './winograd-transforms';

/** Points in a transformed tile: 6 × 6. */
export const POINTS: i32 = 36;

/** Address of a pixel of one image [height, width, channels], or `outside` where there is none. */
// @ts-ignore: decorator
@inline
function pixel(
  image: usize, height: i32, width: i32, pixelBytes: usize, row: i32, column: i32, outside: usize,
): usize {
  // One unsigned comparison also rejects negative coordinates.
  const inside = <u32>row < <u32>height && <u32>column < <u32>width;
  return inside ? image + <usize>(row * width + column) * pixelBytes : outside;
}

/** Bᵀ d B for the 6 × 6 pixels from (top, left), which may lie one pixel outside the image. */
export function transformInputTile(
  image: usize, height: i32, width: i32, pixelBytes: usize, top: i32, left: i32,
  zeros: usize, work: usize, to: usize, pointStride: usize,
): void {
  const rowBytes = pixelBytes * 6;
  for (let j = 0; j < 6; j++) {
    const column = left + j;
    const d0 = pixel(image, height, width, pixelBytes, top, column, zeros);
    const d1 = pixel(image, height, width, pixelBytes, top + 1, column, zeros);
    const d2 = pixel(image, height, width, pixelBytes, top + 2, column, zeros);
    const d3 = pixel(image, height, width, pixelBytes, top + 3, column, zeros);
    const d4 = pixel(image, height, width, pixelBytes, top + 4, column, zeros);
    const d5 = pixel(image, height, width, pixelBytes, top + 5, column, zeros);
    const half = work + <usize>j * pixelBytes;
    for (let c: usize = 0; c < pixelBytes; c += 16) {
      storeInputTransform(
        v128.load(d0 + c), v128.load(d1 + c), v128.load(d2 + c),
        v128.load(d3 + c), v128.load(d4 + c), v128.load(d5 + c), half + c, rowBytes,
      );
    }
  }
  for (let i = 0; i < 6; i++) {
    const half = work + <usize>i * rowBytes;
    const points = to + <usize>(6 * i) * pointStride;
    for (let c: usize = 0; c < pixelBytes; c += 16) {
      const d = half + c;
      storeInputTransform(
        v128.load(d), v128.load(d + pixelBytes), v128.load(d + 2 * pixelBytes), v128.load(d + 3 * pixelBytes),
        v128.load(d + 4 * pixelBytes), v128.load(d + 5 * pixelBytes), points + c, pointStride,
      );
    }
  }
}

/** A dy Aᵀ for the 4 × 4 pixels from (top, left) of an output gradient. */
export function transformGradientTile(
  image: usize, height: i32, width: i32, pixelBytes: usize, top: i32, left: i32,
  zeros: usize, work: usize, to: usize, pointStride: usize,
): void {
  const rowBytes = pixelBytes * 4;
  for (let j = 0; j < 4; j++) {
    const column = left + j;
    const y0 = pixel(image, height, width, pixelBytes, top, column, zeros);
    const y1 = pixel(image, height, width, pixelBytes, top + 1, column, zeros);
    const y2 = pixel(image, height, width, pixelBytes, top + 2, column, zeros);
    const y3 = pixel(image, height, width, pixelBytes, top + 3, column, zeros);
    const half = work + <usize>j * pixelBytes;
    for (let c: usize = 0; c < pixelBytes; c += 16) {
      storeGradientTransform(
        v128.load(y0 + c), v128.load(y1 + c), v128.load(y2 + c), v128.load(y3 + c), half + c, rowBytes,
      );
    }
  }
  for (let i = 0; i < 6; i++) {
    const half = work + <usize>i * rowBytes;
    const points = to + <usize>(6 * i) * pointStride;
    for (let c: usize = 0; c < pixelBytes; c += 16) {
      const y = half + c;
      storeGradientTransform(
        v128.load(y), v128.load(y + pixelBytes), v128.load(y + 2 * pixelBytes), v128.load(y + 3 * pixelBytes),
        points + c, pointStride,
      );
    }
  }
}

/** Aᵀ m A, written to the 4 × 4 pixels from (top, left) as far as the image reaches. */
export function transformOutputTile(
  image: usize, height: i32, width: i32, pixelBytes: usize, top: i32, left: i32,
  sink: usize, work: usize, points: usize, pointStride: usize,
): void {
  const rowBytes = pixelBytes * 6;
  for (let j = 0; j < 6; j++) {
    const column = points + <usize>j * pointStride;
    const half = work + <usize>j * pixelBytes;
    for (let c: usize = 0; c < pixelBytes; c += 16) {
      const m = column + c;
      const to = half + c;
      storeOutputTransform(
        v128.load(m), v128.load(m + 6 * pointStride), v128.load(m + 12 * pointStride),
        v128.load(m + 18 * pointStride), v128.load(m + 24 * pointStride), v128.load(m + 30 * pointStride),
        to, to + rowBytes, to + 2 * rowBytes, to + 3 * rowBytes,
      );
    }
  }
  for (let i = 0; i < 4; i++) {
    const half = work + <usize>i * rowBytes;
    const y0 = pixel(image, height, width, pixelBytes, top + i, left, sink);
    const y1 = pixel(image, height, width, pixelBytes, top + i, left + 1, sink);
    const y2 = pixel(image, height, width, pixelBytes, top + i, left + 2, sink);
    const y3 = pixel(image, height, width, pixelBytes, top + i, left + 3, sink);
    for (let c: usize = 0; c < pixelBytes; c += 16) {
      const m = half + c;
      storeOutputTransform(
        v128.load(m), v128.load(m + pixelBytes), v128.load(m + 2 * pixelBytes), v128.load(m + 3 * pixelBytes),
        v128.load(m + 4 * pixelBytes), v128.load(m + 5 * pixelBytes), y0 + c, y1 + c, y2 + c, y3 + c,
      );
    }
  }
}
