/** The per-channel mean and variance that batch norm gathers in training and uses in evaluation. */

export interface RunningStatistics {
  /** The layer, such as `stem` or `block3`. */
  readonly name: string;
  /** [channels], starts at 0. */
  readonly mean: Float32Array;
  /** [channels], unbiased, starts at 1. */
  readonly variance: Float32Array;
}

/** Weight of the newest batch in the running estimate, PyTorch's default. */
export const BATCH_NORM_MOMENTUM = 0.1;

/** Statistics before any batch was seen: mean 0, variance 1. */
export function freshStatistics(names: readonly string[], width: number): readonly RunningStatistics[] {
  return names.map((name) => ({
    name,
    mean: new Float32Array(width),
    variance: new Float32Array(width).fill(1),
  }));
}

/**
 * Moves the running estimate a tenth of the way to the batch's own statistics, in place.
 *
 * The linear map before the batch norm leaves its bias out (see `LinearMap`); the mean that evaluation must subtract
 * contains it, so it is added here.
 *
 * @param running - updated in place
 * @param batch - the batch's mean (without bias) and biased variance, [channels] each, and the `count` of values a
 *   channel was averaged over
 * @param bias - the linear map's bias, [channels]
 * @throws RangeError if only one value a channel was seen: its unbiased variance is undefined
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
 */
export function updateStatistics(
  running: RunningStatistics,
  batch: { readonly mean: Float32Array; readonly variance: Float32Array; readonly count: number },
  bias: Float32Array,
): void {
  if (batch.count < 2) {
    throw new RangeError(`Batch norm needs more than 1 value a channel to train, got ${batch.count}`);
  }
  const unbias = batch.count / (batch.count - 1);
  const blend = (old: number, fresh: number) => old + BATCH_NORM_MOMENTUM * (fresh - old);
  for (let channel = 0; channel < running.mean.length; channel++) {
    const mean = (batch.mean[channel] ?? Number.NaN) + (bias[channel] ?? Number.NaN);
    const variance = (batch.variance[channel] ?? Number.NaN) * unbias;
    running.mean[channel] = blend(running.mean[channel] ?? Number.NaN, mean);
    running.variance[channel] = blend(running.variance[channel] ?? Number.NaN, variance);
  }
}
