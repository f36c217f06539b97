/** Writes a file so that its name never stands for half of it, even if the process or the machine stops. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What a temporary file's name adds to that of the file it is to become: nobody else's files are called so. */
const ADDED = /\.\d+\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/**
 * Writes to a temporary file beside `path`, flushes it to the disk, then renames it; makes the folder if need be.
 *
 * @throws Error of the file system (no space, no permission); `path` is then as it was
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.${randomUUID()}.tmp`;
  try {
    await flush(temporary, 'wx', content);
    await rename(temporary, path);
    // Makes the rename itself durable; Windows cannot open a folder, and does not need it.
    if (process.platform !== 'win32') await flush(dirname(path), 'r');
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {}); // the first error is the one worth telling
    throw error;
  }
}

/**
 * Deletes what a killed {@link writeAtomically} left behind, and nothing else. Call it only while no other process writes
 * in the folder.
 */
export async function removeTemporaryFiles(folder: string): Promise<void> {
  const names = await readdir(folder);
  const abandoned = names.filter((name) => ADDED.test(name));
  await Promise.all(abandoned.map((name) => rm(join(folder, name), { force: true })));
}

/** Opens a file or folder, writes what is given, if anything, and has it all on the disk before it goes on. */
async function flush(path: string, flags: 'wx' | 'r', content?: string | Uint8Array): Promise<void> {
  const file = await open(path, flags);
  try {
    if (content !== undefined) await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
