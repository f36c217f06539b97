/** Scoring a network: in order, in batches, by the statistics that are given, and without a trace. */
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { countCorrect } from '../../../src/network/cross-entropy.ts';
import { Network } from '../../../src/network/network.ts';
import { evaluate, firstImages } from '../../../src/training/evaluate.ts';
import { expectNoLeak } from '../../support/leak-check.ts';
import { tinyData, tinySettings } from '../../support/tiny-run.ts';

describe('evaluate', () => {
  const network = Network.initialised(tinySettings, 1);
  const score = (order: Uint32Array, batchSize: number, statistics = network.statistics) =>
    evaluate(network, statistics, tinyData.test, order, batchSize);
  beforeAll(async () => {
    await startEngine('wasm');
  });

  // Catches predictions that are stored out of order, or a partial batch that is counted as a whole one.
  it('gives each image in order its class, whatever the batch size', async () => {
    const [whole, ...parts] = await Promise.all(
      [12, 5, 1].map((batchSize) => score(firstImages(12), batchSize)),
    );
    for (const part of parts) expect(part.predicted).toEqual(whole!.predicted);
    expect(whole!.predicted).toHaveLength(12);
    const reversed = await score(firstImages(12).reverse(), 5);
    expect(reversed.predicted).toEqual(whole!.predicted.slice().reverse());
  });

  it('averages the loss over batches, as the notebook does, not over images', async () => {
    const first = await score(firstImages(8), 8);
    const whole = await score(firstImages(12), 12);
    const both = await score(firstImages(12), 8);
    const last = (12 * whole.loss - 8 * first.loss) / 4;
    expect(both.loss).toBeCloseTo((first.loss + last) / 2, 6);
  });

  it('takes the chosen images only, changes no state and leaves no tensor behind', async () => {
    const before = structuredClone([network.parameters, network.statistics]);
    const chosen = Uint32Array.of(7, 3, 3, 11, 0);
    const some = await expectNoLeak(() => score(chosen, 4));
    const all = await score(firstImages(12), 4);
    expect([...some.predicted]).toEqual([...chosen].map((image) => all.predicted[image]));
    expect([network.parameters, network.statistics]).toEqual(before);
  });

  // Catches an evaluation that normalises by the running statistics whatever it is told.
  it('normalises by the statistics that it is given', async () => {
    const others = network.statistics.map(({ name, mean, variance }) => ({
      name,
      mean: mean.map((value) => value + 1),
      variance: variance.map((value) => 9 * value),
    }));
    const own = await score(firstImages(12), 12);
    const given = await score(firstImages(12), 12, others);
    const standIn = new Network(network.architecture, network.parameters, others);
    expect(given.loss).not.toBe(own.loss);
    expect(given).toEqual(await evaluate(standIn, standIn.statistics, tinyData.test, firstImages(12), 12));
  });

  it('refuses more images than there are', async () => {
    await expect(score(firstImages(13), 4)).rejects.toThrow('batches needs indices below 12, got 12');
  });
});

describe('firstImages', () => {
  it('counts from 0', () => {
    expect([...firstImages(3)]).toEqual([0, 1, 2]);
    expect(firstImages(0)).toHaveLength(0);
  });
});

describe('countCorrect', () => {
  it('counts where the class is the label, and passes over labels beyond', () => {
    expect(countCorrect(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 0, 3, 3))).toBe(2);
    expect(countCorrect(new Uint8Array(), Uint8Array.of(1))).toBe(0);
  });
});
