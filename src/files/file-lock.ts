/**
 * A lock between processes, as a file that names its owner, so that work is done once.
 * It saves work and is not what keeps the files sound: that is the atomic rename and the digests.
 */
import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from './error-code.ts';
import { isRunning, type ProcessIdentity, thisProcess } from './process-identity.ts';

/** How a lock behaves; the defaults suit work of seconds to hours. */
export type LockOptions = {
  /** Told once for each owner that has to be waited for. */
  readonly onWait?: (ownerPid: number) => void;
  /**
   * Milliseconds without a sign of life after which an owner that cannot be asked is taken for dead. It gives six in that
   * time, between its computations, which may block for minutes. Default: 10 minutes.
   */
  readonly staleMilliseconds?: number;
  /** Milliseconds between two looks at a lock that is held. */
  readonly pollMilliseconds?: number;
};

type Owner = ProcessIdentity & { readonly token: string };

function ownerText({ token, pid, place, started }: Owner): string {
  return `${token}\n${pid}\n${place}\n${started}`;
}

/** @returns the owner, or undefined if the file is gone or its owner has not finished writing it */
async function readOwner(path: string): Promise<Owner | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [token, pid, place, started] = text.split('\n');
  if (!token || !pid || !place || started === undefined) return undefined;
  return { token, pid: Number(pid), place, started };
}

/**
 * Measures for how long a file has stayed as it is, as this process has seen it and by its own clock: clocks of other
 * machines, of file systems, and one that is set back, may say anything.
 *
 * @returns a function that looks, and gives the milliseconds since the file was first seen like this
 */
function watch(path: string): () => Promise<number> {
  let [seen, since] = ['', performance.now()];
  return async () => {
    const now = await stat(path).then(
      ({ ino, mtimeMs }) => `${ino} ${mtimeMs}`,
      () => 'gone',
    );
    if (now !== seen) [seen, since] = [now, performance.now()];
    return performance.now() - since;
  };
}

// Looking at a lock again and deleting it takes milliseconds, as does writing one's name into a new one.
const TAKEOVER_MILLISECONDS = 5000;

/**
 * Deletes a dead owner's lock. One process at a time may do so, and it looks again first: otherwise a slow one would
 * delete the lock of a quick one that took over before it.
 *
 * @param dead - the owner that was found dead, or undefined for a lock that names none
 * @param turnAge - for how long another process has been taking over
 * @returns whether it was this process's turn
 */
async function removeDeadLock(
  path: string,
  dead: Owner | undefined,
  turnAge: () => Promise<number>,
): Promise<boolean> {
  const turn = `${path}.takeover`;
  if (!(await tryToCreate(turn, ''))) {
    if ((await turnAge()) > TAKEOVER_MILLISECONDS) await rm(turn, { force: true });
    return false;
  }
  try {
    if ((await readOwner(path))?.token === dead?.token) await rm(path, { force: true });
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
    await rm(path, { force: true }).catch(() => {}); // half written on a full disk, it would name nobody
    throw error;
  }
}

async function obtain(path: string, me: Owner, options: Required<LockOptions>): Promise<void> {
  const [silence, turnAge] = [watch(path), watch(`${path}.takeover`)];
  let waitedFor: string | undefined;
  while (!(await tryToCreate(path, ownerText(me)))) {
    const owner = await readOwner(path);
    // A process that can be asked is believed, however long it says nothing; any other by its signs of life.
    const running = owner && (await isRunning(owner));
    const longest = owner ? options.staleMilliseconds : TAKEOVER_MILLISECONDS;
    const silentTooLong = (await silence()) > Math.min(longest, options.staleMilliseconds);
    if (running === false || (running === undefined && silentTooLong)) {
      if (!(await removeDeadLock(path, owner, turnAge))) await sleep(options.pollMilliseconds);
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
 * Runs `work` while no other process runs work under the same lock. Waits for a live owner; takes over from a dead one:
 * its process has ended, or, where that cannot be asked (another machine, another container), it gave no sign of life
 * for `staleMilliseconds`; or the lock has named nobody for 5 s.
 * @param path - the lock file, in a folder that exists
 * @returns what `work` returned; the lock is released when it settles
 * @throws Error of the file system if the lock file cannot be made, and whatever `work` throws
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const { onWait = () => {}, staleMilliseconds = 600_000, pollMilliseconds = 200 } = options;
  const token = randomUUID();
  await obtain(path, { token, ...(await thisProcess()) }, { onWait, staleMilliseconds, pollMilliseconds });
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
