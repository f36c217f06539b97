/** The probe that H8 leans on: each network as it is initialised, on the first batch of its seed, with and without batch norm. */
import { beforeEach, describe, expect, it } from 'vitest';
import { batches, epochOrder } from '../../../src/dataset/batches.ts';
import { startEngine } from '../../../src/engine/engine.ts';
import { Network } from '../../../src/network/network.ts';
import { nodeHost } from '../../../src/node-host.ts';
import { relativeGradientNorms } from '../../../src/training/gradient-flow.ts';
import {
  type Probe,
  type ProbeSettings,
  probeInitialisation,
} from '../../../src/training/probe-initialisation.ts';
import { imagesDigest } from '../../../src/training/require-images.ts';
import { expectNoLeak } from '../../support/leak-check.ts';
import { probeSettingsOf } from '../../support/this-study.ts';
import { tinyData } from '../../support/tiny-run.ts';

const settings = {
  ...probeSettingsOf('smoke'),
  trainImages: 20,
  trainDigest: imagesDigest(tinyData.train, 20, nodeHost),
  batchSize: 8,
  depths: [1, 2],
  seeds: [1, 2],
};

async function probesOf(asked: ProbeSettings, data = tinyData): Promise<readonly Probe[]> {
  const probes: Probe[] = [];
  for await (const probe of probeInitialisation(asked, data, nodeHost)) probes.push(probe);
  return probes;
}

describe('probeInitialisation', () => {
  let probes: readonly Probe[];
  beforeEach(async () => {
    await startEngine('wasm');
    probes = await probesOf(settings);
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
  });

  const reading = {
    ...settings,
    depths: [1],
    readoutPenalty: 0.01,
    readoutImages: 16,
    testImages: 10,
    testDigest: imagesDigest(tinyData.test, 10, nodeHost),
  };

  it('reads out the features of networks with batch norm where it is asked to, changing nothing else', async () => {
    const read = await probesOf(reading);
    for (const { batchNorm, readoutAccuracy, ...rest } of read) {
      expect(readoutAccuracy === undefined).toBe(!batchNorm);
      if (readoutAccuracy !== undefined)
        expect(10 * readoutAccuracy).toBeCloseTo(Math.round(10 * readoutAccuracy), 9);
      expect(probes).toContainEqual({ batchNorm, ...rest });
    }
    expect(await probesOf(reading)).toEqual(read);
    await expectNoLeak(() => probesOf({ ...reading, seeds: [1] }));
  });

  it('refuses other test images than the readout’s settings name', async () => {
    await expect(probesOf({ ...reading, testDigest: 'other' })).rejects.toThrow('SHA-256 other');
  });

  it('leaves no tensor behind, also when nobody waits for its end', async () => {
    await expectNoLeak(() => probesOf({ ...settings, seeds: [1] }));
    await expectNoLeak(async () => {
      for await (const { batchNorm } of probeInitialisation(settings, tinyData, nodeHost)) {
        if (!batchNorm) break;
      }
    });
  });

  it('refuses to probe without images, naming the count', async () => {
    const empty = { ...settings, trainImages: 0, trainDigest: imagesDigest(tinyData.train, 0, nodeHost) };
    await expect(probesOf(empty)).rejects.toThrow('probeInitialisation needs a batch of images, got 0');
  });

  it('refuses one altered bit of an image or a label, before it gives any probe', async () => {
    for (const part of ['images', 'labels'] as const) {
      const altered = { ...tinyData.train, [part]: tinyData.train[part].slice() };
      altered[part][altered[part].length - 1]! ^= 1;
      const probes = probeInitialisation(settings, { ...tinyData, train: altered }, nodeHost);
      await expect(probes.next()).rejects.toThrow(
        `Training needs the 20 images with SHA-256 ${settings.trainDigest}, got `,
      );
    }
  });
});
