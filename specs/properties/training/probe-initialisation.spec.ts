/** The probe that H8 leans on: each network as it is initialised, on the first batch of its seed, with and without batch norm. */
import { beforeEach, describe, expect, it } from 'vitest';
import { batches, epochOrder } from '../../../src/dataset/batches.ts';
import { startEngine } from '../../../src/engine/engine.ts';
import { Network } from '../../../src/network/network.ts';
import { probeSettingsOf } from '../../../src/study.ts';
import { relativeGradientNorms } from '../../../src/training/gradient-flow.ts';
import { type Probe, probeInitialisation } from '../../../src/training/probe-initialisation.ts';
import { expectNoLeak } from '../../support/leak-check.ts';
import { tinyData } from '../../support/tiny-run.ts';

const settings = {
  ...probeSettingsOf('smoke'),
  trainImages: 20,
  batchSize: 8,
  depths: [1, 2],
  seeds: [1, 2],
};

describe('probeInitialisation', () => {
  let probes: readonly Probe[];
  let reported: number[];
  beforeEach(async () => {
    await startEngine('wasm');
    reported = [];
    probes = await probeInitialisation(settings, tinyData.train, async (done) => void reported.push(done));
  });

  // Catches an ablation that ablates nothing, a batch of another seed, and conditions that share a network.
  it('measures what each network, made on its own, gives on its seed’s first batch', async () => {
    for (const { batchNorm, activation, depth, seed, relativeGradientNorms: measured } of probes) {
      const { blockKind, width, imageShape } = settings;
      const architecture = { blockKind, width, imageShape, activation, depth };
      const network = Network.initialised(
        batchNorm ? architecture : { ...architecture, withoutBatchNorm: true },
        seed,
      );
      expect(network.parameters.some(({ name }) => name.endsWith('gamma'))).toBe(batchNorm);
      const order = epochOrder(20, seed, 1).subarray(0, 8);
      const [batch] = batches(tinyData.train, order, 8);
      const { gradients } = await network.gradients(batch!.images, batch!.labels);
      batch!.images.dispose();
      expect(measured).toEqual(relativeGradientNorms(network.parameters, gradients));
    }
  });

  it('probes every combination once, ordered by seed, batch norm, activation, depth', () => {
    const names = probes.map(
      ({ seed, batchNorm, activation, depth }) => `${seed} ${batchNorm} ${activation} ${depth}`,
    );
    expect(names).toEqual(
      [1, 2].flatMap((seed) =>
        [true, false].flatMap((batchNorm) =>
          ['relu', 'sigmoid'].flatMap((activation) =>
            [1, 2].map((depth) => `${seed} ${batchNorm} ${activation} ${depth}`),
          ),
        ),
      ),
    );
    expect(reported).toEqual([1, 2]);
  });

  it('leaves no tensor behind', async () => {
    await expectNoLeak(() =>
      probeInitialisation({ ...settings, seeds: [1] }, tinyData.train, async () => {}),
    );
  });

  it('refuses to probe without images, naming the count', async () => {
    const empty = { ...settings, trainImages: 0 };
    await expect(probeInitialisation(empty, tinyData.train, async () => {})).rejects.toThrow(
      'probeInitialisation needs a batch of images, got 0',
    );
  });
});
