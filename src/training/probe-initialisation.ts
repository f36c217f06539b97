/** Measures the gradient of freshly initialised networks, with and without batch norm, before any step is taken. */
import { batches, epochOrder } from '../dataset/batches.ts';
import type { ImageSet } from '../dataset/cifar10.ts';
import type { Host } from '../host.ts';
import type { ActivationName } from '../network/activations.ts';
import type { BlockKind } from '../network/architecture.ts';
import { Network } from '../network/network.ts';
import { relativeGradientNorms } from './gradient-flow.ts';
import { requireImages } from './require-images.ts';

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
}

/** One network's gradient at initialisation. */
export interface Probe {
  readonly batchNorm: boolean;
  readonly activation: ActivationName;
  readonly depth: number;
  readonly seed: number;
  /** ‖∂L/∂W‖ / ‖W‖ per layer (stem, blocks, head) on one batch. */
  readonly relativeGradientNorms: readonly number[];
}

/**
 * Probes every combination of batch norm, activation, depth and seed.
 *
 * Probes that share a seed share the batch and, where they have the layer, the initial weights.
 *
 * @param settings - architecture, grid and seeds of the probe
 * @param images - the training images; each probe sees the first batch of its seed's first epoch
 * @returns the probes one after another, ordered by seed, batch norm, activation, depth
 * @throws Error if the images are not those that the settings name
 */
export async function* probeInitialisation(
  settings: ProbeSettings,
  images: ImageSet,
  host: Host,
): AsyncGenerator<Probe, void> {
  requireImages(images, settings.trainImages, settings.trainDigest, host);
  for (const seed of settings.seeds) {
    for (const condition of conditionsOf(settings)) yield probe(settings, images, condition, seed);
  }
}

async function probe(
  settings: ProbeSettings,
  images: ImageSet,
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
  const [batch] = batches(images, order, batchSize);
  if (!batch) throw new RangeError(`probeInitialisation needs a batch of images, got ${order.length}`);
  const { gradients } = await network
    .gradients(batch.images, batch.labels)
    .finally(() => batch.images.dispose());
  return { ...condition, seed, relativeGradientNorms: relativeGradientNorms(network.parameters, gradients) };
}

type Condition = Pick<Probe, 'batchNorm' | 'activation' | 'depth'>;

/** Every network that is probed with each seed. */
function conditionsOf({ activations, depths }: ProbeSettings): readonly Condition[] {
  return [true, false].flatMap((batchNorm) =>
    activations.flatMap((activation) => depths.map((depth) => ({ batchNorm, activation, depth }))),
  );
}
