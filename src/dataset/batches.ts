/** Cuts the images into batches: seeded order, normalised pixels, the last partial batch kept. */
import * as tf from '@tensorflow/tfjs-core';
import { permutation, stream } from '../random.ts';
import type { ImageSet } from './cifar10.ts';

export interface Batch {
  /** Normalised pixels, float32 [batch, 32, 32, 3]; whoever takes the batch disposes it. */
  readonly images: tf.Tensor4D;
  /** Class indices, uint8 [batch]. */
  readonly labels: Uint8Array;
}

const SIDE = 32;
const PIXELS = SIDE * SIDE;
const CHANNELS = 3;

// A byte b becomes (b / 255 − 0.5) / 0.5, the notebook's ToTensor and Normalize, so pixels span −1 … 1.
const NORMALISED = Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - 0.5) / 0.5);

/**
 * Draws the order in which an epoch visits the images. It depends on seed and epoch alone, so all activations and
 * depths with one seed see the same batches.
 *
 * @param count - number of images
 * @param seed - the run's seed, integer ≥ 1
 * @param epoch - 1-based
 * @returns a permutation of 0 … count−1
 */
export function epochOrder(count: number, seed: number, epoch: number): Uint32Array {
  return permutation(count, stream(seed, `order/epoch-${epoch}`));
}

/**
 * Yields the images of `order`, `batchSize` at a time; the last batch holds what is left.
 *
 * @param set - images and labels
 * @param order - indices into the set, each in 0 … count−1
 * @param batchSize - integer ≥ 1
 * @throws RangeError if the batch size is below 1 or an index lies outside the set
 */
export function* batches(set: ImageSet, order: Uint32Array, batchSize: number): Generator<Batch> {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`batches needs an integer batch size ≥ 1, got ${batchSize}`);
  }
  for (let start = 0; start < order.length; start += batchSize) {
    const indices = order.subarray(start, start + batchSize);
    const labels = Uint8Array.from(indices, (index) => labelAt(set, index));
    const pixels = new Float32Array(indices.length * PIXELS * CHANNELS);
    indices.forEach((index, place) => {
      normaliseImage(set.images, index, pixels, place);
    });
    yield { images: tf.tensor4d(pixels, [indices.length, SIDE, SIDE, CHANNELS]), labels };
  }
}

function labelAt({ labels, count }: ImageSet, index: number): number {
  const label = index < count ? labels[index] : undefined;
  if (label === undefined) throw new RangeError(`batches needs indices below ${count}, got ${index}`);
  return label;
}

// From the official planar layout [3, 32, 32] to the engine's [32, 32, 3].
function normaliseImage(images: Uint8Array, index: number, pixels: Float32Array, place: number): void {
  const source = index * CHANNELS * PIXELS;
  const target = place * CHANNELS * PIXELS;
  for (let channel = 0; channel < CHANNELS; channel++) {
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      const byte = images[source + channel * PIXELS + pixel] ?? 0;
      pixels[target + pixel * CHANNELS + channel] = NORMALISED[byte] ?? 0;
    }
  }
}
