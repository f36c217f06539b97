import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastSquares } from '../../../src/statistics/least-squares.ts';
import { StatisticsError } from '../../../src/statistics/statistics-error.ts';
import { agree } from '../../support/agree.ts';

/** [x, y] of NIST's reference data set "Norris", https://www.itl.nist.gov/div898/strd/lls/data/Norris.shtml. */
const norris = [
  [0.2, 0.1], [337.4, 338.8], [118.2, 118.1], [884.6, 888], [10.1, 9.2], [226.5, 228.1], [666.3, 668.5],
  [996.3, 998.5], [448.6, 449.1], [777, 778.9], [558.2, 559.2], [0.4, 0.3], [0.6, 0.1], [775.5, 778.1],
  [666.9, 668.8], [338, 339.3], [447.5, 448.9], [11.6, 10.8], [556, 557.7], [228.1, 228.3], [995.8, 998],
  [887.6, 888.8], [120.2, 119.6], [0.3, 0.3], [0.3, 0.6], [556.8, 557.6], [339.1, 339.3], [887.2, 888],
  [999, 998.5], [779, 778.9], [11.1, 10.2], [118.3, 117.6], [229.2, 228.9], [669.1, 668.4], [448.9, 449.2],
  [0.5, 0.2],
] as const; // biome-ignore format: a table

const integers = fc.integer({ min: -1000, max: 1000 });
const points = fc
  .array(fc.tuple(integers, integers), { minLength: 2, maxLength: 12 })
  .map((pairs) => ({ x: pairs.map(([x]) => x), y: pairs.map(([, y]) => y) }))
  .filter(({ x }) => new Set(x).size > 1);

describe('leastSquares', () => {
  it('gives the values that NIST certifies for "Norris"', () => {
    const fit = leastSquares(
      norris.map(([x]) => x),
      norris.map(([, y]) => y),
    );
    agree(fit.slope, 1.00211681802045, { relative: 1e-13 }, 'slope');
    agree(fit.intercept, -0.262323073774029, { relative: 1e-10 }, 'intercept'); // of means near 470, so 3 digits are lost
    agree(fit.rSquared, 0.999993745883712, { relative: 1e-14 }, 'R²');
  });

  it('gives what is worked out by hand', () => {
    // Means 4.2 and 2.8; sums of squares 32.8 and 12.8, of products 8.2: slope ¼, R² 8.2² / (32.8 · 12.8).
    const fit = leastSquares([1, 2, 4, 6, 8], [3, 1, 4, 1, 5]);
    agree(fit.slope, 0.25, { relative: 1e-14 }, 'slope');
    agree(fit.intercept, 1.75, { relative: 1e-14 }, 'intercept');
    agree(fit.rSquared, 0.16015625, { relative: 1e-14 }, 'R²');
  });

  it('passes through two points', () => {
    expect(leastSquares([1, 3], [5, 1])).toEqual({ slope: -2, intercept: 7, rSquared: 1 });
  });

  it('explains nothing where y only rises and falls back, and all where y does not vary', () => {
    expect(leastSquares([-1, 0, 1], [0, 3, 0])).toEqual({ slope: 0, intercept: 1, rSquared: 0 });
    expect(leastSquares([-1, 0, 1], [2, 2, 2])).toEqual({ slope: 0, intercept: 2, rSquared: 1 });
  });

  it('explains as much as the squared correlation says, the same for x on y', () => {
    fc.assert(
      fc.property(points, ({ x, y }) => {
        fc.pre(new Set(y).size > 1);
        const [there, back] = [leastSquares(x, y), leastSquares(y, x)];
        agree(there.rSquared, back.rSquared, { absolute: 1e-9 }, 'R²');
        agree(there.rSquared, there.slope * back.slope, { absolute: 1e-9 }, 'product of slopes');
      }),
    );
  });

  it('leaves residuals that neither have a mean nor lean with x', () => {
    fc.assert(
      fc.property(points, ({ x, y }) => {
        const { slope, intercept } = leastSquares(x, y);
        const residuals = y.map((value, index) => value - intercept - slope * x[index]!);
        const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
        agree(total(residuals), 0, { absolute: 1e-7 }, 'sum of residuals');
        agree(total(residuals.map((value, index) => value * x[index]!)), 0, { absolute: 1e-4 }, 'lean');
      }),
    );
  });

  it('keeps its digits when x or y has an offset large enough to swallow a naive sum of products', () => {
    // Means 4 and 0.28; sums of squares 30 and 0.128, of products 1.
    const [x, y] = [
      [1, 2, 4, 5, 8],
      [0.3, 0.1, 0.4, 0.1, 0.5],
    ];
    const far = x.map((value) => value + 2 ** 50); // still exact, as is its mean
    agree(leastSquares(far, y).slope, 1 / 30, { relative: 1e-12 }, 'far along x');
    agree(leastSquares(y, far).slope, 1 / 0.128, { relative: 1e-12 }, 'far along y');
  });

  it('names itself and the rule when it is given what has no line', () => {
    const complaint = (x: readonly number[], y: readonly number[]) => {
      expect(() => leastSquares(x, y)).toThrow(StatisticsError);
      return expect(() => leastSquares(x, y));
    };
    complaint([1, 2, 3], [1, 2]).toThrow('leastSquares needs pairs, got 3 values against 2');
    complaint([1], [1]).toThrow('leastSquares needs at least 2 values, got 1');
    complaint([1, Number.NaN], [1, 2]).toThrow('leastSquares needs finite values, got NaN at index 1');
    complaint([1, 2], [-Infinity, 2]).toThrow('leastSquares needs finite values, got -Infinity at index 0');
    complaint([4, 4, 4], [1, 2, 3]).toThrow('leastSquares needs x values that differ, got 3 times 4');
  });
});
