/** Measures freshly initialised networks before any step: their gradient, and what a linear readout finds in their features. */
import { batches, epochOrder } from '../dataset/batches.ts';
import type { ImageSet } from '../dataset/cifar10.ts';
import type { Host } from '../host.ts';
import type { ActivationName } from '../network/activations.ts';
import type { BlockKind } from '../network/architecture.ts';
import { Network } from '../network/network.ts';
import { firstImages } from './evaluate.ts';
import { relativeGradientNorms } from './gradient-flow.ts';
import { readoutAccuracy } from './readout.ts';
import { recomputeStatistics } from './recompute-statistics.ts';
import { requireImages } from './require-images.ts';
import type { TrainingData } from './training.ts';

/** Everything that the probe of initial gradients depends on. */
export interface ProbeSettings {
  readonly blockKind: BlockKind;
  readonly imageShape: readonly [number, number, number];
  readonly width: number;
  readonly batchSize: number;
  /** The batch is drawn from the first so many training images, … */
  readonly trainImages: number;
  /** … by their SHA-256: the probe refuses any others. */
  readonly trainDigest: string;
  readonly activations: readonly ActivationName[];
  readonly depths: readonly number[];
  readonly seeds: readonly number[];
  /** λ of a ridge readout of pooled features; absent where none is asked for. */
  readonly readoutPenalty?: number;
  /** The readout is fitted on the first so many training images: whole batches. */
  readonly readoutImages?: number;
  /** The readout is scored on the first so many test images, by their SHA-256. */
  readonly testImages?: number;
  readonly testDigest?: string;
}

/** One network at initialisation. */
export interface Probe {
  readonly batchNorm: boolean;
  readonly activation: ActivationName;
  readonly depth: number;
  readonly seed: number;
  /** ‖∂L/∂W‖ / ‖W‖ per layer (stem, blocks, head) on one batch. */
  readonly relativeGradientNorms: readonly number[];
  /** Share of the test images whose class the readout finds; with batch norm, where a readout is asked for. */
  readonly readoutAccuracy?: number | undefined;
}

/**
 * Probes every combination of batch norm, activation, depth and seed.
 *
 * Probes that share a seed share the batch and, where they have the layer, the initial weights.
 *
 * @param settings - architecture, grid and seeds of the probe
 * @param data - each gradient is of the first batch of its seed's first epoch
 * @returns the probes one after another, ordered by seed, batch norm, activation, depth
 * @throws Error if the images are not those that the settings name
 */
export async function* probeInitialisation(
  settings: ProbeSettings,
  data: TrainingData,
  host: Host,
): AsyncGenerator<Probe, void> {
  requireImages(data.train, settings.trainImages, settings.trainDigest, host);
  if (settings.readoutPenalty !== undefined) {
    requireImages(data.test, settings.testImages ?? 0, settings.testDigest ?? '', host);
  }
  for (const seed of settings.seeds) {
    for (const condition of conditionsOf(settings)) yield probe(settings, data, condition, seed);
  }
}

async function probe(
  settings: ProbeSettings,
  data: TrainingData,
  condition: Condition,
  seed: number,
): Promise<Probe> {
  const { blockKind, width, imageShape, batchSize, trainImages } = settings;
  const { batchNorm, activation, depth } = condition;
  const architecture = { blockKind, width, imageShape, activation, depth };
  const network = Network.initialised(
    batchNorm ? architecture : { ...architecture, withoutBatchNorm: true },
    seed,
  );
  const order = epochOrder(trainImages, seed, 1).subarray(0, batchSize);
  const [batch] = batches(data.train, order, batchSize);
  if (!batch) throw new RangeError(`probeInitialisation needs a batch of images, got ${order.length}`);
  const { gradients } = await network
    .gradients(batch.images, batch.labels)
    .finally(() => batch.images.dispose());
  const norms = relativeGradientNorms(network.parameters, gradients);
  const readout = batchNorm ? await readoutOf(settings, data, network) : undefined;
  return {
    ...condition,
    seed,
    relativeGradientNorms: norms,
    ...(readout !== undefined && { readoutAccuracy: readout }),
  };
}

/** Fits and scores the readout, with batch norm by statistics recomputed over the images that it is fitted on. */
async function readoutOf(
  { readoutPenalty, readoutImages = 0, testImages = 0, batchSize }: ProbeSettings,
  { train, test }: TrainingData,
  network: Network,
): Promise<number | undefined> {
  if (readoutPenalty === undefined) return undefined;
  const statistics = await recomputeStatistics(network, train, readoutImages, batchSize);
  const featuresOf = async (set: ImageSet, count: number) => {
    const features: number[][] = [];
    for (const { images } of batches(set, firstImages(count), batchSize)) {
      const values = await network.features(images, statistics).finally(() => images.dispose());
      features.push(Array.from(values));
    }
    return { features: Float32Array.from(features.flat()), labels: set.labels.subarray(0, count) };
  };
  const [fitted, scored] = [await featuresOf(train, readoutImages), await featuresOf(test, testImages)];
  return readoutAccuracy(fitted, scored, readoutPenalty);
}

type Condition = Pick<Probe, 'batchNorm' | 'activation' | 'depth'>;

/** Every network that is probed with each seed. */
function conditionsOf({ activations, depths }: ProbeSettings): readonly Condition[] {
  return [true, false].flatMap((batchNorm) =>
    activations.flatMap((activation) => depths.map((depth) => ({ batchNorm, activation, depth }))),
  );
}
