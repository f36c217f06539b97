import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { loadDataset } from '../../../src/dataset/cifar10.ts';
import { DatasetError } from '../../../src/dataset/dataset-error.ts';
import { readCache } from '../../../src/dataset/read-cache.ts';
import { plantedDataset, writeFolder } from '../../support/planted-dataset.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** When set, a write stops half way with this error, as on a full disk. */
const fault = vi.hoisted(() => ({ code: '' }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const actual = await importOriginal<typeof import('node:fs/promises')>();
  const open: typeof actual.open = async (...parameters) => {
    const handle = await actual.open(...parameters);
    if (fault.code && parameters[1] === 'wx') {
      handle.writeFile = async (data) => {
        if (data instanceof Uint8Array) await handle.write(data.subarray(0, data.length / 2));
        throw Object.assign(new Error('planted'), { code: fault.code });
      };
    }
    return handle;
  };
  return { ...actual, open };
});

function plant(code: string): void {
  fault.code = code;
  onTestFinished(() => {
    fault.code = '';
  });
}

describe('acquire, on a disk that fails', () => {
  it.each([
    ['ENOSPC', 'no-space'],
    ['EDQUOT', 'no-space'],
    ['EACCES', 'no-permission'],
    ['EROFS', 'no-permission'],
    ['EIO', 'unreadable'],
  ])('names the file, what it needs and what to do when it stops with %s', async (code, problem) => {
    const { batches, files } = plantedDataset();
    const [folder, path] = [await temporaryFolder(), await writeFolder(files)];
    plant(code);
    const task = { folder, source: { kind: 'path', path }, batches, onProgress: () => {} } as const;
    await expect(loadDataset(task)).rejects.toMatchObject({
      problem,
      file: join(folder, batches[0]!.name),
      expected: expect.stringMatching(/^room and permission to write \d+ bytes$/),
      message: expect.stringContaining(code),
    });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('loadDataset, on a disk that fills up', () => {
  it('says what to do, and leaves no cache that passes', async () => {
    const { batches, files } = plantedDataset();
    const [folder, path] = [await temporaryFolder(), await writeFolder(files)];
    plant('ENOSPC');
    const task = { folder, source: { kind: 'path', path }, batches, onProgress: () => {} } as const;
    await expect(loadDataset(task)).rejects.toThrow(/does not fit on the disk.*ENOSPC.*set CIFAR10_CACHE/s);
    expect(await readdir(folder)).toEqual([]);
    expect(await readCache(folder, batches)).toBeInstanceOf(DatasetError);
  });
});
