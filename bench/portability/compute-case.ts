/** Computes a case on the engine that runs: pure, in Node and in a browser's worker alike. */
import { batches, epochOrder } from '../../src/dataset/batches.ts';
import type { ImageSet } from '../../src/dataset/cifar10.ts';
import type { Host } from '../../src/host.ts';
import type { Architecture } from '../../src/network/architecture.ts';
import { Network } from '../../src/network/network.ts';
import { type RandomStream, stream } from '../../src/random.ts';
import { bytesOf } from '../../src/training/chain.ts';
import { imagesDigest } from '../../src/training/require-images.ts';
import { beginTraining, continueTraining } from '../../src/training/training.ts';
import { CASE_SEED, type Case, type CaseSettings } from './cases.ts';
import { type Digests, digestsOfChain } from './digests.ts';

/**
 * Trains or probes, on images of noise.
 *
 * @returns a training's chain; of a probe the digests of its weights, and of its loss and gradients
 */
export async function computeCase(given: Case, host: Host): Promise<Digests> {
  return given.kind === 'training' ? train(given.settings, host) : probe(given.architecture, host);
}

async function train(settings: CaseSettings, host: Host): Promise<Digests> {
  const { trainImages, testImages } = settings;
  const data = { train: noiseImages(trainImages, 'train'), test: noiseImages(testImages, 'test') };
  const trainDigest = imagesDigest(data.train, trainImages, host);
  const testDigest = imagesDigest(data.test, testImages, host);
  const state = beginTraining({ ...settings, trainDigest, testDigest }, data, host);
  for await (const _ of continueTraining(state, data, host));
  return digestsOfChain(state.chain);
}

const PROBED_IMAGES = 8;

async function probe(architecture: Architecture, host: Host): Promise<Digests> {
  const network = Network.initialised(architecture, CASE_SEED);
  const order = epochOrder(PROBED_IMAGES, CASE_SEED, 1);
  const [batch] = batches(noiseImages(PROBED_IMAGES, 'train'), order, PROBED_IMAGES);
  if (!batch) throw new RangeError(`computeCase needs a batch of images, got ${order.length}`);
  const weights = network.parameters.map(({ values }) => bytesOf(values));
  const { lossSum, gradients } = await network
    .gradients(batch.images, batch.labels)
    .finally(() => batch.images.dispose());
  const found = [Float64Array.of(lossSum), ...gradients].map(bytesOf);
  return { weights: host.sha256(weights), gradients: host.sha256(found) };
}

function noiseImages(count: number, purpose: 'train' | 'test'): ImageSet {
  const random = stream(CASE_SEED, `portability/${purpose}`);
  const images = Uint8Array.from({ length: count * 3072 }, () => below(256, random)); // 3 × 32 × 32 bytes each
  const labels = Uint8Array.from({ length: count }, () => below(10, random));
  return { images, labels, count };
}

function below(end: number, random: RandomStream): number {
  return Math.floor(end * random());
}
