/**
 * The two matrix products every convolution here comes down to, in float32 SIMD with a fixed order of
 * addition.
 *
 * Both keep a 4 × 8 tile of the result in eight registers and take one step of the shared dimension per turn
 * of the loop. Two limits set that shape. Sixteen registers are all there are: eight sums, two vectors of B,
 * one splat of A and one product fit, a 6 × 8 tile does not. And V8 moves loads freely inside a basic block,
 * so a hand-unrolled step spills half its sums (measured: 45 instead of 60 GFLOP/s); left alone, V8 unrolls
 * the loop itself and keeps them.
 */

/** Columns in a packed panel of B, and the multiple that a padded row length is rounded up to. */
export const PANEL: i32 = 8;

/** `count` rounded up to whole panels. */
export function toPanels(count: i32): i32 {
  return (count + PANEL - 1) & -PANEL;
}

/**
 * C = A · B, for B packed into panels.
 *
 * @param a - [rows, depth], row-major, `aStride` bytes from row to row
 * @param b - [columns / 8, depth, 8]: each panel of eight columns contiguous, so that it streams
 * @param c - [rows, columns], `cStride` bytes from row to row
 * @param rows - a multiple of 4
 * @param columns - a multiple of 8
 */
export function multiply(
  a: usize, aStride: usize, b: usize, c: usize, cStride: usize, rows: i32, depth: i32, columns: i32,
): void {
  for (let column = 0; column < columns; column += PANEL) {
    let aRow = a;
    let c0 = c + ((<usize>column) << 2);
    for (let row = 0; row < rows; row += 4) {
      let a0 = aRow, a1 = a0 + aStride, a2 = a1 + aStride, a3 = a2 + aStride;
      let bStep = b;
      let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
      for (let step = depth; step > 0; step--) {
        const b0 = v128.load(bStep), b1 = v128.load(bStep, 16);
        let value = v128.load32_splat(a0);
        s00 = f32x4.add(s00, f32x4.mul(value, b0));
        s01 = f32x4.add(s01, f32x4.mul(value, b1));
        value = v128.load32_splat(a1);
        s10 = f32x4.add(s10, f32x4.mul(value, b0));
        s11 = f32x4.add(s11, f32x4.mul(value, b1));
        value = v128.load32_splat(a2);
        s20 = f32x4.add(s20, f32x4.mul(value, b0));
        s21 = f32x4.add(s21, f32x4.mul(value, b1));
        value = v128.load32_splat(a3);
        s30 = f32x4.add(s30, f32x4.mul(value, b0));
        s31 = f32x4.add(s31, f32x4.mul(value, b1));
        a0 += 4;
        a1 += 4;
        a2 += 4;
        a3 += 4;
        bStep += 32;
      }
      v128.store(c0, s00);
      v128.store(c0, s01, 16);
      const c1 = c0 + cStride;
      v128.store(c1, s10);
      v128.store(c1, s11, 16);
      const c2 = c1 + cStride;
      v128.store(c2, s20);
      v128.store(c2, s21, 16);
      const c3 = c2 + cStride;
      v128.store(c3, s30);
      v128.store(c3, s31, 16);
      c0 = c3 + cStride;
      aRow += aStride << 2;
    }
    b += (<usize>depth) << 5;
  }
}

/**
 * C += Aᵀ · B: the sum over `depth` of outer products of a row of A with a row of B.
 *
 * The caller adds block after block of rows into the same C, so each block is a partial sum of its own first:
 * the rounding error grows with the block length plus the number of blocks, not with their product.
 *
 * @param a - [depth, rows], `aStride` bytes from step to step
 * @param b - [depth, columns], `bStride` bytes from step to step
 * @param c - [rows, columns], `cStride` bytes from row to row
 * @param rows - a multiple of 4
 * @param columns - a multiple of 8
 */
export function addOuterProducts(
  a: usize, aStride: usize, b: usize, bStride: usize, c: usize, cStride: usize,
  rows: i32, columns: i32, depth: i32,
): void {
  for (let column = 0; column < columns; column += PANEL) {
    let aColumn = a;
    let c0 = c + ((<usize>column) << 2);
    for (let row = 0; row < rows; row += 4) {
      let aStep = aColumn, bStep = b;
      const c1 = c0 + cStride, c2 = c1 + cStride, c3 = c2 + cStride;
      let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
      for (let step = depth; step > 0; step--) {
        const b0 = v128.load(bStep), b1 = v128.load(bStep, 16);
        let value = v128.load32_splat(aStep);
        s00 = f32x4.add(s00, f32x4.mul(value, b0));
        s01 = f32x4.add(s01, f32x4.mul(value, b1));
        value = v128.load32_splat(aStep, 4);
        s10 = f32x4.add(s10, f32x4.mul(value, b0));
        s11 = f32x4.add(s11, f32x4.mul(value, b1));
        value = v128.load32_splat(aStep, 8);
        s20 = f32x4.add(s20, f32x4.mul(value, b0));
        s21 = f32x4.add(s21, f32x4.mul(value, b1));
        value = v128.load32_splat(aStep, 12);
        s30 = f32x4.add(s30, f32x4.mul(value, b0));
        s31 = f32x4.add(s31, f32x4.mul(value, b1));
        aStep += aStride;
        bStep += bStride;
      }
      addTo(c0, s00, s01);
      addTo(c1, s10, s11);
      addTo(c2, s20, s21);
      addTo(c3, s30, s31);
      c0 = c3 + cStride;
      aColumn += 16;
    }
    b += 32;
  }
}

// @ts-ignore: decorator
@inline
function addTo(c: usize, left: v128, right: v128): void {
  v128.store(c, f32x4.add(v128.load(c), left));
  v128.store(c, f32x4.add(v128.load(c, 16), right), 16);
}
