/**
 * Batch norm's statistics recomputed for the weights of one moment, instead of the running average that trails them
 * while the weights move: "precise" batch norm.
 */
import { batches } from '../dataset/batches.ts';
import type { ImageSet } from '../dataset/cifar10.ts';
import { BATCH_NORM_EPSILON } from '../network/batch-norm.ts';
import type { Network } from '../network/network.ts';
import type { NormStatistics } from '../network/running-statistics.ts';
import { firstImages } from './evaluate.ts';

/**
 * Averages, over batches in training mode, the statistics that each batch norm sees.
 *
 * @param network - unchanged; its running statistics play no part
 * @param set - training images
 * @param count - how many of them, from the first on: whole batches
 * @param batchSize - of training, so that each batch is normalised as there
 * @returns mean and unbiased variance per layer, each the plain average over batches; without batch norm, what the
 *   network has
 * @see Wu & Johnson 2021, "Rethinking 'Batch' in BatchNorm", https://arxiv.org/abs/2105.07576, section 3
 */
export async function recomputeStatistics(
  network: Network,
  set: ImageSet,
  count: number,
  batchSize: number,
): Promise<readonly NormStatistics[]> {
  const totals = network.statistics.map(({ name, mean }) => ({
    name,
    mean: new Float64Array(mean.length),
    variance: new Float64Array(mean.length),
  }));
  let [batchCount, seen] = [0, 0];
  for (const { images } of batches(set, firstImages(count), batchSize)) {
    const layers = await network.batchStatistics(images).finally(() => images.dispose());
    layers.forEach(({ mean, variance }, layer) => {
      add(totals[layer]?.mean, mean);
      add(totals[layer]?.variance, variance);
    });
    batchCount += 1;
    seen = layers.length;
  }
  if (seen === 0) return network.statistics;
  const average = (sums: Float64Array) => Float32Array.from(sums, (sum) => sum / batchCount);
  return totals.map(({ name, mean, variance }) => ({
    name,
    mean: average(mean),
    variance: average(variance),
  }));
}

function add(totals: Float64Array | undefined, values: Float64Array): void {
  values.forEach((value, channel) => {
    if (totals) totals[channel] = (totals[channel] ?? 0) + value;
  });
}

/**
 * How far running means trail behind the recomputed ones, in standard deviations as batch norm takes them.
 *
 * @returns per layer the root mean square over channels of (running − recomputed mean) / √(recomputed variance + ε)
 */
export function runningMeanLag(
  running: readonly NormStatistics[],
  recomputed: readonly NormStatistics[],
): number[] {
  return running.map(({ mean }, layer) => {
    const now = recomputed[layer];
    const squares = mean.reduce((sum, value, channel) => {
      const apart = value - (now?.mean[channel] ?? Number.NaN);
      return sum + (apart * apart) / ((now?.variance[channel] ?? Number.NaN) + BATCH_NORM_EPSILON);
    }, 0);
    return Math.sqrt(squares / mean.length);
  });
}
