/** Pearson's correlation: how closely two paired samples follow a straight line. */
import { mean } from './mean.ts';
import { requireSameLength, requireSample } from './statistics-error.ts';
import { sum } from './sum.ts';
import { isRounding } from './t-inference.ts';
import { standardDeviation } from './variance.ts';

/**
 * Pearson's r; here, whether pairing by seed gains power: it does when r > 0, as var(a − b) = var a + var b − 2r·sd·sd.
 *
 * Describes linear association; assumes finite variances. With 3 pairs it says almost nothing: under independence r is
 * beyond ±0.997 one time in twenty.
 *
 * @param first - n ≥ 2 finite values
 * @param second - n finite values, paired by index
 * @returns r in −1..1; `undefined` if a sample is constant up to rounding
 * @throws StatisticsError if n < 2, the lengths differ, or a value is not finite
 * @see https://en.wikipedia.org/wiki/Pearson_correlation_coefficient
 * @example correlation([1, 2, 3, 4], [1, 3, 2, 4]) // 0.8
 */
export function correlation(first: readonly number[], second: readonly number[]): number | undefined {
  requireSameLength('correlation', first.length, second.length);
  const scores = [first, second].map((sample) => {
    requireSample('correlation', sample, 2);
    const spread = standardDeviation(sample);
    const centre = mean(sample);
    return isRounding(spread, [sample]) ? undefined : sample.map((value) => (value - centre) / spread);
  });
  const [ofFirst, ofSecond] = scores;
  if (ofFirst === undefined || ofSecond === undefined) return undefined;
  const products = ofFirst.map((score, index) => score * (ofSecond[index] ?? Number.NaN));
  return Math.min(1, Math.max(-1, sum(products) / (products.length - 1)));
}
