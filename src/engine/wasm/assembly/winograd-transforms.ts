/**
 * The one-dimensional transforms of Winograd convolution with the points 0, ±1, ±2 and ∞, four channels at a
 * time.
 *
 * F(4, 3) computes y = Aᵀ[(G g) ⊙ (Bᵀ d)]: four outputs y of a three-tap filter g over six inputs d, with six
 * products instead of twelve. Two-dimensional tiles apply each transform to the columns, then to the rows, so
 * 6 × 6 products do for 4 × 4 outputs what takes 144 directly. The gradient of that bilinear form with
 * respect to g is Gᵀ[(A dy) ⊙ (Bᵀ d)], which is F(3, 4) with the very same Bᵀ: all three passes share these
 * four matrices.
 *
 *        ⎡4  0 −5  0 1 0⎤        ⎡ 1/4     0    0 ⎤
 *        ⎢0 −4 −4  1 1 0⎥        ⎢−1/6  −1/6  −1/6⎥        ⎡1 1  1 1  1 0⎤
 *   Bᵀ = ⎢0  4 −4 −1 1 0⎥    G = ⎢−1/6   1/6  −1/6⎥   Aᵀ = ⎢0 1 −1 2 −2 0⎥
 *        ⎢0 −2 −1  2 1 0⎥        ⎢1/24  1/12   1/6⎥        ⎢0 1  1 4  4 0⎥
 *        ⎢0  2 −1 −2 1 0⎥        ⎢1/24 −1/12   1/6⎥        ⎣0 1 −1 8 −8 1⎦
 *        ⎣0  4  0 −5 0 1⎦        ⎣  0      0    1 ⎦
 *
 * Every function here reads its vectors as arguments and stores its results `stride` bytes apart, since a
 * WebAssembly function cannot return six vectors in registers. The rows ±p of a pair share their even and odd
 * halves, and doublings are products, because sums are what the transforms run out of units for.
 *
 * @see Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, arXiv:1509.09308
 */

// @ts-ignore: decorator
@inline
function times(factor: f32, value: v128): v128 {
  return f32x4.mul(f32x4.splat(factor), value);
}

/** Bᵀ d: six inputs to six points. */
// @ts-ignore: decorator
@inline
export function storeInputTransform(
  d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128, to: usize, stride: usize,
): void {
  const even1 = f32x4.sub(d4, times(4, d2));
  const odd1 = f32x4.sub(d3, times(4, d1));
  const even2 = f32x4.sub(d4, d2);
  const odd2 = f32x4.sub(d3, d1);
  const twice = times(2, odd2);
  v128.store(to, f32x4.add(times(4, f32x4.sub(d0, d2)), even2));
  v128.store(to + stride, f32x4.add(even1, odd1));
  v128.store(to + 2 * stride, f32x4.sub(even1, odd1));
  v128.store(to + 3 * stride, f32x4.add(even2, twice));
  v128.store(to + 4 * stride, f32x4.sub(even2, twice));
  v128.store(to + 5 * stride, f32x4.sub(f32x4.sub(d5, d3), times(4, odd2)));
}

/** G g: three taps to six points. */
// @ts-ignore: decorator
@inline
export function storeFilterTransform(g0: v128, g1: v128, g2: v128, to: usize, stride: usize): void {
  const even1 = times(-1.0 / 6.0, f32x4.add(g0, g2));
  const odd1 = times(-1.0 / 6.0, g1);
  const even2 = f32x4.add(times(1.0 / 24.0, g0), times(1.0 / 6.0, g2));
  const odd2 = times(1.0 / 12.0, g1);
  v128.store(to, times(0.25, g0));
  v128.store(to + stride, f32x4.add(even1, odd1));
  v128.store(to + 2 * stride, f32x4.sub(even1, odd1));
  v128.store(to + 3 * stride, f32x4.add(even2, odd2));
  v128.store(to + 4 * stride, f32x4.sub(even2, odd2));
  v128.store(to + 5 * stride, g2);
}

/** A dy: four output gradients to six points; the transpose of the output transform. */
// @ts-ignore: decorator
@inline
export function storeGradientTransform(
  y0: v128, y1: v128, y2: v128, y3: v128, to: usize, stride: usize,
): void {
  const even1 = f32x4.add(y0, y2);
  const odd1 = f32x4.add(y1, y3);
  const even2 = f32x4.add(y0, times(4, y2));
  const half = f32x4.add(y1, times(4, y3));
  const odd2 = times(2, half);
  v128.store(to, y0);
  v128.store(to + stride, f32x4.add(even1, odd1));
  v128.store(to + 2 * stride, f32x4.sub(even1, odd1));
  v128.store(to + 3 * stride, f32x4.add(even2, odd2));
  v128.store(to + 4 * stride, f32x4.sub(even2, odd2));
  v128.store(to + 5 * stride, y3);
}

/** Aᵀ m: six points to four outputs. */
// @ts-ignore: decorator
@inline
export function storeOutputTransform(
  m0: v128, m1: v128, m2: v128, m3: v128, m4: v128, m5: v128, to: usize, stride: usize,
): void {
  const sum1 = f32x4.add(m1, m2);
  const sum2 = f32x4.add(m3, m4);
  const difference1 = f32x4.sub(m1, m2);
  const difference2 = f32x4.sub(m3, m4);
  v128.store(to, f32x4.add(f32x4.add(m0, sum1), sum2));
  v128.store(to + stride, f32x4.add(difference1, times(2, difference2)));
  v128.store(to + 2 * stride, f32x4.add(sum1, times(4, sum2)));
  v128.store(to + 3 * stride, f32x4.add(f32x4.add(difference1, times(8, difference2)), m5));
}

/** Gᵀ m: six points to three filter gradients; the transpose of the filter transform. */
// @ts-ignore: decorator
@inline
export function storeFilterGradient(
  m0: v128, m1: v128, m2: v128, m3: v128, m4: v128, m5: v128, to: usize, stride: usize,
): void {
  const sum1 = times(1.0 / 6.0, f32x4.add(m1, m2));
  const sum2 = f32x4.add(m3, m4);
  const difference1 = times(1.0 / 6.0, f32x4.sub(m2, m1));
  const difference2 = times(1.0 / 12.0, f32x4.sub(m3, m4));
  v128.store(to, f32x4.add(f32x4.sub(times(0.25, m0), sum1), times(1.0 / 24.0, sum2)));
  v128.store(to + stride, f32x4.add(difference1, difference2));
  v128.store(to + 2 * stride, f32x4.add(f32x4.sub(times(1.0 / 6.0, sum2), sum1), m5));
}
