/** Bootstrap confidence interval of a mean, BCa, from a stream of random numbers that the caller seeds. */
import { normalBelow, normalQuantile } from './distributions.ts';
import { mean } from './mean.ts';
import { quantile } from './quantile.ts';
import { requireBetween, requireInteger, requireSample, StatisticsError } from './statistics-error.ts';

/** How to resample. */
export type BootstrapOptions = {
  /** Uniform draws from [0, 1), such as `stream(seed, purpose)` gives; the same stream gives the same interval. */
  readonly random: () => number;
  /** Number of resamples, an integer ≥ 100. Default 9999. */
  readonly resamples?: number;
  /** Two-sided error level, in 0..1. Default 0.05. */
  readonly alpha?: number;
};

/** An estimate with its bootstrap interval. */
export type Bootstrap = {
  readonly n: number;
  readonly estimate: number;
  /** Two-sided 1 − alpha interval, [low, high]. */
  readonly interval: readonly [number, number];
};

/**
 * Estimates a mean with an interval from resamples drawn with replacement, corrected for bias and skew.
 *
 * Assumes independent values, and enough of them for their own distribution to stand in for the population's. That
 * fails for few: at n = 3 every resampled mean is positive as soon as three differences are, which by chance they are
 * one time in eight. So fewer than 10 values are refused; use the paired t test for seeds.
 *
 * @param values - at least 10 finite values, such as per-image scores
 * @param options - the random stream, the number of resamples, alpha
 * @returns the estimate and its interval; of zero width if all values are equal
 * @throws StatisticsError if there are fewer than 10 values, one is not finite, an option is out of range, the stream
 * leaves [0, 1), or BCa is undefined as all resamples lie on one side of the estimate
 * @see https://en.wikipedia.org/wiki/Bootstrapping_(statistics)#Methods_for_bootstrap_confidence_intervals
 * @see https://projecteuclid.org/journals/statistical-science/volume-11/issue-3/Bootstrap-confidence-intervals/10.1214/ss/1032280214.full
 * @example bootstrap([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], { random: stream(1, 'bootstrap') }).estimate // 5.5
 */
export function bootstrap(values: readonly number[], options: BootstrapOptions): Bootstrap {
  const { random, resamples = 9999, alpha = 0.05 } = options;
  requireSample('bootstrap', values, 10);
  requireInteger('bootstrap', 'number of resamples', resamples, 100, 10_000_000);
  requireBetween('bootstrap', 'alpha', alpha, 0, 1);
  const estimate = mean(values);
  const replicates = Array.from({ length: resamples }, () => mean(resample(values, random)));
  const constant = values.every((value) => value === values[0]);
  const adjust = constant ? (tail: number) => tail : bca(values, estimate, replicates);
  const interval = [
    quantile(replicates, adjust(alpha / 2)),
    quantile(replicates, adjust(1 - alpha / 2)),
  ] as const;
  return { n: values.length, estimate, interval };
}

/** As many values as given, drawn with replacement. */
function resample(values: readonly number[], random: () => number): number[] {
  return values.map(() => {
    const draw = random();
    const value = values[Math.floor(draw * values.length)];
    if (value === undefined) throw new StatisticsError(`bootstrap needs draws in [0, 1), got ${draw}`);
    return value;
  });
}

/** Efron's correction: which quantile of the replicates to take for a nominal tail. */
function bca(
  values: readonly number[],
  estimate: number,
  replicates: readonly number[],
): (tail: number) => number {
  // Replicates equal to the estimate count half, so that a discrete statistic shows no bias that it has not.
  const below = replicates.filter((replicate) => replicate < estimate).length;
  const equal = replicates.filter((replicate) => replicate === estimate).length;
  const share = (below + equal / 2) / replicates.length;
  if (share === 0 || share === 1) {
    throw new StatisticsError(
      `bootstrap needs resamples on both sides of the estimate for BCa, got a share of ${share} below ${estimate}`,
    );
  }
  const bias = normalQuantile(share);
  const skew = acceleration(values);
  return (tail) => {
    const shifted = bias + normalQuantile(tail);
    return normalBelow(bias + shifted / (1 - skew * shifted));
  };
}

/** A sixth of the skewness of the mean, by leaving out one value at a time; 0 if that changes nothing. */
function acceleration(values: readonly number[]): number {
  const without = values.map((_, left) => mean(values.filter((_value, index) => index !== left)));
  const centre = mean(without);
  const cubes = mean(without.map((value) => (centre - value) ** 3));
  const squares = mean(without.map((value) => (centre - value) ** 2));
  return squares === 0 ? 0 : cubes / (6 * Math.sqrt(values.length) * squares ** 1.5);
}
