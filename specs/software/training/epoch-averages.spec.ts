/** What an epoch's numbers are averages of, worked out again batch by batch with weights that stand still. */
import { beforeEach, describe, expect, it } from 'vitest';
import { batches, epochOrder } from '../../../src/dataset/batches.ts';
import { startEngine } from '../../../src/engine/engine.ts';
import { countCorrect } from '../../../src/network/cross-entropy.ts';
import { Network } from '../../../src/network/network.ts';
import { evaluate, firstImages } from '../../../src/training/evaluate.ts';
import { meanAbsoluteGradients, relativeGradientNorms } from '../../../src/training/gradient-flow.ts';
import { recomputeStatistics, runningMeanLag } from '../../../src/training/recompute-statistics.ts';
import type { TrainingState } from '../../../src/training/training.ts';
import { tinyData, tinySettings, trainTiny, weightsDigest } from '../../support/tiny-run.ts';

const still = { ...tinySettings, learningRate: 0 };
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const columns = (rows: readonly (readonly number[])[]) =>
  rows[0]!.map((_, column) => mean(rows.map((row) => row[column]!)));

/** Each batch of the first epoch, seen by the network as it was initialised. */
async function batchByBatch() {
  const network = Network.initialised(still, still.seed);
  const seen = [];
  for (const { images, labels } of batches(tinyData.train, epochOrder(20, still.seed, 1), still.batchSize)) {
    const { lossSum, gradients, predicted } = await network.gradients(images, labels);
    images.dispose();
    seen.push({
      loss: lossSum / labels.length,
      right: countCorrect(predicted, labels),
      means: meanAbsoluteGradients(gradients),
      norms: relativeGradientNorms(network.parameters, gradients),
    });
  }
  return seen;
}

describe('continueTraining', () => {
  let seen: Awaited<ReturnType<typeof batchByBatch>>;
  let trained: TrainingState;
  beforeEach(async () => {
    await startEngine('wasm');
    seen = await batchByBatch();
    trained = await trainTiny({ learningRate: 0 });
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
    expect((await trainTiny()).initialGradientNorms).toEqual(seen[0]!.norms);
  });

  it('keeps the mean loss of each step’s batch', () => {
    expect(trained.losses.slice(0, 3)).toEqual(seen.map(({ loss }) => loss));
  });

  // Catches an evaluation by the other statistics, by those of an earlier epoch, or on other images.
  it('evaluates each epoch twice: by the running statistics, and by those recomputed for its weights', async () => {
    const halfway: Promise<void>[] = [];
    const state = await trainTiny({}, ({ kind }, { network, epochs }) => {
      if (kind === 'step') return;
      // What the epoch ended with, before training goes on.
      const then = new Network(
        network.architecture,
        structuredClone(network.parameters),
        structuredClone(network.statistics),
      );
      halfway.push(expectEvaluated(then, epochs.at(-1)!));
    });
    await Promise.all(halfway);
    expect(halfway).toHaveLength(3);
    expect(state.recomputed).toEqual(await recomputeStatistics(state.network, tinyData.train, 16, 8));
  });

  // Catches a digest of the parameters alone: evaluation leans on running statistics too.
  it('moves the running statistics, and nothing else, at a learning rate of 0', async () => {
    const shorter = await trainTiny({ learningRate: 0, epochs: 2 });
    expect(shorter.network.parameters).toEqual(trained.network.parameters);
    expect(shorter.recomputed).toEqual(trained.recomputed);
    expect(weightsDigest(shorter)).not.toBe(weightsDigest(trained));
  });
});

async function expectEvaluated(network: Network, epoch: TrainingState['epochs'][number]): Promise<void> {
  const recomputed = await recomputeStatistics(network, tinyData.train, 16, 8);
  const by = async (statistics: typeof recomputed) => {
    const { loss, predicted } = await evaluate(network, statistics, tinyData.test, firstImages(12), 8);
    return { loss, accuracy: countCorrect(predicted, tinyData.test.labels) / 12 };
  };
  const [own, fresh] = [await by(network.statistics), await by(recomputed)];
  expect(fresh.loss).not.toBe(own.loss);
  expect(epoch).toMatchObject({
    testLoss: own.loss,
    testAccuracy: own.accuracy,
    recomputedTestLoss: fresh.loss,
    recomputedTestAccuracy: fresh.accuracy,
    runningMeanLag: runningMeanLag(network.statistics, recomputed),
  });
}
