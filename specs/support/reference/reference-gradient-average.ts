/** The notebook's gradient average of one batch: the mean over parameter tensors of each one's mean |g|. */
import type { NamedTensors } from './tensor64.ts';

/**
 * Weighs every tensor alike, whatever its size, biases that batch norm cancels included.
 * @param gradients - every parameter's
 */
export function referenceGradientAverage(gradients: NamedTensors): number {
  const means = Object.values(gradients).map(
    ({ values }) => values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length,
  );
  return means.reduce((sum, mean) => sum + mean, 0) / means.length;
}
