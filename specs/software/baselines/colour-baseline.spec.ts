import { beforeAll, describe, expect, it } from 'vitest';
import { type Cifar10, loadCifar10 } from '../../../src/dataset/cifar10.ts';
import { studies } from '../../../src/studies/studies.ts';
import { scaleNames } from '../../../src/study.ts';
import { colourBaseline } from '../../support/baselines/colour-baseline.ts';
import { colourFeatures } from '../../support/baselines/colour-features.ts';

let cifar10: Cifar10;
beforeAll(async () => {
  cifar10 = await loadCifar10();
});

describe('colourFeatures', () => {
  it('measures each channel of a planar image', () => {
    const images = new Uint8Array(2 * 3072);
    images.fill(255, 0, 512); // half of the first image's red
    images.fill(51, 1024, 2048); // all of its green
    const set = { images, labels: new Uint8Array(2), count: 2 };
    expect(colourFeatures(set, 2, 'means')).toEqual([
      [0.5, 0.2, 0],
      [0, 0, 0],
    ]);
    expect(colourFeatures(set, 1, 'means and deviations')[0]).toEqual([0.5, 0.2, 0, 0.5, 0, 0]);
  });

  it('knows the channels of CIFAR-10', () => {
    const features = colourFeatures(cifar10.train, 50_000, 'means');
    const means = [0, 1, 2].map((c) => features.reduce((sum, image) => sum + image[c]! / 50_000, 0));
    expect(means.map((value) => value.toFixed(4))).toEqual(['0.4914', '0.4822', '0.4465']);
  });
});

describe('colourBaseline', () => {
  const scales = studies.flatMap((study) =>
    scaleNames
      .map((scale) => ({ study, scale, said: study.colourBaselines[scale] }))
      .filter(({ scale, said }) => said || study.judgedScales.includes(scale)),
  );

  it.each(scales)('gives what the report of $study.name says at $scale scale', ({ study, scale, said }) => {
    const { train, test } = cifar10;
    const { trainImages, testImages } = study.scales[scale];
    const score = (features: 'means' | 'means and deviations') =>
      colourBaseline(train, trainImages, test, testImages, features);
    expect(said).toEqual({ means: score('means'), meansAndDeviations: score('means and deviations') });
  });
});
