/** The straight line that fits points best, and how well it fits. */
import { mean } from './mean.ts';
import { requireSameLength, requireSample, StatisticsError } from './statistics-error.ts';
import { sum } from './sum.ts';

/** A fitted line. */
export type LeastSquares = {
  /** Change of y for one unit of x. */
  readonly slope: number;
  /** y at x = 0. */
  readonly intercept: number;
  /** Share of y's variation that the line explains, 0..1; 1 if y does not vary. */
  readonly rSquared: number;
};

/**
 * Fits y = intercept + slope · x by least squares.
 *
 * @param x - n ≥ 2 finite values, not all equal
 * @param y - n finite values
 * @returns slope, intercept and R²
 * @throws StatisticsError if n < 2, the lengths differ, a value is not finite, or all x are equal
 * @see https://www.itl.nist.gov/div898/handbook/pmd/section4/pmd431.htm
 * @example leastSquares([1, 2, 4], [2, 4, 8]) // slope = 2, intercept = 0, rSquared = 1
 */
export function leastSquares(x: readonly number[], y: readonly number[]): LeastSquares {
  requireSameLength('leastSquares', x.length, y.length);
  requireSample('leastSquares', x, 2);
  requireSample('leastSquares', y, 2);
  const [meanX, meanY] = [mean(x), mean(y)];
  const spreadX = sum(x.map((value) => (value - meanX) ** 2));
  if (spreadX === 0)
    throw new StatisticsError(`leastSquares needs x values that differ, got ${x.length} times ${x[0]}`);
  const slope = sum(x.map((value, index) => (value - meanX) * ((y[index] ?? Number.NaN) - meanY))) / spreadX;
  const intercept = meanY - slope * meanX;
  const residual = sum(y.map((value, index) => (value - intercept - slope * (x[index] ?? Number.NaN)) ** 2));
  const total = sum(y.map((value) => (value - meanY) ** 2));
  return { slope, intercept, rSquared: total === 0 ? 1 : 1 - residual / total };
}
