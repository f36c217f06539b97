import { copyFileSync } from 'node:fs';
import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../../src/dataset/cifar10.ts';
import { findNeeds, readCache } from '../../../src/dataset/read-cache.ts';
import { withFileLock } from '../../../src/files/file-lock.ts';
import { plantedDataset, writeFolder } from '../../support/planted-dataset.ts';

const { batches, files } = plantedDataset();
const [first, second] = [batches[0]!, batches[1]!];

describe('findNeeds', () => {
  it.each([
    ['missing', (path: string) => rm(path)],
    ['truncated', (path: string) => truncate(path, 10)],
    ['altered', (path: string) => writeFile(path, new Uint8Array(3 * 3073))],
    ['mislabelled', (path: string) => writeFile(path, new Uint8Array(3 * 3073).fill(10))],
  ])('gives back that a file is %s, which fetching it mends', async (problem, spoil) => {
    const folder = await writeFolder(files);
    await spoil(join(folder, first.name));
    expect(await findNeeds(folder, batches)).toMatchObject([{ file: first, problem: { problem } }]);
    expect(await readCache(folder, batches)).toMatchObject({ problem });
  });

  it('names the file that it looked for', async () => {
    const [need] = await findNeeds('/does/not/exist', [first]);
    expect(need?.problem).toMatchObject({ expected: 'data_batch_1.bin of CIFAR-10' });
  });

  it('throws what fetching does not mend, as readCache does', async () => {
    const folder = await writeFolder(files);
    await rm(join(folder, first.name));
    await mkdir(join(folder, first.name));
    await expect(findNeeds(folder, batches)).rejects.toMatchObject({ problem: 'unreadable' });
    await expect(readCache(folder, batches)).rejects.toMatchObject({ problem: 'unreadable' });
  });
});

describe('readCache', () => {
  it('throws what is no fault of a file, such as a wrong count of its images', async () => {
    const wrong = [{ ...first, imageCount: 1 }, ...batches.slice(1, 2).map((b) => ({ ...b, imageCount: 1 }))];
    await expect(readCache(await writeFolder(files), wrong)).rejects.toThrow(RangeError);
  });
});

describe('loadDataset', () => {
  it('waits for nobody when the cache is complete', async () => {
    const folder = await writeFolder(files);
    const onProgress = () => {
      throw new Error('a complete cache gives nothing to tell');
    };
    const task = { folder, source: { kind: 'path', path: '/gone' }, batches, onProgress } as const;
    const loaded = await withFileLock(join(folder, 'cifar-10.lock'), () => loadDataset(task));
    expect(loaded.test.count).toBe(8);
  });

  it('trusts what is on the disk, not that it was stored', async () => {
    const [folder, path] = [await writeFolder(new Map()), await writeFolder(files)];
    const onProgress = ({ kind }: { readonly kind: string }) => {
      if (kind === 'store') copyFileSync(join(path, second.name), join(folder, first.name));
    };
    const task = { folder, source: { kind: 'path', path }, batches, onProgress } as const;
    await expect(loadDataset(task)).rejects.toMatchObject({ file: join(folder, first.name) });
  });
});
