/** The official binary layout of CIFAR-10: records of one label byte, then 1024 red, 1024 green and 1024 blue. */

/** Bytes of an image: `[3, 32, 32]`, uint8. */
export const imageBytes = 3 * 32 * 32;

/** Bytes of a record: the label, then the image. */
export const recordBytes = 1 + imageBytes;

/** Images and their labels, in memory. */
export type ImageSet = {
  /**
   * `[count, 3, 32, 32]`, uint8, planar, channels red, green, blue, row-major.
   * Image n is `images.subarray(n * imageBytes, (n + 1) * imageBytes)`, without a copy.
   */
  readonly images: Uint8Array;
  /** `[count]`, uint8, a class 0..9 each. */
  readonly labels: Uint8Array;
  readonly count: number;
};

/** An image set to be filled by {@link decodeBatchInto}: black images of class 0. */
export function emptyImageSet(count: number): ImageSet {
  return { images: new Uint8Array(count * imageBytes), labels: new Uint8Array(count), count };
}

/**
 * Decodes a file of the official layout into a stretch of an image set, so that five files can share one array.
 * @param bytes - `[n, 3073]`, uint8
 * @param firstImage - index in `target` of the file's first image
 * @throws RangeError if `bytes` is no whole number of records, or does not fit in `target`
 */
export function decodeBatchInto(bytes: Uint8Array, target: ImageSet, firstImage: number): void {
  const count = bytes.length / recordBytes;
  if (!Number.isInteger(count) || firstImage + count > target.count) {
    throw new RangeError(
      `decodeBatchInto needs at most ${target.count - firstImage} whole records of ${recordBytes} bytes, ` +
        `got ${bytes.length} bytes; verify the file first`,
    );
  }
  for (let n = 0; n < count; n++) {
    const start = n * recordBytes;
    target.labels[firstImage + n] = bytes[start] ?? 0;
    target.images.set(bytes.subarray(start + 1, start + recordBytes), (firstImage + n) * imageBytes);
  }
}

/**
 * Encodes images in the official layout: the inverse of {@link decodeBatchInto}.
 * @returns `[count, 3073]`, uint8
 * @throws RangeError if the arrays' lengths do not agree with `count`
 */
export function encodeBatch({ images, labels, count }: ImageSet): Uint8Array {
  if (labels.length !== count || images.length !== count * imageBytes) {
    throw new RangeError(
      `encodeBatch needs ${count} labels and ${count * imageBytes} image bytes, ` +
        `got ${labels.length} and ${images.length}`,
    );
  }
  const bytes = new Uint8Array(count * recordBytes);
  for (let n = 0; n < count; n++) {
    bytes[n * recordBytes] = labels[n] ?? 0;
    bytes.set(images.subarray(n * imageBytes, (n + 1) * imageBytes), n * recordBytes + 1);
  }
  return bytes;
}
