/** A tiny image set of noise, for the loop's own specs: never evidence for or against the claim. */
import type { ImageSet } from '../../src/dataset/cifar10.ts';
import { stream } from '../../src/random.ts';

const IMAGE_BYTES = 3 * 32 * 32;

/**
 * Draws images of random bytes with random labels.
 *
 * @param count - number of images
 * @param seed - integer ≥ 1
 */
export function noiseImages(count: number, seed: number): ImageSet {
  const random = stream(seed, 'synthetic-images');
  const below = (end: number) => Math.floor(end * random());
  const images = Uint8Array.from({ length: count * IMAGE_BYTES }, () => below(256));
  return { images, labels: Uint8Array.from({ length: count }, () => below(10)), count };
}
