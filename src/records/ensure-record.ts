/** Sees to it that a record is in the store and valid: takes the stored one, or computes and stores it. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withFileLock } from '../files/file-lock.ts';
import { type Run, runName, type ScaleName } from '../study.ts';
import type { Progress } from '../training/train-run.ts';
import type { ProbeRecord } from './probe-record.ts';
import { produceProbeRecord, produceRecord } from './produce-record.ts';
import type { RunRecord } from './run-record.ts';
import {
  lookUp,
  lookUpProbe,
  PROBE_NAME,
  type Store,
  type Stored,
  store,
  storeProbe,
  variantOf,
} from './store.ts';

/** A valid record, and why it had to be computed, if it had to. */
export interface Ensured<Content> {
  readonly record: Content;
  /** Undefined if the record was stored already. */
  readonly reason: string | undefined;
}

export interface EnsureOptions {
  readonly target: Store;
  /** Where runs in progress and their locks are kept. */
  readonly checkpointFolder: string;
  /** Told what is going on, a line at a time. */
  readonly tell: (line: string) => Promise<void>;
}

/**
 * Ensures a run's record. Two processes that ask at once do the work once: the second waits and takes the first's.
 *
 * @param run - which run
 * @param report - told after each epoch
 * @throws Error if the run cannot be trained or its record cannot be stored
 */
export async function ensureRecord(
  run: Run,
  options: EnsureOptions,
  report: (progress: Progress) => Promise<void>,
): Promise<Ensured<RunRecord>> {
  const { target, checkpointFolder } = options;
  return ensure(
    runName(run),
    run.scale,
    options,
    () => lookUp(target, run),
    async () => {
      const produced = await produceRecord(run, {
        fingerprint: target.fingerprint,
        checkpointFolder,
        report,
      });
      await store(target, produced.record, produced.provenance);
    },
  );
}

/** Ensures a scale's probe record, as {@link ensureRecord} does a run's. @param report - told after each seed */
export async function ensureProbeRecord(
  scale: ScaleName,
  options: EnsureOptions,
  report: (seedsDone: number) => Promise<void>,
): Promise<Ensured<ProbeRecord>> {
  const { target } = options;
  return ensure(
    PROBE_NAME,
    scale,
    options,
    () => lookUpProbe(target, scale),
    async () => {
      const produced = await produceProbeRecord(scale, target.fingerprint, report);
      await storeProbe(target, produced.record, produced.provenance);
    },
  );
}

async function ensure<Content>(
  name: string,
  scale: ScaleName,
  { target, checkpointFolder, tell }: EnsureOptions,
  find: () => Promise<Stored<Content>>,
  compute: () => Promise<void>,
): Promise<Ensured<Content>> {
  const stored = await find();
  if (stored.status === 'valid') return { record: stored.record, reason: undefined };
  const folder = join(checkpointFolder, variantOf(scale, target.fingerprint.engine));
  await mkdir(folder, { recursive: true });
  const waiting: Promise<void>[] = [];
  const onWait = (pid: number) => void waiting.push(tell(`${name}: process ${pid} is computing it, waiting`));
  return withFileLock(
    join(folder, `${name}.lock`),
    async () => {
      await Promise.all(waiting);
      const before = await find();
      if (before.status === 'valid') return { record: before.record, reason: undefined };
      const reason = `${before.status} (${before.reason})`;
      await tell(`${name}: computing, its record is ${reason}`);
      await compute();
      const after = await find();
      if (after.status === 'valid') return { record: after.record, reason };
      throw new Error(`${name} was computed and stored, and is ${after.status} nonetheless: ${after.reason}`);
    },
    { onWait },
  );
}
