/** One run, from its seed to its last evaluation, step by step: whoever drives it may watch, pause or stop it. */
import { batches, epochOrder } from '../dataset/batches.ts';
import type { ImageSet } from '../dataset/cifar10.ts';
import type { Host } from '../host.ts';
import { countCorrect } from '../network/cross-entropy.ts';
import { Network } from '../network/network.ts';
import type { NormStatistics } from '../network/running-statistics.ts';
import { type AdamState, adamStep, freshAdamState } from './adam.ts';
import { addLink, isLinked, type Link } from './chain.ts';
import { DivergedError } from './diverged-error.ts';
import { addBatch, type Epoch, freshTotals, type TrainedEpoch } from './epoch.ts';
import { evaluate, firstImages } from './evaluate.ts';
import { recomputeStatistics, runningMeanLag } from './recompute-statistics.ts';
import { requireImages } from './require-images.ts';
import { inOrder, type RunSettings } from './run-settings.ts';

/** Train and test images, as {@link RunSettings} name them. */
export interface TrainingData {
  readonly train: ImageSet;
  readonly test: ImageSet;
}

/** The class that every test image was given by the final weights, uint8 [testImages], under either evaluation. */
export interface Predictions {
  readonly running: Uint8Array;
  readonly recomputed: Uint8Array;
}

/** A run in progress: all that it needs to go on, and all that it has found. */
export interface TrainingState {
  /** What is used, not what was asked for. */
  readonly settings: RunSettings;
  readonly network: Network;
  readonly adam: AdamState;
  /** Mean loss of each step's batch. */
  readonly losses: number[];
  readonly chain: Link[];
  readonly epochs: Epoch[];
  /** ‖∂L/∂W‖ / ‖W‖ per layer on the first batch, before any step. */
  initialGradientNorms: readonly number[];
  /** Recomputed at the end of the newest epoch. */
  recomputed: readonly NormStatistics[];
  predictions: Predictions;
}

/** What happened: a step was taken, or an epoch ended and was evaluated. */
export type TrainingEvent =
  | { readonly kind: 'step'; readonly step: number; readonly loss: number }
  | { readonly kind: 'epoch'; readonly epoch: number; readonly figures: Epoch };

/**
 * Makes a run that has not taken a step. Its chain begins with the settings, which name the images by digest.
 *
 * @param settings - architecture, seed, data, optimiser
 * @param data - CIFAR-10
 * @throws Error if the data are not those that the settings name
 */
export function beginTraining(settings: RunSettings, data: TrainingData, host: Host): TrainingState {
  requireImages(data.train, settings.trainImages, settings.trainDigest, host);
  requireImages(data.test, settings.testImages, settings.testDigest, host);
  const network = Network.initialised(settings, settings.seed);
  const state: TrainingState = {
    settings: inOrder(settings),
    network,
    adam: freshAdamState(network.parameters),
    losses: [],
    chain: [],
    epochs: [],
    initialGradientNorms: [],
    recomputed: network.statistics,
    predictions: { running: new Uint8Array(), recomputed: new Uint8Array() },
  };
  addLink(state, host);
  return state;
}

/**
 * Takes the run from where it stands to its end. The same settings, data and engine give the same bits.
 *
 * @param state - as begun, or at the end of an epoch; changed in place
 * @param data - CIFAR-10
 * @returns events; the run stands still between them
 * @throws DivergedError if the loss stops being finite
 */
export async function* continueTraining(
  state: TrainingState,
  data: TrainingData,
  host: Host,
): AsyncGenerator<TrainingEvent, void> {
  for (let epoch = state.epochs.length + 1; epoch <= state.settings.epochs; epoch++) {
    const trained = yield* trainEpoch(state, data, epoch, host);
    const figures = { ...trained, ...(await evaluateTwice(state, data, epoch)) };
    state.epochs.push(figures);
    addLink(state, host);
    yield { kind: 'epoch', epoch, figures };
  }
}

async function* trainEpoch(
  state: TrainingState,
  data: TrainingData,
  epoch: number,
  host: Host,
): AsyncGenerator<TrainingEvent, TrainedEpoch> {
  const { settings, network, adam, losses } = state;
  const order = epochOrder(settings.trainImages, settings.seed, epoch);
  const steps = Math.ceil(order.length / settings.batchSize);
  const totals = freshTotals();
  for (const { images, labels } of batches(data.train, order, settings.batchSize)) {
    const batch = await network
      .gradients(images, labels, settings.lossFactor)
      .finally(() => images.dispose());
    const loss = batch.lossSum / labels.length;
    if (!Number.isFinite(loss)) throw new DivergedError('training', loss, epoch, adam.steps + 1);
    const norms = addBatch(totals, network, batch, loss, countCorrect(batch.predicted, labels), steps);
    if (adam.steps === 0) state.initialGradientNorms = norms;
    adamStep(network.parameters, batch.gradients, adam, settings);
    losses.push(loss);
    // A step that ends its epoch is linked with it.
    if (isLinked(adam.steps) && adam.steps % steps !== 0) addLink(state, host);
    yield { kind: 'step', step: adam.steps, loss };
  }
  return {
    trainLoss: totals.loss,
    trainAccuracy: totals.correct / order.length,
    meanAbsoluteGradients: totals.means,
    relativeGradientNorms: totals.norms,
  };
}

async function evaluateTwice(
  state: TrainingState,
  { train, test }: TrainingData,
  epoch: number,
): Promise<Omit<Epoch, keyof TrainedEpoch>> {
  const { settings, network, adam } = state;
  const { testImages, statisticsImages, batchSize } = settings;
  const order = firstImages(testImages);
  state.recomputed = await recomputeStatistics(network, train, statisticsImages, batchSize);
  const running = await evaluate(network, network.statistics, test, order, batchSize);
  const recomputed = await evaluate(network, state.recomputed, test, order, batchSize);
  for (const { loss } of [running, recomputed]) {
    if (!Number.isFinite(loss)) throw new DivergedError('test', loss, epoch, adam.steps);
  }
  state.predictions = { running: running.predicted, recomputed: recomputed.predicted };
  return {
    testLoss: running.loss,
    testAccuracy: countCorrect(running.predicted, test.labels) / testImages,
    recomputedTestLoss: recomputed.loss,
    recomputedTestAccuracy: countCorrect(recomputed.predicted, test.labels) / testImages,
    runningMeanLag: runningMeanLag(network.statistics, state.recomputed),
  };
}
