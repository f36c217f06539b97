/** What an epoch's numbers are averages of, worked out again batch by batch with weights that stand still. */
import { beforeEach, describe, expect, it } from 'vitest';
import { batches, epochOrder } from '../../../src/dataset/batches.ts';
import { startEngine } from '../../../src/engine/engine.ts';
import { Network } from '../../../src/network/network.ts';
import { meanAbsoluteGradients, relativeGradientNorms } from '../../../src/training/gradient-flow.ts';
import { type Progress, type RunResult, trainRun } from '../../../src/training/train-run.ts';
import { tinyData, tinySettings } from '../../support/tiny-run.ts';

const still = { ...tinySettings, learningRate: 0 };
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const columns = (rows: readonly (readonly number[])[]) =>
  rows[0]!.map((_, column) => mean(rows.map((row) => row[column]!)));

/** Each batch of the first epoch, seen by the network as it was initialised. */
async function batchByBatch() {
  const network = Network.initialised(still, still.seed);
  const seen = [];
  for (const { images, labels } of batches(tinyData.train, epochOrder(20, still.seed, 1), still.batchSize)) {
    const { lossSum, gradients, correct } = await network.gradients(images, labels);
    images.dispose();
    seen.push({
      loss: lossSum / labels.length,
      right: correct.reduce((sum, hit) => sum + hit, 0),
      means: meanAbsoluteGradients(gradients),
      norms: relativeGradientNorms(network.parameters, gradients),
    });
  }
  return seen;
}

describe('trainRun', () => {
  let seen: Awaited<ReturnType<typeof batchByBatch>>;
  let trained: RunResult;
  beforeEach(async () => {
    await startEngine('wasm');
    seen = await batchByBatch();
    trained = await trainRun(still, tinyData);
  });

  // Catches an average over images where the notebook's is over batches: the last of 8, 8 and 4 images weighs as much.
  it('averages loss and gradients over batches, and accuracy over images', () => {
    expect(seen).toHaveLength(3);
    const [epoch] = trained.epochs;
    expect(epoch!.trainLoss).toBeCloseTo(mean(seen.map(({ loss }) => loss)), 12);
    expect(epoch!.trainAccuracy).toBe(seen.reduce((sum, { right }) => sum + right, 0) / 20);
    columns(seen.map(({ means }) => means)).forEach((expected, tensor) => {
      expect(epoch!.meanAbsoluteGradients[tensor]).toBeCloseTo(expected, 12);
    });
    columns(seen.map(({ norms }) => norms)).forEach((expected, layer) => {
      expect(epoch!.relativeGradientNorms[layer]).toBeCloseTo(expected, 12);
    });
  });

  // Catches gradients "at initialisation" that are those of the last batch, on which H7 would then be judged.
  it('keeps the gradients of the first batch of all as those at initialisation', async () => {
    expect(trained.initialGradientNorms).toEqual(seen[0]!.norms);
    expect((await trainRun(tinySettings, tinyData)).initialGradientNorms).toEqual(seen[0]!.norms);
  });

  // Catches a digest of the parameters alone: evaluation leans on running statistics too.
  it('digests the running statistics with the weights, which alone move at a learning rate of 0', async () => {
    const shorter = await trainRun({ ...still, epochs: 2 }, tinyData);
    expect(shorter.weightsDigest).not.toBe(trained.weightsDigest);
  });

  it('reports its speed and the time left so that they agree with each other and with the clock', async () => {
    const reports: Progress[] = [];
    const start = performance.now();
    await trainRun(still, tinyData, { report: async (progress) => void reports.push(progress) });
    const seconds = (performance.now() - start) / 1000;
    for (const { epoch, imagesPerSecond, secondsLeft } of reports) {
      // 20 images an epoch: images a second × seconds left = images left.
      expect(imagesPerSecond * secondsLeft).toBeCloseTo(20 * (3 - epoch), 9);
      expect((20 * epoch) / imagesPerSecond).toBeLessThanOrEqual(seconds);
      expect((20 * epoch) / imagesPerSecond).toBeGreaterThan(seconds / 1000);
    }
  });

  it('counts only the epochs trained now when it goes on from a checkpoint', async () => {
    let [resumed, speed] = [Number.NaN, Number.NaN];
    const start = performance.now();
    await trainRun({ ...still, epochs: 50 }, tinyData, {
      restore: async ({ epochs }) => {
        epochs.push(...Array.from({ length: 49 }, () => trained.epochs[0]!));
        resumed = epochs.length;
      },
      report: async ({ imagesPerSecond }) => {
        speed = imagesPerSecond;
      },
    });
    expect(resumed).toBe(49);
    const slowest = 20 / ((performance.now() - start) / 1000);
    expect(speed).toBeGreaterThanOrEqual(slowest);
    expect(speed).toBeLessThan(20 * slowest); // 99 times as fast, were all 50 epochs and those before counted
  });
});
