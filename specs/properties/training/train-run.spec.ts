/** The training loop on noise: that it repeats, resumes nothing by itself, reports, and owns up to divergence. */
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { Network } from '../../../src/network/network.ts';
import { type Progress, trainRun } from '../../../src/training/train-run.ts';
import { expectNoLeak } from '../../support/leak-check.ts';
import { tinyData, tinySettings } from '../../support/tiny-run.ts';

describe('trainRun', () => {
  beforeAll(async () => {
    await startEngine('wasm');
  });

  // Catches any draw that does not come from the seed, such as Math.random in a shuffle.
  it('gives the same result, down to the digest of the weights, for the same settings', async () => {
    const [one, other] = [await trainRun(tinySettings, tinyData), await trainRun(tinySettings, tinyData)];
    expect(one.weightsDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(other).toEqual(one);
  });

  // Catches a seed, or an activation, that is ignored.
  it('gives other weights for another seed, activation, depth or learning rate', async () => {
    const changes = [
      {},
      { seed: 2 },
      { activation: 'sigmoid' },
      { depth: 2 },
      { learningRate: 2e-3 },
    ] as const;
    const digests = new Set<string>();
    for (const change of changes) {
      digests.add((await trainRun({ ...tinySettings, ...change, epochs: 1 }, tinyData)).weightsDigest);
    }
    expect(digests.size).toBe(changes.length);
  });

  it('describes every epoch in full, and the first batch before any step', async () => {
    const { epochs, initialGradientNorms, correct } = await trainRun(tinySettings, tinyData);
    expect(epochs).toHaveLength(3);
    expect(initialGradientNorms).toHaveLength(3); // stem, block, head
    for (const epoch of epochs) {
      expect(epoch.meanAbsoluteGradients).toHaveLength(10); // two layers of four tensors, and the head's two
      expect(epoch.relativeGradientNorms).toHaveLength(3);
      for (const fraction of [epoch.trainAccuracy * 20, epoch.testAccuracy * 12]) {
        expect(fraction).toBeCloseTo(Math.round(fraction), 9);
      }
    }
    expect(correct).toHaveLength(12);
    expect(correct.reduce((sum, hit) => sum + hit, 0) / 12).toBe(epochs.at(-1)!.testAccuracy);
  });

  // Catches an average that divides by another count than that of the batches.
  it('with a learning rate of 0 repeats the first epoch’s gradients, batch statistics and all', async () => {
    const { epochs } = await trainRun({ ...tinySettings, learningRate: 0, batchSize: 20 }, tinyData);
    const [first, , last] = epochs.map(({ trainLoss }) => trainLoss);
    expect(last).toBeCloseTo(first!, 6); // but for the order of summation
  });

  it('reports after each epoch, and saves after each but the last', async () => {
    const reported: Progress[] = [];
    const saved: number[] = [];
    await trainRun(tinySettings, tinyData, {
      report: async (progress) => {
        reported.push(progress);
      },
      save: async ({ epochs }) => {
        saved.push(epochs.length);
      },
    });
    expect(reported.map(({ epoch, epochs }) => [epoch, epochs])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(reported.at(-1)!.secondsLeft).toBe(0);
    expect(reported.every(({ imagesPerSecond }) => imagesPerSecond > 0)).toBe(true);
    expect(saved).toEqual([1, 2]);
  });

  it('leaves no tensor behind, also when it diverges', async () => {
    await expectNoLeak(() => trainRun({ ...tinySettings, epochs: 1 }, tinyData));
    const diverging = { ...tinySettings, learningRate: 1e30 };
    await expectNoLeak(() => expect(trainRun(diverging, tinyData)).rejects.toThrow());
  });

  // Catches a run that goes on with NaN and ends as a record of 10 % accuracy.
  it('throws when it diverges, naming epoch and step', async () => {
    const diverging = { ...tinySettings, learningRate: 1e30 };
    await expect(trainRun(diverging, tinyData)).rejects.toThrow(
      /finite training loss, got \S+ in epoch 1, step 2/,
    );
  });

  // Catches the one step after which no training loss is taken any more.
  it('throws also when it diverges at its very last step', async () => {
    const diverging = { ...tinySettings, learningRate: Number.MAX_VALUE, epochs: 1, batchSize: 20 };
    await expect(trainRun(diverging, tinyData)).rejects.toThrow(
      /finite test loss, got \S+ in epoch 1, step 1: the run diverged .* look for a learning rate/,
    );
  });

  it('starts from the weights that its seed gives', async () => {
    const { parameters } = Network.initialised(tinySettings, tinySettings.seed);
    await trainRun({ ...tinySettings, learningRate: 0, epochs: 1 }, tinyData, {
      restore: async ({ network, adam, epochs }) => {
        expect(network.parameters).toEqual(parameters);
        expect([adam.steps, epochs.length]).toEqual([0, 0]);
      },
    });
  });
});
