/** Sees to it that a record is in the store and valid: takes the stored or a cached one, or computes it. */
import { hash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../files/error-code.ts';
import { withFileLock } from '../files/file-lock.ts';
import type { RunProgress } from './compute-job.ts';
import type { Job, ProbeJob, RunJob } from './job.ts';
import type { ProbeRecord } from './probe-record.ts';
import type { Provenance } from './provenance.ts';
import type { AnyRecord } from './record-kind.ts';
import type { RunRecord } from './run-record.ts';
import {
  lookUp,
  pathsOf,
  readStored,
  type Store,
  type StoredFiles,
  variantOf,
  writeStored,
} from './store.ts';

/** A valid record, and how it came into the store, if it was not there. */
export interface Ensured<Content> {
  readonly record: Content;
  readonly obtained: Obtained | undefined;
  /** What was put into the store then, as it was put there: what lies there later may be another’s. */
  readonly files?: StoredFiles;
}

export interface Obtained {
  /** Computed now, or by another process under the same fingerprint: found in the run cache, or stored meanwhile. */
  readonly how: 'trained' | 'cached';
  /** What was wrong with the stored record, in words. */
  readonly reason: string;
}

export interface EnsureOptions {
  readonly target: Store;
  /** The run cache: runs in progress, their locks, and every finished record. Several checkouts may share one. */
  readonly cacheFolder: string;
  /** What was wrong with records when they were planned, empty where nothing was: one that lacked then and is there by now is another process's, and no check was planned for it. */
  readonly planned?: readonly { readonly name: string; readonly reason: string }[];
  /** Whether to compute what neither store nor cache has; where not, that is an error. */
  readonly computes: boolean;
  /** Called before a computed record is stored: throws if the code is no longer the one that the store's fingerprint names. */
  readonly recheck?: () => Promise<void>;
  /**
   * Called before a record is taken that was not computed whole in this process, but lay in the cache or went on from a
   * checkpoint: computes parts of it again, and throws if they come out different.
   */
  readonly confirm?: (files: StoredFiles) => Promise<void>;
  /** Told what is going on, a line at a time. */
  readonly tell: (line: string) => Promise<void>;
}

/**
 * Ensures a run's record. Processes that ask at once, also from checkouts that share a run cache, do the work once: the
 * others wait and take the first's.
 *
 * @param report - told after each epoch
 * @throws Error if the run cannot be trained or its record cannot be stored
 */
export async function ensureRun(
  job: RunJob,
  options: EnsureOptions,
  report: (progress: RunProgress) => Promise<void>,
): Promise<Ensured<RunRecord>> {
  const { fingerprint } = options.target;
  const { checkpoint } = pathsOf(runCache(options), job.scale, job.name);
  return ensure(options, job, async () =>
    (await training()).computeRun(job, { fingerprint, checkpoint, report }),
  );
}

/** Ensures a scale's probe record, as {@link ensureRun} does a run's. @param report - told after each seed */
export async function ensureProbe(
  job: ProbeJob,
  options: EnsureOptions,
  report: (seedsDone: number) => Promise<void>,
): Promise<Ensured<ProbeRecord>> {
  const { fingerprint } = options.target;
  return ensure(options, job, async () => (await training()).computeProbe(job, fingerprint, report));
}

// Loaded where something is to be computed: of a hundred records that hold, none needs TensorFlow.js.
const training = () => import('./compute-job.ts');

/** A store of its own for each fingerprint: records of other code stay valid for that code. */
function runCache({ target, cacheFolder }: EnsureOptions): Store {
  const { fingerprint } = target;
  const key = hash('sha256', JSON.stringify(fingerprint)).slice(0, 16);
  return { folder: join(cacheFolder, key), fingerprint };
}

async function ensure<Content extends AnyRecord>(
  options: EnsureOptions,
  job: Job<Content>,
  compute: () => Promise<StoredFiles>,
): Promise<Ensured<Content>> {
  const { target, tell } = options;
  const { name, scale } = job;
  const stored = await lookUp(target, job);
  if (stored.status === 'valid') {
    return options.planned?.some((record) => record.name === name && record.reason !== '')
      ? takeOver(options, job, stored.record)
      : { record: stored.record, obtained: undefined };
  }
  const folder = join(runCache(options).folder, 'locks', variantOf(scale, target.fingerprint.engine));
  const waiting: Promise<void>[] = [];
  const onWait = (pid: number) => void waiting.push(tell(`${name}: process ${pid} is computing it, waiting`));
  const whenLocked = async () => {
    await Promise.all(waiting);
    return obtain(options, job, compute);
  };
  try {
    await mkdir(folder, { recursive: true });
    return await withFileLock(join(folder, `${name}.lock`), whenLocked, { onWait });
  } catch (error) {
    throw withRemedy(error, options, name);
  }
}

/** Takes what another process has stored meanwhile, and confirms it. */
async function takeOver<Content extends AnyRecord>(
  { target, confirm }: EnsureOptions,
  job: Job<Content>,
  record: Content,
): Promise<Ensured<Content>> {
  const files = await readStored(target, job);
  await confirm?.(files);
  return { record, obtained: { how: 'cached', reason: 'lacking until another process stored it' }, files };
}

const UNWRITABLE = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EACCES', 'EPERM', 'EROFS'];

/** Says what to do about a disk that takes no more; other errors speak for themselves. */
function withRemedy(error: unknown, { target, cacheFolder }: EnsureOptions, name: string): unknown {
  if (!UNWRITABLE.includes(errorCode(error))) return error;
  return new Error(
    `${name} cannot be stored (${(error as Error).message}). Make room or allow writing in ${cacheFolder} and ` +
      `${target.folder}, and start again: training goes on at its last epoch`,
    { cause: error },
  );
}

function wasResumed({ provenance }: StoredFiles): boolean {
  return (JSON.parse(provenance) as Partial<Provenance>).resumedAfterEpoch !== 0;
}

async function obtain<Content extends AnyRecord>(
  options: EnsureOptions,
  job: Job<Content>,
  compute: () => Promise<StoredFiles>,
): Promise<Ensured<Content>> {
  const { target, computes, recheck, confirm, tell } = options;
  const before = await lookUp(target, job);
  if (before.status === 'valid') return takeOver(options, job, before.record);
  const reason = `${before.status} (${before.reason})`;
  const cache = runCache(options);
  const how = (await lookUp(cache, job)).status === 'valid' ? 'cached' : 'trained';
  if (how === 'trained' && !computes) {
    throw new Error(
      `${job.name} is ${reason}; "npx vitest run --mode ${job.study}/${job.scale}" computes it, which may take hours`,
    );
  }
  await tell(`${job.name}: ${how === 'cached' ? 'in the run cache' : 'computing'}, its record is ${reason}`);
  if (how === 'trained') await recheck?.(); // what a changed core computes would be stored nowhere
  const files = how === 'trained' ? await compute() : await readStored(cache, job);
  if (how === 'trained') {
    await recheck?.();
    await writeStored(cache, job, files);
    await rm(pathsOf(cache, job.scale, job.name).checkpoint, { force: true }); // not before: it is hours of work
  }
  if (how === 'cached' || wasResumed(files)) await confirm?.(files);
  await writeStored(target, job, files);
  const after = await lookUp(target, job);
  if (after.status === 'valid') return { record: after.record, obtained: { how, reason }, files };
  throw new Error(`${job.name} was computed and stored, and is ${after.status} nonetheless: ${after.reason}`);
}
