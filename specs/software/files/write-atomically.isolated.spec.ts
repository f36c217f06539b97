import type { FileHandle } from 'node:fs/promises';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { removeTemporaryFiles, writeAtomically } from '../../../src/files/write-atomically.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** The steps taken on the disk, what a spec does before one, and the handles opened. */
const disk = vi.hoisted(() => ({
  steps: [] as string[],
  before: async (_step: string): Promise<void> => {},
  handles: [] as FileHandle[],
  /** Names that a folder still lists although their files are gone. */
  gone: [] as string[],
}));

vi.mock('node:fs/promises', async (importOriginal) => {
  const actual = await importOriginal<typeof import('node:fs/promises')>();
  const { basename: nameOf } = await import('node:path');
  const step = async <T>(name: string, path: unknown, work: () => Promise<T>): Promise<T> => {
    const taken = `${name} ${nameOf(String(path)).replace(/^file\..+/, 'temporary')}`;
    disk.steps.push(taken);
    await disk.before(taken);
    return work();
  };
  const open: typeof actual.open = async (path, flags, mode) => {
    const handle = await actual.open(path, flags, mode);
    disk.handles.push(handle);
    const [write, sync] = [handle.writeFile.bind(handle), handle.sync.bind(handle)];
    handle.writeFile = (data, options) => step('write', path, () => write(data, options));
    handle.sync = () => step('sync', path, sync);
    return handle;
  };
  const rename: typeof actual.rename = (from, to) => step('rename', to, () => actual.rename(from, to));
  const list = async (path: string) => [...(await actual.readdir(path)), ...disk.gone];
  return { ...actual, open, rename, readdir: list };
});

beforeEach(() => {
  Object.assign(disk, { steps: [], before: async () => {}, handles: [], gone: [] });
});

function failIn(failing: string): void {
  disk.before = async (step) => {
    if (step === failing) throw new Error(`planted in ${failing}`);
  };
}

/** Whether all that was opened was closed again; a closed handle has no file descriptor. */
const allClosed = () => disk.handles.length > 0 && disk.handles.every(({ fd }) => fd === -1);

function pretendPlatform(platform: NodeJS.Platform): void {
  const original = Object.getOwnPropertyDescriptor(process, 'platform')!;
  Object.defineProperty(process, 'platform', { ...original, value: platform });
  onTestFinished(() => void Object.defineProperty(process, 'platform', original));
}

describe('writeAtomically', () => {
  it('has the content on the disk before it names it, and the name on the disk before it returns', async () => {
    pretendPlatform('linux');
    const folder = await temporaryFolder();
    await writeAtomically(join(folder, 'file'), Uint8Array.of(1, 2));
    expect(disk.steps).toEqual([
      'write temporary',
      'sync temporary',
      'rename file',
      `sync ${basename(folder)}`,
    ]);
    expect([...(await readFile(join(folder, 'file')))]).toEqual([1, 2]);
    expect(allClosed()).toBe(true);
  });

  it('opens no folder on Windows, which cannot', async () => {
    pretendPlatform('win32');
    await writeAtomically(join(await temporaryFolder(), 'file'), Uint8Array.of(1, 2));
    expect(disk.steps).toEqual(['write temporary', 'sync temporary', 'rename file']);
    expect(disk.handles).toHaveLength(1);
  });

  it.each(['write temporary', 'sync temporary', 'rename file'])(
    'leaves the earlier file, nothing beside it and nothing open when it fails to %s',
    async (step) => {
      const folder = await temporaryFolder();
      const path = join(folder, 'file');
      await writeFile(path, 'earlier');
      failIn(step);
      await expect(writeAtomically(path, Uint8Array.of(1))).rejects.toThrow(`planted in ${step}`);
      expect(await readFile(path, 'utf8')).toBe('earlier');
      expect(await readdir(folder)).toEqual(['file']);
      expect(allClosed()).toBe(true);
    },
  );

  it('tells why it could not write, not that it could not clean up', async () => {
    const path = join(await temporaryFolder(), 'x'.repeat(250)); // the temporary name is longer still, and too long
    await expect(writeAtomically(path, Uint8Array.of(1))).rejects.toThrow(/^ENAMETOOLONG: .* open/);
  });

  it('makes the folder if need be, and says so if it cannot', async () => {
    const folder = join(await temporaryFolder(), 'not', 'there');
    await writeAtomically(join(folder, 'file'), 'text');
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('text');
    await expect(writeAtomically(join(folder, 'file', 'file'), 'text')).rejects.toThrow(/mkdir/);
  });

  it('says so, and lets go of the folder, when the new name cannot be flushed', async () => {
    pretendPlatform('linux');
    const folder = await temporaryFolder();
    failIn(`sync ${basename(folder)}`);
    await expect(writeAtomically(join(folder, 'file'), Uint8Array.of(1))).rejects.toThrow('planted in sync');
    expect(allClosed()).toBe(true);
  });
});

describe('removeTemporaryFiles', () => {
  it('removes what a write leaves behind that is killed before it names its file', async () => {
    const [folder, killed] = [await temporaryFolder(), join(await temporaryFolder(), 'killed')];
    disk.before = async (step) => {
      if (step === 'rename file') await cp(folder, killed, { recursive: true });
    };
    await writeAtomically(join(folder, 'file'), Uint8Array.of(1));
    expect(await readdir(killed)).toHaveLength(1);
    await removeTemporaryFiles(killed);
    expect(await readdir(killed)).toEqual([]);
  });

  it('removes nothing else', async () => {
    const folder = await temporaryFolder();
    // A thesis among them, once deleted in a folder that was given as a cache.
    const names = ['file', 'file.123.tmp', 'file.tmp.json', 'thesis.tmp', 'tmp'];
    for (const name of names) await writeFile(join(folder, name), 'whole');
    await mkdir(join(folder, 'provenance'));
    await removeTemporaryFiles(folder);
    expect((await readdir(folder)).sort()).toEqual([...names.slice(0, 3), 'provenance', ...names.slice(3)]);
  });

  it('bears with a file that is gone by the time it gets to it', async () => {
    const folder = await temporaryFolder();
    const id = '12345678-1234-1234-1234-123456789abc';
    await writeFile(join(folder, `there.1.${id}.tmp`), 'half');
    disk.gone = [`gone.1.${id}.tmp`];
    await removeTemporaryFiles(folder);
    disk.gone = [];
    expect(await readdir(folder)).toEqual([]);
  });
});
