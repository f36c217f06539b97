/** Scores a network on a set of images, in evaluation mode. */
import { batches } from '../dataset/batches.ts';
import type { ImageSet } from '../dataset/cifar10.ts';
import { softmaxCrossEntropy } from '../network/cross-entropy.ts';
import type { Network } from '../network/network.ts';

export interface Evaluation {
  /** Mean over batches of the batch's mean loss, as the notebook averages it. */
  readonly loss: number;
  /** Fraction of images whose largest logit is the label's, 0–1. */
  readonly accuracy: number;
  /** 1 for each image that was right, uint8 [images]. */
  readonly correct: Uint8Array;
}

/**
 * Evaluates the first `count` images of a set, in order.
 *
 * @param network - evaluated by its running statistics; unchanged
 * @param set - images and labels
 * @param count - how many images
 * @param batchSize - images at a time
 */
export async function evaluate(
  network: Network,
  set: ImageSet,
  count: number,
  batchSize: number,
): Promise<Evaluation> {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  const correct = new Uint8Array(count);
  let [seen, lossOfBatches, batchCount] = [0, 0, 0];
  for (const { images, labels } of batches(set, order, batchSize)) {
    const logits = await network.logits(images);
    images.dispose();
    const scored = softmaxCrossEntropy(logits, labels);
    correct.set(scored.correct, seen);
    lossOfBatches += scored.lossSum / labels.length;
    seen += labels.length;
    batchCount += 1;
  }
  const right = correct.reduce((sum, hit) => sum + hit, 0);
  return { loss: lossOfBatches / batchCount, accuracy: right / count, correct };
}
