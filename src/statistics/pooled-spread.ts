/** One spread for several samples that may differ in their means and are taken to spread alike. */
import { mean } from './mean.ts';
import { requireSample, StatisticsError } from './statistics-error.ts';
import { sum } from './sum.ts';

export interface PooledSpread {
  /** Standard deviation within samples. */
  readonly standardDeviation: number;
  /** Its degrees of freedom: the number of values less the number of samples. */
  readonly df: number;
}

/**
 * Pools the spread within samples.
 *
 * @param where - name of the calling function, for the message
 * @param samples - each of at least one finite value
 * @throws StatisticsError if a sample is empty, a value is not finite, or no sample spreads at all
 * @see https://en.wikipedia.org/wiki/Pooled_variance
 * @example pooledSpread('f', [[1, 3], [6, 4]]) // standardDeviation = 1.4142135623730951, df = 2
 */
export function pooledSpread(where: string, samples: readonly (readonly number[])[]): PooledSpread {
  for (const sample of samples) requireSample(where, sample, 1);
  const df = sum(samples.map((sample) => sample.length - 1));
  const squares = samples.flatMap((sample) => {
    const centre = mean(sample);
    return sample.map((value) => (value - centre) ** 2);
  });
  const standardDeviation = Math.sqrt(sum(squares) / df);
  if (!(standardDeviation > 0)) {
    throw new StatisticsError(`${where} needs a sample whose values differ, got none`);
  }
  return { standardDeviation, df };
}
