/** Prediction interval: where new values, or their mean, should fall, judging by earlier ones. */
import { studentTCritical } from './distributions.ts';
import { mean } from './mean.ts';
import { requireBetween, requireInteger, requireSample } from './statistics-error.ts';
import { isRounding, type ZeroVariance } from './t-inference.ts';
import { standardDeviation } from './variance.ts';

/** What is to be predicted. */
export type PredictionOptions = {
  /** Number of new values whose mean is predicted, an integer ≥ 1. Default 1: a single value. */
  readonly newValues?: number;
  /** Two-sided error level, in 0..1. Default 0.05. */
  readonly alpha?: number;
};

/** The outcome of {@link predictionInterval}. */
export type Prediction =
  | ZeroVariance
  | {
      readonly kind: 'prediction';
      /** Number of earlier values. */
      readonly n: number;
      readonly newValues: number;
      /** Mean of the earlier values. */
      readonly estimate: number;
      /** Two-sided 1 − alpha interval, [low, high]. */
      readonly interval: readonly [number, number];
    };

/**
 * Predicts the mean of m new values from n earlier ones: x̄ ± t · s · √(1/n + 1/m). Wider than a confidence interval
 * for the true mean, as the new values vary too; so this one judges whether a rerun agrees.
 *
 * Assumes that earlier and new values are independent draws from one normal distribution. When the earlier values are
 * equal up to rounding, nothing is predicted and the kind is `zero-variance`.
 *
 * @param earlier n ≥ 2 finite values
 * @param options number of new values and alpha
 * @returns centre and interval, in the unit of the values; or `zero-variance`
 * @throws StatisticsError if n < 2, a value is not finite, or an option is out of range
 * @see https://en.wikipedia.org/wiki/Prediction_interval#Unknown_mean,_unknown_variance
 * @example predictionInterval([0.71, 0.72, 0.76]).interval // [0.5986, 0.8614]
 */
export function predictionInterval(earlier: readonly number[], options: PredictionOptions = {}): Prediction {
  const { newValues = 1, alpha = 0.05 } = options;
  requireSample('predictionInterval', earlier, 2);
  requireInteger('predictionInterval', 'number of new values', newValues, 1, Number.MAX_SAFE_INTEGER);
  requireBetween('predictionInterval', 'alpha', alpha, 0, 1);
  const n = earlier.length;
  const estimate = mean(earlier);
  const spread = standardDeviation(earlier);
  if (isRounding(spread, [earlier])) return { kind: 'zero-variance', n, estimate };
  const reach = studentTCritical(alpha / 2, n - 1) * spread * Math.sqrt(1 / n + 1 / newValues);
  return { kind: 'prediction', n, newValues, estimate, interval: [estimate - reach, estimate + reach] };
}
