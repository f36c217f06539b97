/** Holds the data to its digest before anything is computed from it, wherever it was loaded from. */
import type { ImageSet } from '../dataset/cifar10.ts';
import type { Host } from '../host.ts';

/**
 * The SHA-256 of the first `count` images, planar bytes, followed by their labels.
 *
 * @param set - at least `count` images
 */
export function imagesDigest({ images, labels }: ImageSet, count: number, host: Host): string {
  return host.sha256([images.subarray(0, count * 3072), labels.subarray(0, count)]); // 3 × 32 × 32 bytes each
}

/**
 * Checks that a set begins with the images that the settings name.
 *
 * @throws Error if any byte of image or label differs
 */
export function requireImages(set: ImageSet, count: number, digest: string, host: Host): void {
  const actual = imagesDigest(set, count, host);
  if (actual === digest) return;
  throw new Error(
    `Training needs the ${count} images with SHA-256 ${digest}, got ${actual}: the data were altered after they were ` +
      'loaded, or decoded wrongly; or the design is of a new scale and should name this digest',
  );
}
