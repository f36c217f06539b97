/** The only door to randomness: named, seeded streams, so that every draw in a run can be repeated alone. */
import seedrandom from 'seedrandom';

/** Draws a float64 uniformly from [0, 1) at each call. */
export type RandomStream = () => number;

/**
 * Opens the stream of random numbers that belongs to one seed and one purpose.
 *
 * Two purposes never share a stream, so drawing more for one (say, a wider layer) leaves the other untouched.
 *
 * @param seed - integer ≥ 1 (TensorFlow.js reads seed 0 as "unseeded", so 0 is refused everywhere here)
 * @param purpose - what the numbers are for, such as `initialisation/stem.kernel` or `order/epoch-3`
 * @returns the stream, at its beginning
 * @throws RangeError if the seed is not an integer ≥ 1 or the purpose is empty
 * @see https://github.com/davidbau/seedrandom (ARC4, 52 significant bits a draw)
 */
export function stream(seed: number, purpose: string): RandomStream {
  if (!Number.isSafeInteger(seed) || seed < 1) {
    throw new RangeError(`stream needs an integer seed ≥ 1, got ${seed}`);
  }
  if (purpose === '') throw new RangeError('stream needs a purpose, got an empty string');
  return seedrandom(`${seed}/${purpose}`);
}

/**
 * Shuffles 0 … length−1 without bias (Fisher–Yates, from the end).
 *
 * @param length - how many items, an integer ≥ 0
 * @param random - the stream that is drawn from, length−1 times
 * @returns the permutation, uint32 [length]
 * @see https://en.wikipedia.org/wiki/Fisher–Yates_shuffle
 */
export function permutation(length: number, random: RandomStream): Uint32Array {
  const items = Uint32Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last--) {
    const pick = Math.floor(random() * (last + 1));
    const held = items[last] ?? 0;
    items[last] = items[pick] ?? 0;
    items[pick] = held;
  }
  return items;
}
