/** Which images an epoch sees, in which order, and how bytes become pixels. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { batches, epochOrder } from '../../../src/dataset/batches.ts';
import type { ImageSet } from '../../../src/dataset/cifar10.ts';
import { startEngine } from '../../../src/engine/engine.ts';
import { expectNoLeak } from '../../support/leak-check.ts';
import { noiseImages } from '../../support/noise-images.ts';
import { runsOf, settingsOf, study } from '../../support/this-study.ts';

const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const counts = fc.integer({ min: 0, max: 500 });
const epochs = fc.integer({ min: 1, max: 10 });

/** Everything that an epoch yields, as plain arrays. */
function taken(set: ImageSet, order: Uint32Array, batchSize: number) {
  return Array.from(batches(set, order, batchSize), ({ images, labels }) => {
    const values = images.dataSync().slice();
    const { shape } = images;
    images.dispose();
    return { shape, values, labels: [...labels] };
  });
}

describe('epochOrder', () => {
  // Catches drawing with replacement: an epoch would miss a third of the images.
  it('visits every image exactly once', () => {
    const property = fc.property(counts, seeds, epochs, (count, seed, epoch) => {
      const sorted = epochOrder(count, seed, epoch).toSorted((a, b) => a - b);
      expect(sorted).toEqual(Uint32Array.from({ length: count }, (_, index) => index));
    });
    fc.assert(property, { numRuns: 50 });
  });

  // Catches hidden state: an order that depends on what was drawn before.
  it('is the same for the same seed and epoch, and another for another seed or epoch', () => {
    const property = fc.property(fc.integer({ min: 30, max: 500 }), seeds, epochs, (count, seed, epoch) => {
      const order = epochOrder(count, seed, epoch);
      expect(epochOrder(count, seed, epoch)).toEqual(order);
      expect(epochOrder(count, seed + 1, epoch)).not.toEqual(order);
      expect(epochOrder(count, seed, epoch + 1)).not.toEqual(order);
    });
    fc.assert(property, { numRuns: 50 });
  });

  // Catches a comparison of activations, or of depths, that is in truth one of batches.
  it('is one and the same for all runs of a seed, since it is told nothing else', () => {
    const ordersOf = (seed: number) =>
      runsOf('smoke')
        .filter((run) => run.seed === seed)
        .map((run) => epochOrder(settingsOf(run).trainImages, settingsOf(run).seed, 1).join());
    for (const seed of study.grid.seeds) expect(new Set(ordersOf(seed)).size).toBe(1);
  });
});

describe('batches', () => {
  const set = noiseImages(23, 1);
  beforeAll(async () => {
    await startEngine('cpu'); // nothing is computed here, and it starts at once
  });

  it('yields every image once, in the order given, with its own label', () => {
    const property = fc.property(seeds, fc.integer({ min: 1, max: 30 }), (seed, batchSize) => {
      const order = epochOrder(set.count, seed, 1);
      const labels = taken(set, order, batchSize).flatMap((batch) => batch.labels);
      expect(labels).toEqual([...order].map((index) => set.labels[index]));
    });
    fc.assert(property, { numRuns: 10 });
  });

  // Catches a dropped last batch, and one padded with images seen before.
  it('keeps the last, partial batch', () => {
    const property = fc.property(
      fc.integer({ min: 1, max: 23 }),
      fc.integer({ min: 1, max: 30 }),
      (count, size) => {
        const shapes = taken(set, epochOrder(count, 1, 1), size).map(({ shape }) => shape);
        expect(shapes).toHaveLength(Math.ceil(count / size));
        for (const shape of shapes.slice(0, -1)) expect(shape).toEqual([size, 32, 32, 3]);
        expect(shapes.at(-1)).toEqual([count % size || size, 32, 32, 3]);
      },
    );
    fc.assert(property, { numRuns: 15 });
  });

  it("ends the paper's epoch with a batch of 80, as the notebook's does", () => {
    const { trainImages } = study.scales.paper;
    const { batchSize } = study.protocol;
    const tail = epochOrder(trainImages, 1, 1)
      .subarray(388 * batchSize)
      .map((index) => index % set.count);
    const sizes = taken(set, tail, batchSize).map(({ labels }) => labels.length);
    expect([Math.ceil(trainImages / batchSize), ...sizes]).toEqual([391, 128, 128, 80]);
  });

  // Catches planar bytes read as interleaved, rows exchanged with columns, BGR, and a division by 256 or 127.5.
  it('puts byte b of channel, row and column at [row, column, channel] as (b/255 − ½)/½', () => {
    const [whole] = taken(set, Uint32Array.of(7, 3), 2);
    const byte = fc.record({
      place: fc.integer({ min: 0, max: 1 }),
      channel: fc.integer({ min: 0, max: 2 }),
      row: fc.integer({ min: 0, max: 31 }),
      column: fc.integer({ min: 0, max: 31 }),
    });
    const property = fc.property(byte, ({ place, channel, row, column }) => {
      const b = set.images[([7, 3][place]! * 3 + channel) * 1024 + row * 32 + column]!;
      expect(whole!.values[((place * 32 + row) * 32 + column) * 3 + channel]).toBe(
        Math.fround((b / 255 - 0.5) / 0.5),
      );
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('maps black to exactly −1 and white to exactly 1', () => {
    const images = new Uint8Array(2 * 3072).fill(255, 3072);
    const [batch] = taken({ images, labels: new Uint8Array(2), count: 2 }, Uint32Array.of(0, 1), 2);
    expect(new Set(batch!.values.subarray(0, 3072))).toEqual(new Set([-1]));
    expect(new Set(batch!.values.subarray(3072))).toEqual(new Set([1]));
  });

  // Only the first batch is asked for: a size of 0 let through would go on for ever.
  it.each([0, -1, 1.5, Number.NaN])('refuses a batch size of %s', (size) => {
    expect(() => batches(set, Uint32Array.of(0), size).next()).toThrow(
      new RangeError(`batches needs an integer batch size ≥ 1, got ${size}`),
    );
  });

  it('refuses an index outside the set though there is a label for it', () => {
    const order = Uint32Array.of(22);
    expect(() => taken({ ...set, count: 22 }, order, 1)).toThrow('batches needs indices below 22, got 22');
  });

  // Catches black images labelled 0 that stand in for images beyond the end.
  it('refuses an index outside the set, names it, and leaves no tensor behind', async () => {
    await expectNoLeak(() => {
      expect(() => taken(set, Uint32Array.of(0, 23), 2)).toThrow(
        new RangeError('batches needs indices below 23, got 23'),
      );
    });
  });

  it('owns no tensor beyond the ones it yields', async () => {
    await expectNoLeak(() => taken(set, epochOrder(23, 1, 1), 8));
  });
});
