import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discordant, mcnemar } from '../../../src/statistics/mcnemar.ts';
import { signFlip } from '../../../src/statistics/sign-flip.ts';
import { agree, scipy } from '../../support/agree.ts';
import { lehmer, normals } from '../../support/lehmer.ts';
import { largestDeviation, uniformityLimit } from '../../support/uniformity.ts';

const integers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 8 });

describe('signFlip', () => {
  it('agrees with SciPy’s exhaustive permutation test', () => {
    for (const { differences, p } of scipy.signFlip)
      agree(signFlip(differences).p, p, { relative: 1e-12 }, `${differences}`);
  });
  it('can never reach .05 with three or four seeds, and can with five', () => {
    expect([3, 4, 5].map((n) => signFlip(Array(n).fill(1)))).toEqual([
      { n: 3, p: 1 / 8, smallestP: 1 / 8 },
      { n: 4, p: 1 / 16, smallestP: 1 / 16 },
      { n: 5, p: 1 / 32, smallestP: 1 / 32 },
    ]);
  });
  it('counts every sign pattern: all patterns of given sizes have conservative p, exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 }), (sizes) => {
        const patterns = Array.from({ length: 2 ** sizes.length }, (_, bits) =>
          sizes.map((size, i) => (bits & (1 << i) ? size : -size)),
        );
        const ps = patterns.map((pattern) => signFlip(pattern).p);
        patterns.forEach((pattern, index) => {
          const total = pattern.reduce((a, b) => a + b);
          const reaching = patterns.filter((other) => other.reduce((a, b) => a + b) >= total).length;
          expect(ps[index]).toBe(reaching / patterns.length);
        });
      }),
      { numRuns: 50 },
    );
  });
  it('ignores order and scale', () => {
    fc.assert(
      fc.property(integers, fc.constantFrom(0.1, 3, 1e-9, 1e6), (differences, scale) => {
        const { p } = signFlip(differences);
        expect(signFlip(differences.toReversed()).p).toBe(p);
        expect(signFlip(differences.map((x) => x * scale)).p).toBe(p);
      }),
    );
  });
  it('falls as the differences rise, and the two directions cover everything', () => {
    fc.assert(
      fc.property(integers, (differences) => {
        const { p, smallestP } = signFlip(differences);
        expect(signFlip(differences.map((x) => x + 1)).p).toBeLessThanOrEqual(p);
        expect(p + signFlip(differences.map((x) => -x)).p).toBeGreaterThanOrEqual(1);
        expect(p).toBeGreaterThanOrEqual(smallestP);
      }),
    );
  });
  it('rounding never makes a tie significant: 0.1 + 0.2 − 0.3 is 0, so p is that of a tie', () => {
    expect(signFlip([0.1, 0.2, -0.3]).p).toBe(signFlip([1, 2, -3]).p);
    expect(signFlip([0.3, -0.2, -0.1]).p).toBe(5 / 8);
    expect(signFlip([0, 0]).p).toBe(1);
  });
  it('has conservative p values under the null (false alarm: 1e-6)', () => {
    const draw = normals(9);
    const ps = Array.from({ length: 3000 }, () => signFlip(Array.from({ length: 6 }, draw)).p);
    expect(largestDeviation(ps, 'above')).toBeLessThan(uniformityLimit(ps.length, 1e-6));
  });
  it('the uniformity check notices p values that are too small', () => {
    const draw = lehmer(3);
    const ps = Array.from({ length: 3000 }, () => draw() ** 1.3);
    expect(largestDeviation(ps, 'above')).toBeGreaterThan(uniformityLimit(ps.length, 1e-6));
  });
  it('refuses samples it cannot enumerate and values that are not finite', () => {
    expect(() => signFlip([])).toThrow('signFlip needs at least 1 values, got 0');
    expect(() => signFlip(Array(21).fill(1))).toThrow(
      'signFlip needs an integer number of differences in 1..20, got 21',
    );
    expect(() => signFlip([Number.NaN])).toThrow('signFlip needs finite values, got NaN at index 0');
    expect(signFlip(Array(20).fill(1)).p).toBe(2 ** -20);
  });
});

describe('mcnemar', () => {
  it('agrees with SciPy’s exact binomial test', () => {
    for (const { onlyFirst, onlySecond, pTwoSided } of scipy.mcnemar) {
      agree(
        mcnemar({ onlyFirst, onlySecond }),
        pTwoSided,
        { relative: 1e-10 },
        `${onlyFirst}, ${onlySecond}`,
      );
    }
  });
  it('is symmetric in the classifiers, sharper with a larger lead, and 1 without discordant images', () => {
    const count = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(count, count, (a, b) => {
        const here = mcnemar({ onlyFirst: a, onlySecond: b });
        expect(mcnemar({ onlyFirst: b, onlySecond: a })).toBe(here);
        if (a >= b) expect(mcnemar({ onlyFirst: a + 1, onlySecond: b })).toBeLessThanOrEqual(here);
        expect(here).toBeLessThanOrEqual(1);
      }),
    );
    expect(mcnemar({ onlyFirst: 0, onlySecond: 0 })).toBe(1);
  });
  it('refuses what is no count', () => {
    expect(() => mcnemar({ onlyFirst: -1, onlySecond: 0 })).toThrow(
      'mcnemar needs an integer onlyFirst in 0..',
    );
    expect(() => mcnemar({ onlyFirst: 0, onlySecond: 0.5 })).toThrow(
      'mcnemar needs an integer onlySecond in 0..',
    );
  });
});

describe('discordant', () => {
  it('counts the images that only one classifier gets right', () => {
    expect(discordant([1, 1, 1, 0, 0], [1, 0, 0, 1, 0])).toEqual({ onlyFirst: 2, onlySecond: 1 });
    expect(discordant(Uint8Array.of(0, 1), Uint8Array.of(1, 1))).toEqual({ onlyFirst: 0, onlySecond: 1 });
    expect(discordant([], [])).toEqual({ onlyFirst: 0, onlySecond: 0 });
  });
  it('refuses test sets of different size and entries that are no correctness', () => {
    expect(() => discordant([1], [1, 0])).toThrow('discordant needs pairs, got 1 values against 2');
    expect(() => discordant([0, 7], [0, 1])).toThrow(
      'discordant needs 0 or 1 for each image, got 7 at image 1',
    );
    expect(() => discordant([1, 1], [1, Number.NaN])).toThrow(
      'discordant needs 0 or 1 for each image, got NaN at image 1',
    );
  });
});
