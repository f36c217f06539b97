/** The evidence store: one record per file, its weights and its provenance beside it, read with distrust, written whole. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineName } from '../engine/engine-name.ts';
import { readIfPresent } from '../files/read-if-present.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { nodeHost } from '../node-host.ts';
import type { ScaleName } from '../study.ts';
import { type Attestation, isCarried } from './attestation.ts';
import type { Fingerprint } from './fingerprint-schema.ts';
import type { Job, RunJob } from './job.ts';
import type { Provenance } from './provenance.ts';
import { type AnyRecord, parseRecord } from './record-kind.ts';
import type { RunRecord } from './run-record.ts';
import { formatSealed } from './seal.ts';
import { reasonsForeign, reasonsStale } from './staleness.ts';

/** Where and under which fingerprint evidence is looked for. */
export interface Store {
  /** A study's folder, which holds `runs/<scale>/*.json` and `weights/<scale>/*.safetensors`. */
  readonly folder: string;
  readonly fingerprint: Fingerprint;
  /** What carries records of other code to this code, if anything does. */
  readonly attestation?: Attestation | undefined;
}

/** What the store knows of a job. */
export type Stored<Content> =
  | {
      readonly status: 'valid';
      readonly record: Content;
      /** Whether other code computed it, and an attestation carries it to this one. */
      readonly carried: boolean;
    }
  /** Whole, with its weights, and of other code or settings, or of another job: no evidence today. */
  | { readonly status: 'stale'; readonly record: Content; readonly reason: string }
  | { readonly status: 'missing' | 'invalid'; readonly reason: string };

/** The files of one record, as texts: what travels between machines and stores. */
export interface StoredFiles {
  readonly record: string;
  /** Where and when it was computed; empty where that is not known. */
  readonly provenance: string;
  /** The safetensors file, base64; undefined for a kind of record without weights. */
  readonly weights: string | undefined;
}

/** Names what a scale computed on an engine: `quick` on the default engine, else `paper-tensorflow` and the like. */
export function variantOf(scale: ScaleName, engine: EngineName): string {
  return engine === 'wasm' ? scale : `${scale}-${engine}`;
}

/**
 * Checks a record with its weights, trusting nothing in them.
 *
 * @param origin - where they are from, for the reason
 * @returns the record if it is valid evidence today; else why not, in words
 */
export function checkRecord<Content extends AnyRecord>(
  { record: text, weights }: Pick<StoredFiles, 'record' | 'weights'>,
  origin: string,
  job: Job<Content>,
  { fingerprint, attestation }: Omit<Store, 'folder'>,
): Stored<Content> {
  try {
    const record = parseRecord(job.kind, text);
    requireWeights(job.kind.weights(record), weights);
    const carried = isCarried(attestation, job, record.digest, fingerprint);
    const reasons = carried ? reasonsForeign(record, job) : reasonsStale(record, job, fingerprint);
    if (reasons.length > 0) return { status: 'stale', record, reason: reasons.join('; ') };
    return { status: 'valid', record, carried };
  } catch (error) {
    return { status: 'invalid', reason: `${origin} ${error instanceof Error ? error.message : error}` };
  }
}

/** @throws Error if a file of weights (base64) is absent or has another SHA-256 than its record says */
function requireWeights(digest: string | undefined, weights: string | undefined): void {
  if (digest === undefined) return;
  if (weights === undefined) throw new Error('has lost the file of its weights');
  const actual = nodeHost.sha256([Buffer.from(weights, 'base64')]);
  if (actual !== digest) {
    throw new Error(
      `says that its weights have SHA-256 ${digest.slice(0, 12)}…, their file has ${actual.slice(0, 12)}…`,
    );
  }
}

/**
 * Looks a job up.
 *
 * @returns its record if that is valid evidence today; else why not, in words
 * @throws Error only if a file exists and cannot be read (permissions, a folder in its place)
 */
export async function lookUp<Content extends AnyRecord>(
  target: Store,
  job: Job<Content>,
): Promise<Stored<Content>> {
  const paths = pathsOf(target, job.scale, job.name);
  const record = await readIfPresent(paths.record);
  if (record === undefined) return { status: 'missing', reason: 'no record is stored' };
  const weights = await readIfPresent(paths.weights, 'base64');
  return checkRecord({ record, weights }, paths.record, job, target);
}

/** Looks up several runs, in their order. */
export async function lookUpAll(
  target: Store,
  jobs: readonly RunJob[],
): Promise<readonly { readonly job: RunJob; readonly stored: Stored<RunRecord> }[]> {
  return Promise.all(jobs.map(async (job) => ({ job, stored: await lookUp(target, job) })));
}

/** A record that was just computed, as the files to store. */
export function filesOf(
  record: object,
  weights: Uint8Array | undefined,
  provenance: Provenance,
): StoredFiles {
  return {
    record: formatSealed(record),
    provenance: formatSealed(provenance),
    weights: weights && Buffer.from(weights).toString('base64'),
  };
}

/** Reads the files of a record, checking none. @throws Error if there is no such record */
export async function readStored(
  from: Store,
  { scale, name }: Pick<Job, 'scale' | 'name'>,
): Promise<StoredFiles> {
  const paths = pathsOf(from, scale, name);
  return {
    record: await readFile(paths.record, 'utf8'),
    provenance: (await readIfPresent(paths.provenance)) ?? '',
    weights: await readIfPresent(paths.weights, 'base64'),
  };
}

/**
 * Writes the files of a record, the record last: once it is there, it is whole.
 *
 * @throws Error if the disk is full or the folder may not be written; an earlier record is then still whole, or, if
 *   other weights were written already, invalid for want of its own
 */
export async function writeStored(
  to: Store,
  { scale, name }: Pick<Job, 'scale' | 'name'>,
  { record, provenance, weights }: StoredFiles,
): Promise<void> {
  const paths = pathsOf(to, scale, name);
  if (weights !== undefined) await writeAtomically(paths.weights, Buffer.from(weights, 'base64'));
  await writeAtomically(paths.provenance, provenance);
  await writeAtomically(paths.record, record);
}

/** Where the files of a record are kept, and, in a run cache, its run in progress. */
export function pathsOf(
  { folder, fingerprint }: Pick<Store, 'folder'> & { readonly fingerprint: Pick<Fingerprint, 'engine'> },
  scale: ScaleName,
  name: string,
) {
  const variant = variantOf(scale, fingerprint.engine);
  return {
    record: join(folder, 'runs', variant, `${name}.json`),
    provenance: join(folder, 'runs', variant, 'provenance', `${name}.json`),
    weights: join(folder, 'weights', variant, `${name}.safetensors`),
    checkpoint: join(folder, 'checkpoints', variant, `${name}.checkpoint`),
  };
}
