/** What acquire makes of the disk, the lock and a cache that is partly there. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { acquire } from '../../../src/dataset/acquire.ts';
import type { FetchProgress } from '../../../src/dataset/progress.ts';
import type { Acquisition } from '../../../src/dataset/read-source.ts';
import { withFileLock } from '../../../src/files/file-lock.ts';
import { plantedDataset, writeFolder } from '../../support/planted-dataset.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

type Space = { readonly blocks: number; readonly bavail: number; readonly bsize: number };

/** When set, the disk has this space, and a lock cannot be made. */
const planted = vi.hoisted((): { space?: Space; lockCode?: string } => ({}));

vi.mock('node:fs/promises', async (importOriginal) => {
  const actual = await importOriginal<typeof import('node:fs/promises')>();
  return {
    ...actual,
    statfs: async (path: string) => planted.space ?? actual.statfs(path),
    writeFile: async (...parameters: Parameters<typeof actual.writeFile>) => {
      if (planted.lockCode && String(parameters[0]).endsWith('lock')) {
        throw Object.assign(new Error('planted'), { code: planted.lockCode });
      }
      return actual.writeFile(...parameters);
    },
  };
});

function plant(faults: typeof planted): void {
  Object.assign(planted, faults);
  onTestFinished(() => {
    delete planted.space;
    delete planted.lockCode;
  });
}

const { batches, files } = plantedDataset();
/** 3 + 4 + 5 + 6 + 7 + 8 images of one label byte and 3 × 32 × 32 others. */
const wholeSize = 33 * 3073;

async function emptyTask(): Promise<Acquisition & { readonly events: FetchProgress[] }> {
  const [folder, path] = [await temporaryFolder(), await writeFolder(files)];
  const events: FetchProgress[] = [];
  return {
    folder,
    source: { kind: 'path', path },
    batches,
    onProgress: (event) => events.push(event),
    events,
  };
}

describe('acquire', () => {
  it('tells of nothing but the files it stores where there was no cache', async () => {
    const task = await emptyTask();
    await acquire(task);
    expect(task.events).toEqual(
      batches.map(({ name }, i) => ({ kind: 'store', file: name, done: i + 1, total: 6 })),
    );
  });

  it.each([
    ['exactly the room', { blocks: 9e9, bavail: wholeSize, bsize: 1 }],
    ['the room in larger blocks', { blocks: 9e9, bavail: 25, bsize: 4096 }], // 102,400 ≥ 101,409
    ['a file system that does not tell', { blocks: 0, bavail: 0, bsize: 4096 }],
  ])('is content with %s', async (_, space) => {
    const task = await emptyTask();
    plant({ space });
    await acquire(task);
    expect(task.events).toHaveLength(6);
  });

  it('refuses a disk that lacks a block, and says how much it needs', async () => {
    const task = await emptyTask();
    plant({ space: { blocks: 9e9, bavail: 24, bsize: 4096 } });
    await expect(acquire(task)).rejects.toMatchObject({
      problem: 'no-space',
      file: task.folder,
      expected: '101409 bytes free',
      found: '98304', // 24 × 4096
    });
    expect(task.events).toEqual([]);
  });

  it('needs room for a download, which takes more than what is kept of it', async () => {
    const task = { ...(await emptyTask()), source: { kind: 'npm' } } as const;
    plant({ space: { blocks: 9e9, bavail: 277_881_827, bsize: 1 } });
    // 2 × 138,940,914: the tarball, and npm's own copy of it
    await expect(acquire(task)).rejects.toMatchObject({
      problem: 'no-space',
      expected: '277881828 bytes free',
      found: '277881827',
    });
  });

  it('needs room only for what is missing', async () => {
    const task = await emptyTask();
    await acquire(task);
    await rm(join(task.folder, 'data_batch_1.bin'));
    plant({ space: { blocks: 9e9, bavail: 3 * 3073, bsize: 1 } });
    await acquire(task);
    expect(task.events.at(-1)).toEqual({ kind: 'store', file: 'data_batch_1.bin', done: 1, total: 1 });
  });

  it('says what the folder is for when it cannot be made', async () => {
    const folder = join(await temporaryFolder(), 'file');
    await writeFile(folder, '');
    await expect(acquire({ ...(await emptyTask()), folder })).rejects.toMatchObject({
      problem: 'unreadable',
      file: folder,
      expected: 'a folder to keep CIFAR-10 in',
    });
  });

  it('says that it needs a lock when it cannot make one', async () => {
    const task = await emptyTask();
    plant({ lockCode: 'EACCES' });
    await expect(acquire(task)).rejects.toMatchObject({
      problem: 'no-permission',
      file: join(task.folder, 'cifar-10.lock'),
      expected: 'a lock file to be writable',
    });
  });

  it('tells whom it waits for while another one works', async () => {
    const task = await emptyTask();
    let working = Promise.resolve();
    const told = await withFileLock(
      join(task.folder, 'cifar-10.lock'),
      () =>
        new Promise<FetchProgress>((resolve) => {
          working = acquire({ ...task, onProgress: resolve });
        }),
    );
    await working;
    expect(told).toEqual({ kind: 'wait', ownerPid: process.pid });
  });

  it('gives no reason but the source where there was no cache', async () => {
    const source = { kind: 'path', path: '/gone' } as const;
    const failure = acquire({ ...(await emptyTask()), source });
    await expect(failure).rejects.toMatchObject({ problem: 'missing', remedy: 'Check the path.' });
  });

  it('gives a corrupt file as the reason, not one that is only missing', async () => {
    const task = await emptyTask();
    await writeFile(join(task.folder, 'test_batch.bin'), 'short');
    await expect(acquire({ ...task, source: { kind: 'path', path: '/gone' } })).rejects.toMatchObject({
      remedy: expect.stringMatching(
        /^Check the path\. \(It was needed because .*test_batch\.bin is truncated: .*\.\)$/,
      ),
    });
  });
});
