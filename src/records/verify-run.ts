/**
 * Checks parts of a run's record by computing them again: a prefix of its training, its predictions, its statistics. Each
 * check says where record and recomputation part, in words; an empty text if they do not.
 */

import type { Host } from '../host.ts';
import { Network } from '../network/network.ts';
import type { NormStatistics } from '../network/running-statistics.ts';
import type { TrainedWeights } from '../network/state-dict.ts';
import { evaluate } from '../training/evaluate.ts';
import { recomputeStatistics } from '../training/recompute-statistics.ts';
import { type RunSettings, stepsPerEpoch } from '../training/run-settings.ts';
import {
  beginTraining,
  continueTraining,
  type TrainingData,
  type TrainingEvent,
} from '../training/training.ts';
import { classesOf, lossesOf, type RunRecord, settingsOfRecord } from './run-record.ts';
import { decodeWeights } from './weights-file.ts';

/**
 * Trains the first steps again and compares every loss, every link of the chain, and every figure of whole epochs.
 *
 * @param record - with the settings to train by
 * @param see - called after each step
 */
export async function verifyPrefix(
  record: RunRecord,
  steps: number,
  data: TrainingData,
  host: Host,
  see: (event: TrainingEvent) => Promise<void>,
): Promise<string> {
  const losses = lossesOf(record);
  const settings = settingsOfRecord(record);
  const perEpoch = stepsPerEpoch(settings);
  const state = beginTraining(settings, data, host);
  for await (const event of continueTraining(state, data, host)) {
    await see(event);
    if (event.kind === 'step' && Math.fround(event.loss) !== losses[event.step - 1]) {
      return `the loss of step ${event.step} is ${event.loss}, recorded is ${losses[event.step - 1]}`;
    }
    const wrong = state.chain.find(({ digest }, index) => digest !== record.chain[index]?.digest);
    if (wrong) return `the chain parts after step ${wrong.step}`;
    if (!sameText(state.initialGradientNorms, record.initialGradientNorms)) {
      return 'the gradient norms before any step are not the recorded ones';
    }
    if (event.kind === 'epoch' && !sameText(event.figures, record.epochs[event.epoch - 1])) {
      return `the figures of epoch ${event.epoch} are not the recorded ones`;
    }
    const last = state.adam.steps % perEpoch === 0 ? 'epoch' : 'step';
    if (state.adam.steps >= steps && event.kind === last) break;
  }
  return '';
}

function sameText(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A network as the record's file of weights holds it. */
export interface StoredNetwork {
  readonly network: Network;
  readonly recomputed: readonly NormStatistics[];
}

/**
 * Reads the network that a record's weights describe.
 *
 * @param bytes - the safetensors file
 * @param name - of the run within its scale
 * @throws Error if the file is not this run's, or a tensor in it is wrong
 */
export function readNetwork(record: RunRecord, bytes: Uint8Array, name: string): StoredNetwork {
  const settings = settingsOfRecord(record);
  const { parameters, statistics: running } = Network.initialised(settings, settings.seed);
  const expected: TrainedWeights = { parameters, running, recomputed: running };
  const weights = readOrExplain(bytes, `${record.study}/${record.run.scale}/${name}`, expected);
  return {
    network: new Network(settings, weights.parameters, weights.running),
    recomputed: weights.recomputed,
  };
}

function readOrExplain(bytes: Uint8Array, run: string, expected: TrainedWeights): TrainedWeights {
  try {
    return decodeWeights(bytes, run, expected);
  } catch (error) {
    throw new Error(`the file of weights of ${run} ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * Gives chosen test images to the stored network again, under either evaluation, and compares the classes.
 *
 * @param images - indices of test images
 */
export async function verifyPredictions(
  record: RunRecord,
  stored: StoredNetwork,
  images: Uint32Array,
  data: TrainingData,
): Promise<string> {
  const { batchSize } = settingsOfRecord(record);
  for (const evaluation of ['running', 'recomputed'] as const) {
    const recorded = classesOf(record.predictions[evaluation]);
    const statistics = evaluation === 'running' ? stored.network.statistics : stored.recomputed;
    const { predicted } = await evaluate(stored.network, statistics, data.test, images, batchSize);
    const wrong = images.findIndex((image, index) => predicted[index] !== recorded[image]);
    if (wrong >= 0) {
      const image = images[wrong] ?? 0;
      return `by ${evaluation} statistics its weights see class ${predicted[wrong]} in test image ${image}, recorded is ${recorded[image]}`;
    }
  }
  return '';
}

/** Recomputes batch norm's statistics for the stored weights and compares them with the stored ones, bit for bit. */
export async function verifyStatistics(
  record: RunRecord,
  { network, recomputed }: StoredNetwork,
  data: TrainingData,
): Promise<string> {
  const { statisticsImages, batchSize }: RunSettings = settingsOfRecord(record);
  const again = await recomputeStatistics(network, data.train, statisticsImages, batchSize);
  const wrong = again.find(({ mean, variance }, layer) => {
    const kept = recomputed[layer];
    return `${mean}` !== `${kept?.mean}` || `${variance}` !== `${kept?.variance}`;
  });
  return wrong ? `the recomputed statistics of ${wrong.name} are not the stored ones` : '';
}
