/** The smallest run that has every part of a real one: unit tests of the loop, never evidence. */
import type { Cifar10 } from '../../src/dataset/cifar10.ts';
import type { RunSettings } from '../../src/study.ts';
import { settingsOf } from '../../src/study.ts';
import { syntheticImages } from './synthetic-images.ts';

export const tinyData: Cifar10 = {
  train: syntheticImages(20, 1),
  test: syntheticImages(12, 2),
  digest: 'synthetic',
};

/** Three epochs of batches of 8, 8 and 4, evaluated in batches of 8 and 4. */
export const tinySettings: RunSettings = {
  ...settingsOf({ scale: 'smoke', activation: 'relu', depth: 1, seed: 1 }),
  width: 2,
  trainImages: 20,
  testImages: 12,
  epochs: 3,
  batchSize: 8,
};
