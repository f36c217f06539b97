/** The training loop on noise: that it repeats, stands still when asked, holds its data to their digest, and owns up to divergence. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ImageSet } from '../../../src/dataset/cifar10.ts';
import { startEngine } from '../../../src/engine/engine.ts';
import { Network } from '../../../src/network/network.ts';
import { nodeHost } from '../../../src/node-host.ts';
import { beginTraining, continueTraining, type TrainingData } from '../../../src/training/training.ts';
import { expectNoLeak } from '../../support/leak-check.ts';
import { tinyData, tinySettings, trainTiny, weightsDigest } from '../../support/tiny-run.ts';

const begin = (change: Partial<typeof tinySettings> = {}, data = tinyData) =>
  beginTraining({ ...tinySettings, ...change }, data, nodeHost);

describe('beginTraining', () => {
  it('starts from the weights that its seed gives, with no step taken and one link', () => {
    const state = begin();
    const { parameters, statistics } = Network.initialised(tinySettings, tinySettings.seed);
    expect(state.network.parameters).toEqual(parameters);
    expect(state.network.statistics).toEqual(statistics);
    expect([state.adam.steps, state.losses, state.epochs]).toEqual([0, [], []]);
    expect(state.chain).toEqual([{ step: 0, digest: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });

  // Catches a record that says other settings than were used.
  it('keeps settings of its own, which nobody can change behind its back', () => {
    const asked = { ...tinySettings };
    const state = beginTraining(asked, tinyData, nodeHost);
    asked.learningRate = 0.1;
    expect(state.settings).toEqual(tinySettings);
  });

  describe('holds the data to the settings', () => {
    const sets = ['train', 'test'] as const;
    const place = fc.record({
      set: fc.constantFrom(...sets),
      part: fc.constantFrom('images', 'labels'),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      bit: fc.integer({ min: 0, max: 7 }),
    });
    const copied = ({ images, labels, count }: ImageSet): ImageSet => ({
      images: images.slice(),
      labels: labels.slice(),
      count,
    });
    const withFlip = (
      set: 'train' | 'test',
      part: 'images' | 'labels',
      at: number,
      bit: number,
    ): TrainingData => {
      const changed = copied(tinyData[set]);
      changed[part][Math.floor(at * changed[part].length)]! ^= 1 << bit;
      return { ...tinyData, [set]: changed };
    };

    // Catches data that are altered in memory, after their files were verified.
    it('and refuses one altered bit of any image or label, with the digests and the likely cause', () => {
      const property = fc.property(place, ({ set, part, at, bit }) => {
        const [count, digest] =
          set === 'train'
            ? [tinySettings.trainImages, tinySettings.trainDigest]
            : [tinySettings.testImages, tinySettings.testDigest];
        expect(() => begin({}, withFlip(set, part, at, bit))).toThrow(
          new RegExp(
            `^Training needs the ${count} images with SHA-256 ${digest}, got [0-9a-f]{64}: the data were altered`,
          ),
        );
      });
      fc.assert(property, { numRuns: 60 });
    });

    it('and takes the right ones from any array, whatever lies beyond the images that are used', () => {
      for (const set of sets) {
        const [last, copy] = [tinyData[set].count - 1, copied(tinyData[set])];
        copy.images[last * 3072] = 255 - copy.images[last * 3072]!;
        copy.labels[last] = 9 - copy.labels[last]!;
        const fewer = { ...tinyData, [set]: { ...tinyData[set], count: last } };
        const used = nodeHost.sha256([
          tinyData[set].images.subarray(0, last * 3072),
          tinyData[set].labels.subarray(0, last),
        ]);
        const change = { [`${set}Images`]: last, [`${set}Digest`]: used };
        expect(begin(change, { ...tinyData, [set]: copy }).chain).toEqual(begin(change, fewer).chain);
      }
    });

    it('and refuses fewer images than the settings name, and other sets in their place', () => {
      const fewer = { ...tinyData.train, images: tinyData.train.images.subarray(0, 19 * 3072) };
      expect(() => begin({}, { ...tinyData, train: fewer })).toThrow('Training needs the 20 images');
      expect(() => begin({}, { train: tinyData.test, test: tinyData.train })).toThrow('Training needs');
    });
  });
});

describe('continueTraining', () => {
  beforeAll(async () => {
    await startEngine('wasm');
  });

  // Catches any draw that does not come from the seed, such as Math.random in a shuffle.
  it('gives the same state, down to the last bit, for the same settings', async () => {
    const [one, other] = [await trainTiny(), await trainTiny()];
    expect(other).toEqual(one);
    expect(other.chain).toHaveLength(8);
  });

  // Catches a seed, or an activation, that is ignored.
  it('gives other weights for another seed, activation, block kind, depth, learning rate or batch size', async () => {
    const changes = [
      {},
      { seed: 2 },
      { activation: 'sigmoid' },
      { blockKind: 'dense' },
      { depth: 2 },
      { learningRate: 2e-3 },
      { batchSize: 10 },
      { beta1: 0.8 },
      { beta2: 0.99 },
      { epsilon: 1e-4 },
    ] as const;
    const digests = new Set<string>();
    for (const change of changes) digests.add(weightsDigest(await trainTiny({ ...change, epochs: 1 })));
    expect(digests.size).toBe(changes.length);
  });

  it('describes every epoch in full, and the first batch before any step', async () => {
    const { epochs, initialGradientNorms, predictions, losses, recomputed } = await trainTiny();
    expect(epochs).toHaveLength(3);
    expect(losses).toHaveLength(9);
    expect(initialGradientNorms).toHaveLength(3); // stem, block, head
    expect(recomputed.map(({ name }) => name)).toEqual(['stem', 'block1']);
    for (const epoch of epochs) {
      expect(epoch.meanAbsoluteGradients).toHaveLength(10); // two layers of four tensors, and the head's two
      expect(epoch.relativeGradientNorms).toHaveLength(3);
      expect(epoch.runningMeanLag).toHaveLength(2);
      const images = [epoch.trainAccuracy * 20, epoch.testAccuracy * 12, epoch.recomputedTestAccuracy * 12];
      for (const fraction of images) expect(fraction).toBeCloseTo(Math.round(fraction), 9);
    }
    const shareRight = (predicted: Uint8Array) =>
      predicted.reduce((sum, k, image) => sum + (k === tinyData.test.labels[image] ? 1 : 0), 0) / 12;
    const last = epochs.at(-1)!;
    expect([predictions.running.length, predictions.recomputed.length]).toEqual([12, 12]);
    expect(shareRight(predictions.running)).toBe(last.testAccuracy);
    expect(shareRight(predictions.recomputed)).toBe(last.recomputedTestAccuracy);
  });

  // Catches an average that divides by another count than that of the batches.
  it('with a learning rate of 0 repeats the first epoch’s gradients, batch statistics and all', async () => {
    const { epochs } = await trainTiny({ learningRate: 0, batchSize: 20, statisticsImages: 20 });
    const [first, , last] = epochs.map(({ trainLoss }) => trainLoss);
    expect(last).toBeCloseTo(first!, 6); // but for the order of summation
  });

  it('tells of each step with its loss, and of each epoch with its figures', async () => {
    const told: string[] = [];
    const { losses, epochs } = await trainTiny({}, (event) =>
      told.push(
        event.kind === 'step'
          ? `step ${event.step} ${event.loss}`
          : `epoch ${event.epoch} ${JSON.stringify(event.figures)}`,
      ),
    );
    const steps = losses.map((loss, index) => `step ${index + 1} ${loss}`);
    const ends = epochs.map((figures, index) => `epoch ${index + 1} ${JSON.stringify(figures)}`);
    expect(told).toEqual([0, 1, 2].flatMap((n) => [...steps.slice(3 * n, 3 * n + 3), ends[n]]));
  });

  // Catches work that goes on while a visitor has paused it.
  it('stands still between events, and ends as a run that never stood still', async () => {
    const state = begin();
    const events = continueTraining(state, tinyData, nodeHost);
    for (let step = 0; step < 5; step++) await events.next();
    const before = structuredClone(state.chain);
    const weights = weightsDigest(state);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([state.chain, weightsDigest(state)]).toEqual([before, weights]);
    while (!(await events.next()).done);
    expect(state).toEqual(await trainTiny());
  });

  it('leaves no tensor behind, whether it ends, is left half-way, or diverges', async () => {
    await expectNoLeak(() => trainTiny({ epochs: 1 }));
    await expectNoLeak(async () => {
      for await (const event of continueTraining(begin(), tinyData, nodeHost)) {
        if (event.kind === 'step' && event.step === 2) break;
      }
    });
    await expectNoLeak(() => expect(trainTiny({ learningRate: 1e30 })).rejects.toThrow());
  });

  // Catches a run that goes on with NaN and ends as a record of 10 % accuracy.
  it('throws when it diverges, naming epoch and step', async () => {
    await expect(trainTiny({ learningRate: 1e30 })).rejects.toThrow(
      /finite training loss, got \S+ in epoch 1, step 2/,
    );
  });

  // Catches the one step after which no training loss is taken any more.
  it('throws also when it diverges at its very last step', async () => {
    const diverging = { learningRate: Number.MAX_VALUE, epochs: 1, batchSize: 20, statisticsImages: 20 };
    await expect(trainTiny(diverging)).rejects.toThrow(
      /finite test loss, got \S+ in epoch 1, step 1: the run diverged .* look for a learning rate/,
    );
  });
});
