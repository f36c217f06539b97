/**
 * Winograd transforms of a whole filter, once a call: [3, 3, in, out] to 36 packed matrices, and its gradient
 * back.
 */
import { PANEL, toPanels } from './matrix';
import { POINTS } from './winograd-tiles';
import { storeFilterGradient, storeFilterTransform } from './winograd-transforms';

/**
 * The filter of the input gradient: turned by 180° and with its channels exchanged.
 *
 * @param filter - [3, 3, in, out]
 * @param turned - [3, 3, out, in]
 */
export function turnFilter(filter: usize, turned: usize, inChannels: i32, outChannels: i32): void {
  const tapBytes = <usize>(inChannels * outChannels) << 2;
  for (let tap = 0; tap < 9; tap++) {
    const from = filter + <usize>(8 - tap) * tapBytes;
    for (let o = 0; o < outChannels; o++) {
      for (let i = 0; i < inChannels; i++) {
        store<f32>(turned, load<f32>(from + (<usize>(i * outChannels + o) << 2)));
        turned += 4;
      }
    }
  }
}

/**
 * G g Gᵀ for every pair of channels.
 *
 * @param filter - [3, 3, in, out], both multiples of 4
 * @param points - [36, out / 8, in, 8], missing columns zero: right-hand sides for `multiply`
 * @param work - 18 vectors
 */
export function transformFilter(
  filter: usize, points: usize, work: usize, inChannels: i32, outChannels: i32,
): void {
  const tapBytes = <usize>(inChannels * outChannels) << 2;
  const pointStride = <usize>(inChannels * toPanels(outChannels)) << 2;
  memory.fill(points, 0, <usize>POINTS * pointStride);
  for (let i = 0; i < inChannels; i++) {
    for (let o = 0; o < outChannels; o += 4) {
      const taps = filter + (<usize>(i * outChannels + o) << 2);
      for (let column: usize = 0; column < 3; column++) {
        const g = taps + column * tapBytes;
        storeFilterTransform(
          v128.load(g), v128.load(g + 3 * tapBytes), v128.load(g + 6 * tapBytes), work + (column << 4), 48,
        );
      }
      const panel = o & -PANEL;
      const to = points + (<usize>(panel * inChannels + i * PANEL + o - panel) << 2);
      for (let row: usize = 0; row < 6; row++) {
        const g = work + row * 48;
        storeFilterTransform(
          v128.load(g), v128.load(g, 16), v128.load(g, 32), to + 6 * row * pointStride, pointStride,
        );
      }
    }
  }
}

/**
 * Gᵀ m G for every pair of channels.
 *
 * @param points - [36, in, out rounded up to panels]
 * @param gradient - [3, 3, in, out], both multiples of 4
 * @param work - 18 vectors
 */
export function transformFilterGradient(
  points: usize, pointStride: usize, gradient: usize, work: usize, inChannels: i32, outChannels: i32,
): void {
  const tapBytes = <usize>(inChannels * outChannels) << 2;
  const rowLength = toPanels(outChannels);
  for (let i = 0; i < inChannels; i++) {
    for (let o = 0; o < outChannels; o += 4) {
      const m = points + (<usize>(i * rowLength + o) << 2);
      for (let column: usize = 0; column < 6; column++) {
        const c = m + column * pointStride;
        storeFilterGradient(
          v128.load(c), v128.load(c + 6 * pointStride), v128.load(c + 12 * pointStride),
          v128.load(c + 18 * pointStride), v128.load(c + 24 * pointStride), v128.load(c + 30 * pointStride),
          work + (column << 4), 96,
        );
      }
      const to = gradient + (<usize>(i * outChannels + o) << 2);
      for (let row: usize = 0; row < 3; row++) {
        const r = work + row * 96;
        storeFilterGradient(
          v128.load(r), v128.load(r, 16), v128.load(r, 32),
          v128.load(r, 48), v128.load(r, 64), v128.load(r, 80),
          to + 3 * row * tapBytes, tapBytes,
        );
      }
    }
  }
}
