/** Softmax cross-entropy over the batch: loss, its gradient, and which images were right. */

export interface BatchLoss {
  /** Σ over the batch of −ln softmax(logits)[label], natural logarithm. */
  readonly lossSum: number;
  /** 1 where the largest logit is the label's (the first of equals counts), else 0: uint8 [batch]. */
  readonly correct: Uint8Array;
  /** ∂(mean loss)/∂logits = (softmax − one-hot) / batch: float32 [batch × classes]. */
  readonly gradient: Float32Array;
}

/**
 * Scores logits against labels in float64, since they are few.
 *
 * @param logits - row-major [batch, classes]
 * @param labels - class indices [batch]
 * @returns loss, correctness and gradient
 * @throws RangeError if the logits do not divide into one row a label
 * @see https://cs231n.github.io/linear-classify/#softmax
 */
export function softmaxCrossEntropy(logits: Float32Array, labels: Uint8Array): BatchLoss {
  const batch = labels.length;
  const classes = logits.length / batch;
  if (batch === 0 || !Number.isInteger(classes)) {
    throw new RangeError(
      `softmaxCrossEntropy needs one row of logits a label, got ${logits.length} for ${batch}`,
    );
  }
  const correct = new Uint8Array(batch);
  const gradient = new Float32Array(logits.length);
  let lossSum = 0;
  for (let image = 0; image < batch; image++) {
    const row = logits.subarray(image * classes, (image + 1) * classes);
    const label = labels[image] ?? 0;
    // Subtracting the largest logit leaves softmax as it is and keeps the exponentials from overflowing.
    const largest = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const total = row.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
    for (let k = 0; k < classes; k++) {
      const probability = Math.exp((row[k] ?? 0) - largest) / total;
      gradient[image * classes + k] = (probability - (k === label ? 1 : 0)) / batch;
    }
    lossSum += Math.log(total) + largest - (row[label] ?? Number.NaN);
    correct[image] = row.indexOf(largest) === label ? 1 : 0;
  }
  return { lossSum, correct, gradient };
}
