import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlation } from '../../../src/statistics/correlation.ts';
import { mean } from '../../../src/statistics/mean.ts';
import { midRanks } from '../../../src/statistics/mid-ranks.ts';
import { quantile } from '../../../src/statistics/quantile.ts';
import { StatisticsError } from '../../../src/statistics/statistics-error.ts';
import { sum } from '../../../src/statistics/sum.ts';
import { standardDeviation, variance } from '../../../src/statistics/variance.ts';
import { agree, scipy } from '../../support/agree.ts';

const number = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const values = fc.array(number, { minLength: 2, maxLength: 30 });

describe('sum', () => {
  it('keeps what naive addition loses, whichever of the two is larger', () => {
    expect(sum([1, 1e100, 1, -1e100])).toBe(2);
    expect(sum([1e100, 1, -1e100, 1])).toBe(2);
    expect(sum([-1, -1e100, -1, 1e100])).toBe(-2);
    expect(sum([])).toBe(0);
  });
  it('refuses NaN, infinities and overflow', () => {
    for (const bad of [[Number.NaN], [Infinity], [1e308, 1e308]]) {
      expect(() => sum(bad)).toThrow(new StatisticsError('sum needs a finite result, got NaN'));
    }
  });
});

describe('mean and variance', () => {
  it('agree with exact fractions on samples that defeat one-pass formulas', () => {
    for (const { values: sample, mean: centre, variance: spread } of scipy.centre) {
      agree(mean(sample), centre, { relative: 1e-15 }, 'mean');
      agree(variance(sample), spread, { relative: 1e-14 }, 'variance');
      agree(standardDeviation(sample), Math.sqrt(spread), { relative: 1e-14 }, 'standard deviation');
    }
  });
  it('variance makes up for a mean that float64 cannot hold', () => {
    agree(variance([1e15, 1e15 + 1, 1e15 + 1]), 1 / 3, { relative: 1e-14 });
  });
  it('the check notices the one-pass formula', () => {
    const { values: sample, variance: spread } = scipy.centre.at(3)!;
    const onePass = (sum(sample.map((x) => x * x)) - sample.length * mean(sample) ** 2) / (sample.length - 1);
    expect(() => agree(onePass, spread, { relative: 1e-14 })).toThrow('off by');
  });
  it('shift and scale with their values, and ignore their order', () => {
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: -100, max: 100 }),
        fc.constantFrom(-4, -0.5, 2, 8),
        (sample, shift, scale) => {
          const moved = sample.map((x) => scale * x + shift).reverse();
          agree(mean(moved), scale * mean(sample) + shift, { absolute: 1e-10 }, 'mean');
          agree(
            variance(moved),
            scale ** 2 * variance(sample),
            { relative: 1e-9, absolute: 1e-9 },
            'variance',
          );
        },
      ),
    );
  });
  it('variance is exactly 0 for equal values', () => {
    fc.assert(
      fc.property(number, fc.integer({ min: 2, max: 9 }), (x, n) =>
        agree(variance(Array(n).fill(x)), 0, { absolute: 1e-25 }),
      ),
    );
  });
  it('refuse samples that are too short or not finite', () => {
    expect(() => mean([])).toThrow('mean needs at least 1 values, got 0');
    expect(() => variance([1])).toThrow('variance needs at least 2 values, got 1');
    expect(() => mean([1, Number.NaN])).toThrow('mean needs finite values, got NaN at index 1');
    expect(() => variance([1, Infinity])).toThrow('variance needs finite values, got Infinity at index 1');
    expect(mean([3])).toBe(3);
  });
});

describe('quantile', () => {
  it('agrees with NumPy', () => {
    for (const { values: sample, probability, quantile: expected } of scipy.quantile) {
      agree(quantile(sample, probability), expected, { relative: 1e-13 }, `quantile ${probability}`);
    }
  });
  it('rises with the probability from minimum to maximum and leaves its input alone', () => {
    fc.assert(
      fc.property(
        values,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (sample, p, q) => {
          const before = [...sample];
          expect(quantile(sample, Math.min(p, q))).toBeLessThanOrEqual(
            quantile(sample, Math.max(p, q)) + 1e-12,
          );
          expect([quantile(sample, 0), quantile(sample, 1)]).toEqual([
            Math.min(...sample) + 0,
            Math.max(...sample) + 0,
          ]);
          expect(sample).toEqual(before);
        },
      ),
    );
  });
  it('refuses what is no probability', () => {
    for (const bad of [-1e-9, 1.000001, Number.NaN]) {
      expect(() => quantile([1], bad)).toThrow(`quantile needs a probability in 0..1, got ${bad}`);
    }
    expect(() => quantile([], 0.5)).toThrow('quantile needs at least 1 values, got 0');
  });
});

describe('midRanks', () => {
  it('agrees with SciPy, ties included', () => {
    for (const { values: sample, ranks } of scipy.midRanks) expect(midRanks(sample)).toEqual(ranks);
  });
  it('sums to n(n + 1) / 2, follows a permutation, and ignores increasing transformations', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 12 }), (sample) => {
        const ranks = midRanks(sample);
        expect(sum(ranks)).toBe((sample.length * (sample.length + 1)) / 2);
        expect(midRanks(sample.toReversed())).toEqual(ranks.toReversed());
        expect(midRanks(sample.map(Math.exp))).toEqual(ranks);
      }),
    );
  });
  it('a tolerance restores ties that rounding broke, and reaches no further', () => {
    const differences = [0.7 - 0.6, 0.8 - 0.7, 0.3];
    expect(midRanks(differences)).toEqual([1, 2, 3]);
    expect(midRanks(differences, 1e-12)).toEqual([1.5, 1.5, 3]);
    expect(midRanks([0, 1, 3], 1)).toEqual([1.5, 1.5, 3]);
    expect(midRanks([0, 1, 3], 0.999)).toEqual([1, 2, 3]);
  });
  it('refuses a tolerance that is none', () => {
    for (const bad of [-1, Number.NaN, Infinity]) {
      expect(() => midRanks([1], bad)).toThrow(`midRanks needs a finite tolerance ≥ 0, got ${bad}`);
    }
    expect(() => midRanks([])).toThrow('midRanks needs at least 1 values, got 0');
  });
});

describe('correlation', () => {
  it('agrees with SciPy', () => {
    for (const { first, second, r } of scipy.correlation)
      agree(correlation(first, second)!, r, { absolute: 1e-13 }, 'r');
  });
  it('is symmetric, bounded, and ±1 on a line', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(-3, 0.25, 2), (sample, slope) => {
        const line = sample.map((x) => slope * x + 1);
        fc.pre(variance(sample) > 1e-6);
        agree(correlation(sample, line)!, Math.sign(slope), { absolute: 1e-6 }, 'r');
        const other = sample.map((x, index) => (x * 7 + index * index) % 5);
        fc.pre(variance(other) > 1e-6);
        agree(correlation(sample, other)!, correlation(other, sample)!, { absolute: 1e-12 }, 'r');
        expect(Math.abs(correlation(sample, line)!)).toBeLessThanOrEqual(1);
      }),
    );
  });
  it('is undefined when a sample is constant, and refuses what does not pair', () => {
    expect(correlation([1, 1, 1], [1, 2, 3])).toBeUndefined();
    expect(correlation([1, 2, 3], [0.1, 0.1, 0.1])).toBeUndefined();
    expect(() => correlation([1, 2], [1, 2, 3])).toThrow('correlation needs pairs, got 2 values against 3');
    expect(() => correlation([1], [1])).toThrow('correlation needs at least 2 values, got 1');
    expect(() => correlation([1, Number.NaN], [1, 2])).toThrow(
      'correlation needs finite values, got NaN at index 1',
    );
  });
  it('tells what pairing gains: var(a − b) = var a + var b − 2 r sd a sd b', () => {
    for (const { first, second } of scipy.correlation) {
      const paired = variance(first.map((x, index) => x - second[index]!));
      const r = correlation(first, second)!;
      const built =
        variance(first) + variance(second) - 2 * r * standardDeviation(first) * standardDeviation(second);
      agree(paired, built, { relative: 1e-12 }, 'variance of differences');
    }
  });
});
