import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { DatasetError } from '../../../src/dataset/dataset-error.ts';
import { verifyBatch } from '../../../src/dataset/verify-batch.ts';
import { nodeHost } from '../../../src/node-host.ts';
import { plantedDataset } from '../../support/planted-dataset.ts';

const { batches, files } = plantedDataset();
const file = batches[1]!;
const sound = files.get(file.name)!;
const verify = (bytes: Uint8Array) =>
  verifyBatch(bytes, file, { file: '/some/where.bin', remedy: 'Do this.' }, batches);

function problemOf(bytes: Uint8Array): string {
  try {
    verify(bytes);
    return 'none';
  } catch (error) {
    if (error instanceof DatasetError) return error.problem;
    throw error;
  }
}

describe('verifyBatch', () => {
  it('accepts the file itself', () => {
    expect(problemOf(sound)).toBe('none');
  });

  it.prop([fc.nat(sound.length - 1)])('calls it truncated when it ends early, wherever', (length) => {
    expect(problemOf(sound.subarray(0, length))).toBe('truncated');
  });

  it.prop([fc.nat(sound.length - 1), fc.integer({ min: 0, max: 7 })])(
    'notices any flipped bit',
    (index, bit) => {
      const bytes = sound.slice();
      bytes[index] = bytes[index]! ^ (1 << bit);
      expect(['altered', 'mislabelled']).toContain(problemOf(bytes));
    },
  );

  it('calls it altered when something follows', () => {
    expect(problemOf(Buffer.concat([sound, Uint8Array.of(0)]))).toBe('altered');
  });

  it('says which file it really is', () => {
    const sameSize = { ...batches[2]!, imageCount: file.imageCount };
    const other = files.get(batches[2]!.name)!.subarray(0, sound.length);
    const renamed = [file, { ...sameSize, sha256: '0'.repeat(64) }];
    expect(() => verifyBatch(other, file, { file: 'f', remedy: 'r' }, renamed)).toThrow('is altered');
    const known = { ...file, name: 'data_batch_2.bin', sha256: '0'.repeat(64) };
    expect(() => verifyBatch(sound, known, { file: 'f', remedy: 'r' }, batches)).toThrow(
      `f is mislabelled: expected data_batch_2.bin, found the content of ${file.name}. r`,
    );
  });

  it('names both digests when only they differ', () => {
    const zeros = new Uint8Array(4 * 3073);
    expect(() => verify(zeros)).toThrow(
      `is altered: expected SHA-256 ${file.sha256}, found ${nodeHost.sha256([zeros])}. Do this.`,
    );
  });

  it('names the image whose label is no class', () => {
    const bytes = sound.slice();
    bytes[3073 * 2] = 10;
    expect(() => verify(bytes)).toThrow(
      'loadCifar10: /some/where.bin is mislabelled: expected labels 0..9, found label 10 at image 2. Do this.',
    );
  });
});
