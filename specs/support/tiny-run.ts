/** The smallest run that has every part of a real one: unit tests of the loop, never evidence. */
import { nodeHost } from '../../src/node-host.ts';
import { bytesOf } from '../../src/training/chain.ts';
import { imagesDigest } from '../../src/training/require-images.ts';
import type { RunSettings } from '../../src/training/run-settings.ts';
import {
  beginTraining,
  continueTraining,
  type TrainingData,
  type TrainingEvent,
  type TrainingState,
} from '../../src/training/training.ts';
import { noiseImages } from './noise-images.ts';
import { settingsOf } from './this-study.ts';

export const tinyData: TrainingData = { train: noiseImages(20, 1), test: noiseImages(12, 2) };

/** Three epochs of batches of 8, 8 and 4, evaluated in batches of 8 and 4, by statistics of two batches of 8. */
export const tinySettings: RunSettings = {
  ...settingsOf({ scale: 'smoke', activation: 'relu', depth: 1, seed: 1 }),
  width: 2,
  trainImages: 20,
  trainDigest: imagesDigest(tinyData.train, 20, nodeHost),
  testImages: 12,
  testDigest: imagesDigest(tinyData.test, 12, nodeHost),
  statisticsImages: 16,
  epochs: 3,
  batchSize: 8,
};

/**
 * Trains the tiny run to its end.
 *
 * @param change - settings that differ
 * @param see - told of each event
 */
export async function trainTiny(
  change: Partial<RunSettings> = {},
  see: (event: TrainingEvent, state: TrainingState) => void = () => {},
): Promise<TrainingState> {
  const state = beginTraining({ ...tinySettings, ...change }, tinyData, nodeHost);
  for await (const event of continueTraining(state, tinyData, nodeHost)) see(event, state);
  return state;
}

/** SHA-256 of what a run learnt, whatever its settings are called: parameters and running statistics. */
export function weightsDigest({ network }: TrainingState): string {
  const { parameters, statistics } = network;
  return nodeHost.sha256([
    ...parameters.map(({ values }) => bytesOf(values)),
    ...statistics.flatMap(({ mean, variance }) => [bytesOf(mean), bytesOf(variance)]),
  ]);
}
