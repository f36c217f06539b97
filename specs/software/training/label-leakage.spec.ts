/**
 * Do labels leak? Where labels were dealt out at random, an image says nothing of its label, so a network must score as
 * a guesser does, unless something else tells it the label. On real images.
 */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Cifar10, type ImageSet, loadCifar10 } from '../../../src/dataset/cifar10.ts';
import { startEngine } from '../../../src/engine/engine.ts';
import { nodeHost } from '../../../src/node-host.ts';
import { permutation, stream } from '../../../src/random.ts';
import { imagesDigest } from '../../../src/training/require-images.ts';
import { beginTraining, continueTraining } from '../../../src/training/training.ts';
import { chernoff } from '../../support/chernoff.ts';
import { settingsOf } from '../../support/this-study.ts';

const IMAGE_BYTES = 3 * 32 * 32;
const settings = {
  ...settingsOf({ scale: 'smoke', activation: 'relu', depth: 1, seed: 1 }),
  width: 8,
  trainImages: 1024,
  testImages: 1000,
  epochs: 4,
  batchSize: 64,
  learningRate: 1e-2,
} as const;

/** Deals all labels of a set out again. */
function shuffled({ images, labels, count }: ImageSet, purpose: string): ImageSet {
  const order = permutation(count, stream(1, purpose));
  return { images, labels: Uint8Array.from(order, (index) => labels[index]!), count };
}

/** Paints a square of the label's own brightness into a corner of each of the first images. */
function leaking({ images, labels, count }: ImageSet): ImageSet {
  const painted = Uint8Array.from(images.subarray(0, settings.trainImages * IMAGE_BYTES));
  for (let byte = 0; byte < painted.length; byte++) {
    const [row, column] = [Math.floor(byte / 32) % 32, byte % 32];
    if (row < 16 && column < 16) painted[byte] = 28 * labels[Math.floor(byte / IMAGE_BYTES)]!;
  }
  return { images: painted, labels, count };
}

const scoreOf = async (train: ImageSet, test: ImageSet) => {
  const { trainImages, testImages } = settings;
  const state = beginTraining(
    {
      ...settings,
      trainDigest: imagesDigest(train, trainImages, nodeHost),
      testDigest: imagesDigest(test, testImages, nodeHost),
    },
    { train, test },
    nodeHost,
  );
  for await (const _ of continueTraining(state, { train, test }, nodeHost));
  const { testAccuracy, recomputedTestAccuracy } = state.epochs.at(-1)!;
  return { testAccuracy, recomputedTestAccuracy };
};

describe('continueTraining', () => {
  let [train, test]: ImageSet[] = [];
  let data: Cifar10;
  beforeAll(async () => {
    data = await loadCifar10();
    [train, test] = [shuffled(data.train, 'train labels'), shuffled(data.test, 'test labels')];
    await startEngine('wasm');
  });

  // Whatever the network says, each image's label is the one it names with chance 1/10; labels dealt without
  // replacement stray less than independent ones would (Hoeffding 1963, section 6), for which the bound is made.
  const [low, high] = chernoff(settings.testImages, 0.1, 1e-6);

  it('scores as a guesser does where labels mean nothing (false alarm: 1e-6 per side and evaluation)', async () => {
    for (const score of Object.values(await scoreOf(train!, test!))) {
      expect(score).toBeGreaterThan(low);
      expect(score).toBeLessThan(high);
    }
  });

  it('scores far above a guesser once labels leak into the images: the check above would notice', async () => {
    const { testAccuracy, recomputedTestAccuracy } = await scoreOf(leaking(train!), leaking(test!));
    expect(testAccuracy).toBeGreaterThan(2 * high);
    expect(recomputedTestAccuracy).toBeGreaterThan(2 * high);
  });

  it('is tested on no image that it was trained on, byte for byte', () => {
    const digestsOf = ({ images, count }: ImageSet) =>
      Array.from({ length: count }, (_, image) =>
        createHash('sha256')
          .update(images.subarray(image * IMAGE_BYTES, (image + 1) * IMAGE_BYTES))
          .digest('base64'),
      );
    const seen = new Set(digestsOf(data.train));
    expect(digestsOf(data.test).filter((digest) => seen.has(digest))).toEqual([]);
  });
});
