import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create } from 'tar';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../../src/dataset/read-archive.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('readArchive', () => {
  it('takes wanted files alone: no other file, and no folder of that name', async () => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, 'inside', 'folder.bin'), { recursive: true });
    await writeFile(join(cwd, 'inside', 'file.bin'), 'wanted');
    await writeFile(join(cwd, 'inside', 'other.bin'), 'not wanted');
    const file = join(cwd, 'archive.tar.gz');
    await create({ gzip: true, file, cwd }, ['inside']);
    const wanted = new Set(['file.bin', 'folder.bin', 'absent.bin']);
    const found = readArchive(await readFile(file), wanted, { file, remedy: 'r' });
    expect([...found].map(([name, bytes]) => [name, Buffer.from(bytes).toString()])).toEqual([
      ['file.bin', 'wanted'],
    ]);
  });
  it('says of a whole archive with one bit flipped that it is altered', async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'file.bin'), randomBytes(2_000_000));
    const file = join(cwd, 'archive.tar.gz');
    await create({ gzip: true, file, cwd }, ['file.bin']);
    const archive = await readFile(file);
    archive[1_000_000]! ^= 1;
    expect(() => readArchive(archive, new Set(['file.bin']), { file, remedy: 'r' })).toThrow('is altered');
  });
});
