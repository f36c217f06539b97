/** Scores a network on a set of images, in evaluation mode. */
import { batches } from '../dataset/batches.ts';
import type { ImageSet } from '../dataset/cifar10.ts';
import { softmaxCrossEntropy } from '../network/cross-entropy.ts';
import type { Network } from '../network/network.ts';
import type { NormStatistics } from '../network/running-statistics.ts';

export interface Evaluation {
  /** Mean over batches of the batch's mean loss, as the notebook averages it. */
  readonly loss: number;
  /** The class that each image was given, uint8 [images]. */
  readonly predicted: Uint8Array;
}

/**
 * Evaluates chosen images.
 *
 * @param network - unchanged
 * @param statistics - what batch norm normalises by
 * @param set - images and labels
 * @param order - which images, by index
 * @param batchSize - images at a time
 */
export async function evaluate(
  network: Network,
  statistics: readonly NormStatistics[],
  set: ImageSet,
  order: Uint32Array,
  batchSize: number,
): Promise<Evaluation> {
  const predicted = new Uint8Array(order.length);
  let [seen, lossOfBatches, batchCount] = [0, 0, 0];
  for (const { images, labels } of batches(set, order, batchSize)) {
    const logits = await network.logits(images, statistics).finally(() => images.dispose());
    const scored = softmaxCrossEntropy(logits, labels);
    predicted.set(scored.predicted, seen);
    lossOfBatches += scored.lossSum / labels.length;
    seen += labels.length;
    batchCount += 1;
  }
  return { loss: lossOfBatches / batchCount, predicted };
}

/** The first `count` images, in their own order. */
export function firstImages(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, index) => index);
}
