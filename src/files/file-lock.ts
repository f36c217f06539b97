/**
 * A lock between processes, as a file that names its owner, so that work is done once.
 * It saves work and is not what keeps the files sound: that is the atomic rename and the digests.
 */

import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from './error-code.ts';

/** How a lock behaves; the defaults suit work of seconds to minutes. */
export type LockOptions = {
  /** Told once for each owner that has to be waited for. */
  readonly onWait?: (ownerPid: number) => void;
  /** Milliseconds without a sign of life after which an owner is taken for dead; it gives six in that time. */
  readonly staleMilliseconds?: number;
  /** Milliseconds between two looks at a lock that is held. */
  readonly pollMilliseconds?: number;
};

type Owner = { readonly token: string; readonly pid: number; readonly host: string };

/** @returns the owner, or undefined if the file is gone or its owner has not finished writing it */
async function readOwner(path: string): Promise<Owner | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [token, pid, host] = text.split('\n');
  if (!token || !pid || host === undefined) return undefined;
  return { token, pid: Number(pid), host };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM'; // it runs, as another user
  }
}

async function isStale(path: string, owner: Owner | undefined, staleMilliseconds: number): Promise<boolean> {
  if (owner && owner.host === hostname() && !isRunning(owner.pid)) return true;
  const status = await stat(path).catch(() => undefined);
  return status !== undefined && Date.now() - status.mtimeMs > staleMilliseconds;
}

// Looking at a lock again and deleting it takes milliseconds.
const TAKEOVER_MILLISECONDS = 5000;

/**
 * Deletes a dead owner's lock. One process at a time may do so, and it looks again first: otherwise a slow one would
 * delete the lock of a quick one that took over before it.
 * @returns whether it was this process's turn
 */
async function removeStaleLock(path: string, staleMilliseconds: number): Promise<boolean> {
  const turn = `${path}.takeover`;
  if (!(await tryToCreate(turn, ''))) {
    const status = await stat(turn).catch(() => undefined);
    const abandoned = status !== undefined && Date.now() - status.mtimeMs > TAKEOVER_MILLISECONDS;
    if (abandoned) await rm(turn, { force: true });
    return false;
  }
  try {
    if (await isStale(path, await readOwner(path), staleMilliseconds)) await rm(path, { force: true });
    return true;
  } finally {
    await rm(turn, { force: true });
  }
}

async function tryToCreate(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function obtain(path: string, token: string, options: Required<LockOptions>): Promise<void> {
  let waitedFor: string | undefined;
  while (!(await tryToCreate(path, `${token}\n${process.pid}\n${hostname()}`))) {
    const owner = await readOwner(path);
    const { staleMilliseconds } = options;
    if (await isStale(path, owner, staleMilliseconds)) {
      if (!(await removeStaleLock(path, staleMilliseconds))) await sleep(options.pollMilliseconds);
      continue;
    }
    if (owner && owner.token !== waitedFor) {
      waitedFor = owner.token;
      options.onWait(owner.pid);
    }
    await sleep(options.pollMilliseconds);
  }
}

/**
 * Runs `work` while no other process runs work under the same lock. Waits for a live owner; takes over from a dead
 * one (its process has ended, or it gave no sign of life for `staleMilliseconds`).
 * @param path the lock file, in a folder that exists
 * @param work what to do; the lock is released when it settles
 * @param options see {@link LockOptions}
 * @returns what `work` returned
 * @throws Error of the file system if the lock file cannot be made, and whatever `work` throws
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const { onWait = () => {}, staleMilliseconds = 60_000, pollMilliseconds = 200 } = options;
  const token = randomUUID();
  await obtain(path, token, { onWait, staleMilliseconds, pollMilliseconds });
  const signOfLife = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {}); // taken over: the work is still sound, only done twice
  }, staleMilliseconds / 6);
  signOfLife.unref();
  try {
    return await work();
  } finally {
    clearInterval(signOfLife);
    if ((await readOwner(path))?.token === token) await rm(path, { force: true });
  }
}
