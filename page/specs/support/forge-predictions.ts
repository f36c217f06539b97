/** A forgery that fits in every part of a record: other predictions, the accuracy that follows from them, a fresh seal. */
import { testLabels } from '../../../src/dataset/test-labels.ts';
import { nodeHost } from '../../../src/node-host.ts';
import type { RunRecord } from '../../../src/records/run-record.ts';
import { formatSealed, seal } from '../../../src/records/seal.ts';

/** @param text - of a record @returns that of one with 2 points more by running statistics, and consistent */
export function forgePredictions(text: string): string {
  const { digest: _, ...record } = JSON.parse(text) as RunRecord;
  const { running } = record.predictions;
  let left = Math.round(0.02 * running.length);
  const forged = [...running].map((digit, image) => {
    const right = String(testLabels[image]);
    if (digit === right || left === 0) return digit;
    left -= 1;
    return right;
  });
  const correct = forged.filter((digit, image) => digit === String(testLabels[image])).length;
  const epochs = record.epochs.map((epoch, index) =>
    index === record.epochs.length - 1 ? { ...epoch, testAccuracy: correct / forged.length } : epoch,
  );
  const predictions = { ...record.predictions, running: forged.join('') };
  return formatSealed(seal({ ...record, epochs, predictions }, nodeHost));
}
