/** The per-channel mean and variance that batch norm gathers in training and uses in evaluation. */

/** What one layer is normalised by in evaluation. */
export interface NormStatistics {
  /** The layer, such as `stem` or `block3`. */
  readonly name: string;
  /** [channels], of the linear map's output with its bias. */
  readonly mean: Float32Array;
  /** [channels], unbiased. */
  readonly variance: Float32Array;
}

/** One batch's statistics, float64 [channels] each: mean with the bias, and unbiased variance. */
export interface BatchStatistics {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** Weight of the newest batch in the running estimate, PyTorch's default. */
export const BATCH_NORM_MOMENTUM = 0.1;

/** Running statistics before any batch was seen: mean 0, variance 1. */
export function freshStatistics(names: readonly string[], width: number): readonly NormStatistics[] {
  return names.map((name) => ({
    name,
    mean: new Float32Array(width),
    variance: new Float32Array(width).fill(1),
  }));
}

/**
 * Turns what a training pass saw into what evaluation needs.
 *
 * The linear map before the batch norm leaves its bias out (see `LinearMap`); the mean that evaluation must subtract
 * contains it, so it is added here.
 *
 * @param mean - of the batch, without bias, [channels]
 * @param variance - of the batch, biased, [channels]
 * @param count - values per channel that were averaged over
 * @param bias - the linear map's bias, [channels]
 * @throws RangeError if only one value per channel was seen: its unbiased variance is undefined
 */
export function batchStatistics(
  mean: Float32Array,
  variance: Float32Array,
  count: number,
  bias: Float32Array,
): BatchStatistics {
  if (count < 2)
    throw new RangeError(`Batch norm needs more than 1 value per channel to train, got ${count}`);
  const unbias = count / (count - 1);
  return {
    mean: Float64Array.from(mean, (value, channel) => value + (bias[channel] ?? Number.NaN)),
    variance: Float64Array.from(variance, (value) => value * unbias),
  };
}

/**
 * Takes the bias out of a mean again: evaluation too leaves it out of the linear map.
 *
 * @param bias - the linear map's bias, [channels]
 */
export function withoutBias({ name, mean, variance }: NormStatistics, bias: Float32Array): NormStatistics {
  return { name, mean: mean.map((value, channel) => value - (bias[channel] ?? Number.NaN)), variance };
}

/**
 * Moves the running estimate a tenth of the way to the batch's own statistics, in place.
 *
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
 */
export function updateStatistics(running: NormStatistics, batch: BatchStatistics): void {
  const blend = (old: Float32Array, fresh: Float64Array) =>
    fresh.forEach((value, channel) => {
      const before = old[channel] ?? Number.NaN;
      old[channel] = before + BATCH_NORM_MOMENTUM * (value - before);
    });
  blend(running.mean, batch.mean);
  blend(running.variance, batch.variance);
}
