/** Mean cross-entropy of softmax probabilities against labels, forward and backward. */
import { channelsOf, mapTensor, type Tensor64 } from './tensor64.ts';

export interface LossPass {
  readonly loss: number; // nats, the mean over the batch
  readonly backward: () => Tensor64; // the logits' gradient, [batch, classes]
}

/**
 * Scores logits against labels.
 * @param logits - `[batch, classes]`
 * @param labels - one class index, from 0, an image
 */
export function softmaxCrossEntropy(logits: Tensor64, labels: readonly number[]): LossPass {
  const classes = channelsOf(logits);
  const logProbabilities = logSoftmax(logits);
  const surprise = labels.map((label, n) => -logProbabilities.values[n * classes + label]!);
  return {
    loss: surprise.reduce((sum, nats) => sum + nats, 0) / labels.length,
    backward: () =>
      mapTensor(logProbabilities, (logProbability, at) => {
        const isLabel = at % classes === labels[Math.floor(at / classes)];
        return (Math.exp(logProbability) - (isLabel ? 1 : 0)) / labels.length;
      }),
  };
}

function logSoftmax(logits: Tensor64): Tensor64 {
  const classes = channelsOf(logits);
  const result = mapTensor(logits, (value) => value);
  for (let start = 0; start < result.values.length; start += classes) {
    const row = result.values.subarray(start, start + classes); // a view: changes reach the result
    const largest = Math.max(...row); // subtracted first, so that no exponential overflows
    const logSum = Math.log(row.reduce((sum, value) => sum + Math.exp(value - largest), 0));
    for (let c = 0; c < classes; c++) row[c]! -= largest + logSum;
  }
  return result;
}
