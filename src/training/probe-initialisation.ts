/** Measures the gradient of freshly initialised networks, with and without batch norm, before any step is taken. */
import { setImmediate } from 'node:timers/promises';
import { batches, epochOrder } from '../dataset/batches.ts';
import type { ImageSet } from '../dataset/cifar10.ts';
import type { ActivationName } from '../network/activations.ts';
import { Network } from '../network/network.ts';
import type { ProbeSettings } from '../study.ts';
import { relativeGradientNorms } from './gradient-flow.ts';

/** One network's gradient at initialisation. */
export interface Probe {
  readonly batchNorm: boolean;
  readonly activation: ActivationName;
  readonly depth: number;
  readonly seed: number;
  /** ‖∂L/∂W‖ / ‖W‖ a layer (stem, blocks, head) on one batch. */
  readonly relativeGradientNorms: readonly number[];
}

/**
 * Probes every combination of batch norm, activation, depth and seed.
 *
 * Probes that share a seed share the batch and, where they have the layer, the initial weights.
 *
 * @param settings - architecture, grid and seeds of the probe
 * @param images - the training images; each probe sees the first batch of its seed's first epoch
 * @param report - called after each seed with the number of seeds done
 * @returns the probes, ordered by seed, batch norm, activation, depth
 */
export async function probeInitialisation(
  settings: ProbeSettings,
  images: ImageSet,
  report: (seedsDone: number) => Promise<void>,
): Promise<readonly Probe[]> {
  const probes: Probe[] = [];
  for (const [done, seed] of settings.seeds.entries()) {
    const order = epochOrder(settings.trainImages, seed, 1).subarray(0, settings.batchSize);
    const [batch] = batches(images, order, settings.batchSize);
    if (!batch) throw new RangeError(`probeInitialisation needs a batch of images, got ${order.length}`);
    for (const condition of conditionsOf(settings)) {
      const { batchNorm, ...varied } = condition;
      const { blockKind, width, imageShape } = settings;
      const architecture = { blockKind, width, imageShape, ...varied };
      const network = Network.initialised(
        batchNorm ? architecture : { ...architecture, withoutBatchNorm: true },
        seed,
      );
      const { gradients } = await network.gradients(batch.images, batch.labels);
      const norms = relativeGradientNorms(network.parameters, gradients);
      probes.push({ ...condition, seed, relativeGradientNorms: norms });
      await setImmediate();
    }
    batch.images.dispose();
    await report(done + 1);
  }
  return probes;
}

function conditionsOf({
  activations,
  depths,
}: ProbeSettings): readonly Omit<Probe, 'seed' | 'relativeGradientNorms'>[] {
  return [true, false].flatMap((batchNorm) =>
    activations.flatMap((activation) => depths.map((depth) => ({ batchNorm, activation, depth }))),
  );
}
