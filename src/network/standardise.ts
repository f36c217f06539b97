/** Pooled features standardised over the batch, without parameters: batch norm's formula in plain float64 arithmetic. */
import { BATCH_NORM_EPSILON } from './batch-norm.ts';
import type { BatchStatistics, NormStatistics } from './running-statistics.ts';

/** Features of a batch, each with mean 0 and variance 1 over it. */
export interface StandardisedBatch {
  /** Row-major [batch, features]. */
  readonly values: Float32Array;
  /** What evaluation will need, [features]. */
  readonly statistics: BatchStatistics;
  /** √(biased variance + ε), [features]. */
  readonly deviations: Float64Array;
}

/**
 * Standardises by the batch's own statistics, as in training.
 *
 * @param features - row-major [batch, width]
 * @throws RangeError if the batch is a single image: its unbiased variance is undefined
 */
export function standardise(features: Float32Array, width: number): StandardisedBatch {
  const count = features.length / width;
  if (count < 2) throw new RangeError(`standardise needs more than 1 image per batch, got ${count}`);
  const mean = columnSums(features, width, (value) => value).map((sum) => sum / count);
  const squares = columnSums(features, width, (value, i) => (value - at(mean, i)) * (value - at(mean, i)));
  const deviations = squares.map((sum) => Math.sqrt(sum / count + BATCH_NORM_EPSILON));
  return {
    values: features.map((value, index) => (value - at(mean, index % width)) / at(deviations, index % width)),
    statistics: { mean, variance: squares.map((sum) => sum / (count - 1)) },
    deviations,
  };
}

/**
 * Pulls a gradient back through {@link standardise}: ∂L/∂x = (g − mean(g) − y·mean(g·y)) / deviation, since mean and
 * variance depend on x too.
 *
 * @param dy - ∂L/∂y, row-major [batch, width]
 */
export function standardiseGradient(
  dy: Float32Array,
  { values, deviations }: Pick<StandardisedBatch, 'values' | 'deviations'>,
): Float32Array {
  const width = deviations.length;
  const count = dy.length / width;
  const slope = columnSums(dy, width, (g) => g).map((sum) => sum / count);
  const along = columnSums(dy, width, (g, _, index) => g * at(values, index)).map((sum) => sum / count);
  return dy.map((g, index) => {
    const i = index % width;
    return (g - at(slope, i) - at(values, index) * at(along, i)) / at(deviations, i);
  });
}

/** Standardises by given statistics, as in evaluation. @param features - row-major [batch, width] */
export function standardiseBy(features: Float32Array, { mean, variance }: NormStatistics): Float32Array {
  const width = mean.length;
  const deviations = Float64Array.from(variance, (value) => Math.sqrt(value + BATCH_NORM_EPSILON));
  return features.map((value, index) => (value - at(mean, index % width)) / at(deviations, index % width));
}

function columnSums(
  values: Float32Array,
  width: number,
  term: (value: number, column: number, index: number) => number,
): Float64Array {
  const sums = new Float64Array(width);
  values.forEach((value, index) => {
    const column = index % width;
    sums[column] = at(sums, column) + term(value, column, index);
  });
  return sums;
}

function at(values: Float32Array | Float64Array, index: number): number {
  return values[index] as number;
}
