/** Float32 inputs for activations. */
import fc from 'fast-check';

export const LARGEST = Math.fround(3e38);

/**
 * Some inputs in −max … max, half of them spread evenly over −20 … 20, where activations bend: of all float32 numbers
 * only one in thirty lies there and is not close to 0.
 *
 * @param max - at least 20
 */
export function points(max: number, maxLength = 40): fc.Arbitrary<number[]> {
  const limit = Math.fround(max);
  const any = fc.float({ min: -limit, max: limit, noNaN: true });
  const bend = fc.integer({ min: -(2 ** 24), max: 2 ** 24 }).map((n) => Math.fround((20 * n) / 2 ** 24));
  return fc.array(fc.oneof(any, bend), { minLength: 1, maxLength });
}
