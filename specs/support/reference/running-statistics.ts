/** The running mean and variance that batch normalisation evaluates with, updated as PyTorch does. */
import type { BatchStatistics } from './batch-norm.ts';
import { mapTensor, type NamedTensors, type Tensor64 } from './tensor64.ts';

export const BATCH_NORM_MOMENTUM = 0.1; // PyTorch's default and meaning: the weight of the new batch

/**
 * Moves every layer's running statistics towards one batch's.
 * The variance moves towards the unbiased one, although the batch itself is normalised with the biased.
 * @param running - `stem.mean`, `stem.variance`, `block1.mean`, …, each `[channels]`
 * @param batch - by layer: `stem`, `block1`, …
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
 */
export function updateRunningStatistics(
  running: NamedTensors,
  batch: Readonly<Record<string, BatchStatistics>>,
): NamedTensors {
  const updated: Record<string, Tensor64> = {};
  for (const [layer, { mean, variance, count }] of Object.entries(batch)) {
    const unbiased = mapTensor(variance, (value) => (value * count) / (count - 1));
    updated[`${layer}.mean`] = mixed(running[`${layer}.mean`]!, mean);
    updated[`${layer}.variance`] = mixed(running[`${layer}.variance`]!, unbiased);
  }
  return updated;
}

function mixed(old: Tensor64, fresh: Tensor64): Tensor64 {
  return mapTensor(
    old,
    (value, at) => (1 - BATCH_NORM_MOMENTUM) * value + BATCH_NORM_MOMENTUM * fresh.values[at]!,
  );
}
