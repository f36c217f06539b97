import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  decodeBatchInto,
  emptyImageSet,
  encodeBatch,
  imageBytes,
  recordBytes,
} from '../../../src/dataset/binary-format.ts';
import { patternedImages } from '../../support/planted-dataset.ts';

const counts = fc.integer({ min: 0, max: 20 });
const seeds = fc.nat(1000);

describe('decodeBatchInto', () => {
  it.prop([counts, seeds])('undoes encodeBatch', (count, seed) => {
    const set = patternedImages(count, seed);
    const decoded = emptyImageSet(count);
    decodeBatchInto(encodeBatch(set), decoded, 0);
    expect(Buffer.compare(decoded.images, set.images)).toBe(0); // toEqual takes seconds on such arrays
    expect(decoded.labels).toEqual(set.labels);
  });

  it.prop([fc.uint8Array({ minLength: 2 * recordBytes, maxLength: 2 * recordBytes, size: 'max' })], {
    numRuns: 20,
  })('is undone by encodeBatch, for any bytes', (bytes) => {
    const decoded = emptyImageSet(2);
    decodeBatchInto(bytes, decoded, 0);
    expect(Buffer.compare(encodeBatch(decoded), bytes)).toBe(0);
  });

  it.prop([counts, counts, seeds])(
    'joins files without touching what is already there',
    (first, second, seed) => {
      const [a, b] = [patternedImages(first, seed), patternedImages(second, seed + 1)];
      const joined = emptyImageSet(first + second);
      decodeBatchInto(encodeBatch(a), joined, 0);
      decodeBatchInto(encodeBatch(b), joined, first);
      expect(Buffer.compare(joined.images, Buffer.concat([a.images, b.images]))).toBe(0);
      expect([...joined.labels]).toEqual([...a.labels, ...b.labels]);
    },
  );

  it('puts the label first, then red, green and blue by rows', () => {
    const bytes = new Uint8Array(2 * recordBytes);
    bytes[recordBytes] = 7;
    bytes[recordBytes + 1 + 1024 + 32 * 5 + 3] = 200; // green, row 5, column 3 of image 1
    const set = emptyImageSet(2);
    decodeBatchInto(bytes, set, 0);
    expect(set.labels[1]).toBe(7);
    expect(set.images[imageBytes + 1024 + 163]).toBe(200);
    expect(set.images.reduce((total, value) => total + value, 0)).toBe(200);
  });

  it('touches nothing behind the file, and counts the room from its first image', () => {
    const [a, b] = [patternedImages(2, 3), patternedImages(1, 7)];
    const joined = emptyImageSet(3);
    decodeBatchInto(encodeBatch(b), joined, 2);
    decodeBatchInto(encodeBatch(a), joined, 0);
    expect([...joined.labels]).toEqual([3, 4, 7]);
    expect(() => decodeBatchInto(encodeBatch(a), joined, 2)).toThrow('needs at most 1 whole records');
  });

  it.each([recordBytes - 1, recordBytes + 1, 3 * recordBytes])(
    'refuses %i bytes for two images',
    (length) => {
      expect(() => decodeBatchInto(new Uint8Array(length), emptyImageSet(2), 0)).toThrow(
        `decodeBatchInto needs at most 2 whole records of 3073 bytes, got ${length} bytes`,
      );
    },
  );
});

describe('encodeBatch', () => {
  it('refuses arrays that do not agree with the count', () => {
    expect(() => encodeBatch({ ...patternedImages(2, 0), count: 3 })).toThrow(
      'encodeBatch needs 3 labels and 9216 image bytes, got 2 and 6144',
    );
    const { images, labels } = patternedImages(2, 0);
    expect(() => encodeBatch({ images, labels: labels.subarray(1), count: 2 })).toThrow('got 1 and 6144');
    expect(() => encodeBatch({ images: images.subarray(1), labels, count: 2 })).toThrow('got 2 and 6143');
  });
});
