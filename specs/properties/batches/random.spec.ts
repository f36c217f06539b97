/** The only door to randomness: streams that repeat, that differ by seed and purpose, and a shuffle without bias. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permutation, stream } from '../../../src/random.ts';

const seeds = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER - 1 });
const purposes = fc.string({ minLength: 1, maxLength: 12 });
const draw = (seed: number, purpose: string, count = 8) => {
  const random = stream(seed, purpose);
  return Array.from({ length: count }, () => random());
};

describe('stream', () => {
  it('repeats itself from its beginning, whatever other streams drew meanwhile', () => {
    const property = fc.property(seeds, purposes, (seed, purpose) => {
      const first = draw(seed, purpose);
      const [one, other] = [stream(seed, purpose), stream(seed, `${purpose}'`)];
      const interleaved = first.map(() => {
        other();
        return one();
      });
      expect(interleaved).toEqual(first);
    });
    fc.assert(property, { numRuns: 50 });
  });

  // Catches a purpose that is ignored: wider layers would then shift every later draw, the order of images included.
  it('differs from that of another seed or another purpose', () => {
    const property = fc.property(seeds, purposes, purposes, (seed, purpose, other) => {
      fc.pre(purpose !== other);
      expect(draw(seed, other)).not.toEqual(draw(seed, purpose));
      expect(draw(seed + 1, purpose)).not.toEqual(draw(seed, purpose));
    });
    fc.assert(property, { numRuns: 50 });
  });

  // Catches seed and purpose run together without a border between them: 1 and "2/x" against 12 and "/x".
  it('keeps seed and purpose apart', () => {
    expect(draw(1, '2/x')).not.toEqual(draw(12, '/x'));
    expect(draw(1, '1')).not.toEqual(draw(11, '/'));
  });

  it('stays in [0, 1), and spreads evenly over its tenths', () => {
    const draws = draw(1, 'uniform', 20_000);
    expect(draws.every((value) => value >= 0 && value < 1)).toBe(true);
    const tenths = Array.from(
      { length: 10 },
      (_, k) => draws.filter((value) => Math.floor(10 * value) === k).length,
    );
    const chiSquare = tenths.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chiSquare).toBeLessThan(27.9); // exceeded once in 1,000 seeds at 9 degrees of freedom; this seed is fixed
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53])('refuses seed %d', (seed) => {
    expect(() => stream(seed, 'order')).toThrow(
      new RangeError(`stream needs an integer seed ≥ 1, got ${seed}`),
    );
  });

  it('refuses an empty purpose', () => {
    expect(() => stream(1, '')).toThrow('stream needs a purpose, got an empty string');
  });
});

describe('permutation', () => {
  it('holds every index once', () => {
    const property = fc.property(fc.integer({ min: 0, max: 200 }), seeds, (length, seed) => {
      const sorted = permutation(length, stream(seed, 'permutation')).toSorted((a, b) => a - b);
      expect([...sorted]).toEqual(Array.from({ length }, (_, index) => index));
    });
    fc.assert(property, { numRuns: 50 });
  });

  // Catches the classic bias of picking from the whole array at each step: some orders would come 5/27 of the time.
  it('gives each of the six orders of three a sixth of the time', () => {
    const random = stream(1, 'bias');
    const seen = new Map<string, number>();
    for (let draws = 0; draws < 12_000; draws++) {
      const order = permutation(3, random).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    const chiSquare = [...seen.values()].reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(seen.size).toBe(6);
    expect(chiSquare).toBeLessThan(20.5); // once in 1,000 seeds at 5 degrees of freedom; the bias gives about 200
  });

  it('draws length − 1 numbers, so that what follows on the stream is known', () => {
    const property = fc.property(fc.integer({ min: 1, max: 50 }), seeds, (length, seed) => {
      const random = stream(seed, 'count');
      permutation(length, random);
      expect(random()).toBe(draw(seed, 'count', length).at(-1));
    });
    fc.assert(property, { numRuns: 20 });
  });
});
