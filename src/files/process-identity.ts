/** Tells a process from every other, of this machine or not, and whether it still runs. */
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { errorCode } from './error-code.ts';

/** A process: its number alone may be another's, in another container, on another machine, or later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Where its number means anything: machine, and on Linux the boot and the namespace of process numbers. */
  readonly place: string;
  /** When it started, in ticks since boot; empty where the system does not tell. */
  readonly started: string;
}

/** The identity of this very process. */
export async function thisProcess(): Promise<ProcessIdentity> {
  return { pid: process.pid, place: await thisPlace(), started: (await statusOf(process.pid)).started };
}

/**
 * Asks whether a process runs.
 *
 * @returns undefined if it is of a place whose processes cannot be asked, or cannot be told apart
 */
export async function isRunning({ pid, place, started }: ProcessIdentity): Promise<boolean | undefined> {
  if (place !== (await thisPlace())) return undefined;
  try {
    process.kill(pid, 0); // signal 0 only asks
  } catch (error) {
    if (errorCode(error) !== 'EPERM') return false; // EPERM: it runs, as another user
  }
  if (started === '') return undefined; // a number alone may be another's by now
  const now = await statusOf(pid);
  // Another start is another process under the same number; one that has ended may stay listed until its parent asks.
  return now.started === started && !ENDED.includes(now.state);
}

async function thisPlace(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return [hostname(), boot.trim(), namespace].join(' ');
}

/** Zombie and dead, as Linux calls them. */
const ENDED = ['Z', 'X'];

// Fields 3 and 22 of /proc/<pid>/stat, counted from behind the name in brackets, which may hold spaces.
async function statusOf(pid: number): Promise<{ readonly state: string; readonly started: string }> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', started: fields[19] ?? '' };
}
