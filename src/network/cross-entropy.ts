/** Softmax cross-entropy over the batch: loss, its gradient, and the classes that were predicted. */
import { expOfNonPositive, logOfPositive } from './exp-and-log.ts';

export interface BatchLoss {
  /** Σ over the batch of −ln softmax(logits)[label], natural logarithm. */
  readonly lossSum: number;
  /** The class with the largest logit, the first of equals: uint8 [batch]. */
  readonly predicted: Uint8Array;
  /** ∂(mean loss)/∂logits = (softmax − one-hot) / batch: float32 [batch × classes]. */
  readonly gradient: Float32Array;
}

/**
 * Scores logits against labels in float64, since they are few.
 *
 * @param logits - row-major [batch, classes]
 * @param labels - class indices [batch]
 * @returns loss, predicted classes and gradient; a loss of NaN if a logit is not finite
 * @throws RangeError if the logits do not divide into one row per label
 * @see https://cs231n.github.io/linear-classify/#softmax
 */
export function softmaxCrossEntropy(logits: Float32Array, labels: Uint8Array): BatchLoss {
  const batch = labels.length;
  const classes = logits.length / batch;
  if (batch === 0 || !Number.isInteger(classes)) {
    throw new RangeError(
      `softmaxCrossEntropy needs one row of logits per label, got ${logits.length} for ${batch}`,
    );
  }
  const predicted = new Uint8Array(batch);
  const gradient = new Float32Array(logits.length);
  let lossSum = logits.every(Number.isFinite) ? 0 : Number.NaN;
  for (let image = 0; image < batch && lossSum >= 0; image++) {
    const row = logits.subarray(image * classes, (image + 1) * classes);
    const label = labels[image] ?? 0;
    // Subtracting the largest logit leaves softmax as it is and keeps the exponentials from overflowing.
    const largest = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const exponentials = Array.from(row, (logit) => expOfNonPositive(logit - largest));
    const total = exponentials.reduce((sum, exponential) => sum + exponential, 0);
    exponentials.forEach((exponential, k) => {
      gradient[image * classes + k] = (exponential / total - (k === label ? 1 : 0)) / batch;
    });
    lossSum += logOfPositive(total) + largest - (row[label] ?? Number.NaN);
    predicted[image] = row.indexOf(largest);
  }
  return { lossSum, predicted, gradient };
}

/**
 * Counts the images whose predicted class is their label.
 *
 * @param predicted - class indices [images]
 * @param labels - class indices [images] or more
 */
export function countCorrect(predicted: Uint8Array, labels: Uint8Array): number {
  return predicted.reduce((sum, k, image) => sum + (k === labels[image] ? 1 : 0), 0);
}
