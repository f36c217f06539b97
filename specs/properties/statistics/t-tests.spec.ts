import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PairedTEstimate, pairedT } from '../../../src/statistics/paired-t.ts';
import {
  isRounding,
  type TInference,
  type TOptions,
  tInference,
} from '../../../src/statistics/t-inference.ts';
import { type WelchEstimate, welch } from '../../../src/statistics/welch.ts';
import { agree, scipy } from '../../support/agree.ts';
import { normals } from '../../support/lehmer.ts';
import { largestDeviation, uniformityLimit } from '../../support/uniformity.ts';

const thousandths = fc.integer({ min: -5000, max: 5000 }).map((x) => x / 1000);
const sampleOf = (n: number) => fc.array(thousandths, { minLength: n, maxLength: n });
const pairs = fc.integer({ min: 2, max: 12 }).chain((n) => fc.tuple(sampleOf(n), sampleOf(n)));
const alphas = fc.constantFrom(0.01, 0.05, 0.2, 0.4);

/** The estimate that a test must have come to. */
function estimateOf<T extends { kind: string }>(result: T): Extract<T, { kind: 'estimate' }> {
  expect(result.kind).toBe('estimate');
  return result as Extract<T, { kind: 'estimate' }>;
}
const tests = {
  pairedT: (first: number[], second: number[], options?: TOptions) => pairedT(first, second, options),
  welch: (first: number[], second: number[], options?: TOptions) => welch(first, second, options),
};

describe.each(Object.entries(tests))('%s', (name, test) => {
  it('agrees with SciPy on t, df, p values, bounds and interval', () => {
    for (const { first, second, alpha, margin, ...expected } of name === 'welch'
      ? scipy.welch
      : scipy.pairedT) {
      const result = estimateOf(test(first, second, { alpha, margin })) as PairedTEstimate | WelchEstimate;
      for (const key of [
        't',
        'df',
        'pGreater',
        'pLess',
        'pTwoSided',
        'lowerBound',
        'upperBound',
        'interval',
      ] as const) {
        agree(result[key], expected[key], { relative: 1e-10, absolute: 1e-13 }, `${key}, n ${first.length}`);
      }
      expect(result).toMatchObject({ alpha, margin });
    }
  });
  it('defaults to alpha .05 and margin 0', () => {
    const [first, second] = [
      [1, 2, 4],
      [0, 1.5, 1],
    ];
    expect(test(first, second)).toEqual(test(first, second, { alpha: 0.05, margin: 0 }));
  });
  it('a claim is significant exactly when its bound clears the margin', () => {
    fc.assert(
      fc.property(pairs, alphas, thousandths, ([first, second], alpha, margin) => {
        const result = test(first, second, { alpha, margin });
        fc.pre(result.kind === 'estimate');
        const { pGreater, pLess, pTwoSided, lowerBound, upperBound, interval, estimate } =
          result as PairedTEstimate;
        expect(pGreater < alpha).toBe(lowerBound > margin);
        expect(pLess < alpha).toBe(upperBound < margin);
        expect(pTwoSided < alpha).toBe(interval[0] > margin || interval[1] < margin);
        expect(
          interval[0] < lowerBound &&
            lowerBound < estimate &&
            estimate < upperBound &&
            upperBound < interval[1],
        ).toBe(true);
        agree(pTwoSided, 2 * Math.min(pGreater, pLess), { relative: 1e-12 }, 'two-sided p');
      }),
    );
  });
  it('shifts and scales with its samples, changes sign when they swap, and ignores order', () => {
    fc.assert(
      fc.property(
        pairs,
        fc.integer({ min: -9, max: 9 }),
        fc.constantFrom(0.25, 2, 16),
        ([first, second], shift, scale) => {
          const result = test(first, second);
          fc.pre(result.kind === 'estimate' && (result as PairedTEstimate).standardError > 1e-6);
          const { t, df, estimate, lowerBound, upperBound, pGreater } = result as PairedTEstimate;
          const moved = (sample: number[], by: number) => sample.map((x) => scale * x + by).reverse();
          const other = estimateOf(test(moved(first, shift + 1), moved(second, 1))) as PairedTEstimate;
          agree(other.estimate, scale * estimate + shift, { absolute: 1e-10 }, 'estimate');
          agree(
            other.lowerBound,
            scale * lowerBound + shift,
            { relative: 1e-7, absolute: 1e-7 },
            'lower bound',
          );
          agree(other.df, df, { relative: 1e-6 }, 'df');
          const swapped = estimateOf(test(second, first)) as PairedTEstimate;
          agree(
            [swapped.t, swapped.lowerBound, swapped.pLess],
            [-t, -upperBound, pGreater],
            { relative: 1e-12, absolute: 1e-12 },
            'swapped',
          );
        },
      ),
    );
  });
  it('makes no test of equal values, nor of values that only rounding tells apart', () => {
    expect(test([0.5, 0.5], [0.25, 0.25])).toEqual({
      kind: 'zero-variance',
      n: name === 'welch' ? 4 : 2,
      estimate: 0.25,
    });
    expect(test([0, 0, 0], [0, 0, 0]).kind).toBe('zero-variance');
    expect(test([0.1 + 0.2, 0.3, 0.3], [0, 0, 0]).kind).toBe('zero-variance');
  });
  it('refuses short samples and values that are not finite', () => {
    expect(() => test([1], [1])).toThrow(`${name} needs at least 2 values, got 1`);
    expect(() => test([1, Number.NaN], [1, 2])).toThrow(`${name} needs finite values, got NaN at index 1`);
    expect(() => test([1, 2], [-Infinity, 2])).toThrow(
      `${name} needs finite values, got -Infinity at index 0`,
    );
  });
  it('has uniform p values under the null, at n = 3 and 8 (false alarm: 1e-6 each)', () => {
    for (const n of [3, 8]) {
      const draw = normals(100 + n);
      const sample = () => Array.from({ length: n }, draw);
      const ps = Array.from({ length: 10_000 }, () => (test(sample(), sample()) as PairedTEstimate).pGreater);
      // Welch is approximate: its deviation at n = 3 may add 0.01.
      expect(largestDeviation(ps)).toBeLessThan(
        uniformityLimit(ps.length, 1e-6) + (name === 'welch' ? 0.01 : 0),
      );
    }
  });
});

describe('pairedT', () => {
  it('is what three seeds are judged by: t > 2.92 is significant, just under is not', () => {
    const at = (t: number) => [-1, 0, 1].map((x) => x + t / Math.sqrt(3));
    const judge = (t: number) => estimateOf(pairedT(at(t), [0, 0, 0]));
    expect(judge(2.921).lowerBound).toBeGreaterThan(0);
    expect(judge(2.919).lowerBound).toBeLessThan(0);
    agree([judge(2.92).t, judge(2.92).standardDeviation, judge(2.92).n], [2.92, 1, 3], { relative: 1e-12 });
  });
  it('sees differences that rounding alone tells apart as equal, even across different arms', () => {
    expect(pairedT([0.7, 0.8, 0.9], [0.6, 0.7, 0.8])).toMatchObject({ kind: 'zero-variance', n: 3 });
  });
  it('pairs by index, where Welch does not', () => {
    const [first, second] = [
      [1, 2, 3, 4],
      [0.9, 1.8, 3.1, 3.8],
    ];
    const shuffled = [3.8, 3.1, 1.8, 0.9];
    expect(estimateOf(pairedT(first, second)).pGreater).toBeLessThan(0.15);
    expect(estimateOf(pairedT(first, shuffled)).pGreater).toBeGreaterThan(0.4);
    agree(estimateOf(welch(first, shuffled)).pGreater, estimateOf(welch(first, second)).pGreater, {
      relative: 1e-12,
    });
  });
  it('refuses samples of different length', () => {
    expect(() => pairedT([1, 2, 3], [1, 2])).toThrow('pairedT needs pairs, got 3 values against 2');
  });
});

describe('welch', () => {
  it('takes the df of the sample that varies when the other does not', () => {
    expect(estimateOf(welch([1, 1, 1], [0, 0.5, 1, 2])).df).toBe(3);
    expect(estimateOf(welch([0, 0.5, 1, 2, 4], [1, 1])).df).toBe(4);
  });
  it('reports the values of both samples as n', () =>
    expect(welch([1, 2, 4], [0, 1])).toHaveProperty('n', 5));
});

describe('tInference', () => {
  it('refuses arguments out of range', () => {
    const refused = (call: () => TInference, message: string) => expect(call).toThrow(message);
    refused(() => tInference(Number.NaN, 1, 2), 'tInference needs a finite estimate, got NaN');
    refused(
      () => tInference(0, 0, 2),
      'tInference needs a standard error between 0 and Infinity (exclusive), got 0',
    );
    refused(
      () => tInference(0, 1, 2, { alpha: 0.5 }),
      'tInference needs alpha between 0 and 0.5 (exclusive), got 0.5',
    );
    refused(() => tInference(0, 1, 2, { alpha: 0 }), 'tInference needs alpha between 0 and 0.5');
    refused(
      () => tInference(0, 1, 2, { margin: Infinity }),
      'tInference needs a finite margin, got Infinity',
    );
    refused(() => tInference(0, 1, 0), 'needs df between 0 and Infinity');
  });
});

describe('isRounding', () => {
  it('draws the line at 4 machine epsilons of the largest magnitude', () => {
    const edge = 4 * Number.EPSILON * 8;
    expect(isRounding(edge, [[1, -8], [2]])).toBe(true);
    expect(isRounding(edge * 1.01, [[1, -8], [2]])).toBe(false);
    expect(isRounding(edge, [[2], [1, 8]])).toBe(true);
  });
});
