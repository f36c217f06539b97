/** Trains one run, from its seed to its last evaluation, resuming at the last epoch that was saved. */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { batches, epochOrder } from '../dataset/batches.ts';
import type { Cifar10 } from '../dataset/cifar10.ts';
import { Network } from '../network/network.ts';
import type { RunSettings } from '../study.ts';
import { type AdamState, adamStep, freshAdamState } from './adam.ts';
import { evaluate } from './evaluate.ts';
import { meanAbsoluteGradients, relativeGradientNorms } from './gradient-flow.ts';

/** What one epoch left behind; accuracies are fractions 0–1, losses mean cross-entropy in nats. */
export interface Epoch {
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
  /** Mean |g| of each parameter tensor, mean over the epoch's batches; their mean is the notebook's gradient average. */
  readonly meanAbsoluteGradients: readonly number[];
  /** ‖∂L/∂W‖ / ‖W‖ a layer (stem, blocks, head), mean over the epoch's batches. */
  readonly relativeGradientNorms: readonly number[];
}

export interface RunResult {
  /** ‖∂L/∂W‖ / ‖W‖ a layer on the first batch, before any step. */
  readonly initialGradientNorms: readonly number[];
  readonly epochs: readonly Epoch[];
  /** SHA-256, hexadecimal, over all final weights and running statistics as little-endian float32. */
  readonly weightsDigest: string;
  /** 1 for each test image that the final network got right, uint8 [testImages]. */
  readonly correct: Uint8Array;
}

/** All that a run needs to go on after an epoch; arrays are shared with the run, not copied. */
export interface TrainingState {
  readonly network: Network;
  readonly adam: AdamState;
  readonly epochs: Epoch[];
  initialGradientNorms: readonly number[];
}

export interface Progress {
  /** 1-based. */
  readonly epoch: number;
  readonly epochs: number;
  /** Since training began or resumed. */
  readonly imagesPerSecond: number;
  /** Until the run ends, by the speed so far. */
  readonly secondsLeft: number;
}

export interface TrainingOptions {
  /** Called before the first epoch; may fill the state from a checkpoint. */
  readonly restore?: (state: TrainingState) => Promise<void>;
  /** Called after each epoch but the last. */
  readonly save?: (state: TrainingState) => Promise<void>;
  /** Called after each epoch. */
  readonly report?: (progress: Progress) => Promise<void>;
}

/**
 * Trains and evaluates one run.
 *
 * @param settings - architecture, seed, amount of data, optimiser
 * @param data - CIFAR-10
 * @param options - checkpointing and progress
 * @returns what the run record is made of; the same bits for the same settings, data and engine
 * @throws Error if the loss stops being finite, naming epoch and step
 */
export async function trainRun(
  settings: RunSettings,
  data: Cifar10,
  options: TrainingOptions = {},
): Promise<RunResult> {
  const network = Network.initialised(settings, settings.seed);
  const state: TrainingState = {
    network,
    adam: freshAdamState(network.parameters),
    epochs: [],
    initialGradientNorms: [],
  };
  await options.restore?.(state);
  const clock = startClock(settings, state.epochs.length);
  let correct = new Uint8Array();
  for (let epoch = state.epochs.length + 1; epoch <= settings.epochs; epoch++) {
    const trained = await trainEpoch(settings, data, state, epoch);
    const test = await evaluate(network, data.test, settings.testImages, settings.batchSize);
    requireFinite(test.loss, 'test', epoch, state.adam.steps);
    state.epochs.push({ ...trained, testLoss: test.loss, testAccuracy: test.accuracy });
    correct = Uint8Array.from(test.correct);
    if (epoch < settings.epochs) await options.save?.(state);
    await options.report?.(clock(epoch));
  }
  const { epochs, initialGradientNorms } = state;
  return { initialGradientNorms, epochs, weightsDigest: digestOf(network), correct };
}

async function trainEpoch(
  settings: RunSettings,
  data: Cifar10,
  state: TrainingState,
  epoch: number,
): Promise<Omit<Epoch, 'testLoss' | 'testAccuracy'>> {
  const { network, adam } = state;
  const order = epochOrder(settings.trainImages, settings.seed, epoch);
  const steps = Math.ceil(order.length / settings.batchSize);
  let [loss, right] = [0, 0];
  let [norms, means]: [number[], number[]] = [[], []];
  for (const { images, labels } of batches(data.train, order, settings.batchSize)) {
    const batch = await network.gradients(images, labels);
    images.dispose();
    requireFinite(batch.lossSum, 'training', epoch, adam.steps + 1);
    const batchNorms = relativeGradientNorms(network.parameters, batch.gradients);
    if (adam.steps === 0) state.initialGradientNorms = batchNorms;
    adamStep(network.parameters, batch.gradients, adam, settings);
    loss += batch.lossSum / labels.length / steps;
    right += batch.correct.reduce((sum, hit) => sum + hit, 0);
    means = addShare(means, meanAbsoluteGradients(batch.gradients), steps);
    norms = addShare(norms, batchNorms, steps);
    // Lets the test runner's messages out: the wasm engine never yields by itself.
    await setImmediate();
  }
  return {
    trainLoss: loss,
    trainAccuracy: right / order.length,
    meanAbsoluteGradients: means,
    relativeGradientNorms: norms,
  };
}

function addShare(totals: readonly number[], values: readonly number[], count: number): number[] {
  return values.map((value, index) => (totals[index] ?? 0) + value / count);
}

function requireFinite(loss: number, kind: string, epoch: number, step: number): void {
  if (!Number.isFinite(loss)) {
    throw new Error(
      `trainRun needs a finite ${kind} loss, got ${loss} in epoch ${epoch}, step ${step}: ` +
        'the run diverged and has no result; look for a learning rate or an activation that overflows',
    );
  }
}

function startClock(settings: RunSettings, doneBefore: number): (epoch: number) => Progress {
  const start = performance.now();
  return (epoch) => {
    const seconds = (performance.now() - start) / 1000;
    const done = epoch - doneBefore;
    return {
      epoch,
      epochs: settings.epochs,
      imagesPerSecond: (done * settings.trainImages) / seconds,
      secondsLeft: (seconds / done) * (settings.epochs - epoch),
    };
  };
}

function digestOf({ parameters, statistics }: Network): string {
  const hash = createHash('sha256');
  const arrays = [
    ...parameters.map(({ values }) => values),
    ...statistics.flatMap(({ mean, variance }) => [mean, variance]),
  ];
  for (const array of arrays) hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return hash.digest('hex');
}
