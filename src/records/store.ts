/** The evidence store: one file a record, read with distrust and written whole. */
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { EngineName } from '../engine/engine.ts';
import { readIfPresent } from '../files/read-if-present.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { type Run, runName, runsOf, type ScaleName } from '../study.ts';
import type { Fingerprint } from './fingerprint.ts';
import { type ProbeRecord, parseProbeRecord } from './probe-record.ts';
import type { Provenance } from './provenance.ts';
import { parseRecord, type RunRecord } from './run-record.ts';
import { formatSealed } from './seal.ts';
import { reasonsProbeStale, reasonsStale } from './staleness.ts';

/** Where and under which fingerprint evidence is looked for. */
export interface Store {
  /** The reports folder, which holds `runs/<variant>/*.json`. */
  readonly folder: string;
  readonly fingerprint: Fingerprint;
}

/** What the store knows of a run or of the probe. */
export type Stored<Content> =
  | { readonly status: 'valid'; readonly record: Content; readonly text: string }
  | { readonly status: 'missing' | 'stale' | 'invalid'; readonly reason: string };

/** The probe record's name within its scale. */
export const PROBE_NAME = 'initialisation';

/** Names what a scale computed on an engine: `quick` on the default engine, else `paper-tensorflow` and the like. */
export function variantOf(scale: ScaleName, engine: EngineName): string {
  return engine === 'wasm' ? scale : `${scale}-${engine}`;
}

/** The file that a run's record is kept in. */
export function recordPath(store: Store, run: Run): string {
  return pathOf(store, run.scale, runName(run));
}

/**
 * Looks a run up.
 *
 * @returns its record if that is valid evidence today; else why not, in words
 * @throws Error only if the file exists and cannot be read (permissions, a folder in its place)
 */
export async function lookUp(target: Store, run: Run): Promise<Stored<RunRecord>> {
  const whyStale = (record: RunRecord) => reasonsStale(record, run, target.fingerprint);
  return lookUpFile(recordPath(target, run), parseRecord, whyStale);
}

/** Looks a scale's probe record up, as {@link lookUp} does a run's. */
export async function lookUpProbe(target: Store, scale: ScaleName): Promise<Stored<ProbeRecord>> {
  const whyStale = (record: ProbeRecord) => reasonsProbeStale(record, scale, target.fingerprint);
  return lookUpFile(pathOf(target, scale, PROBE_NAME), parseProbeRecord, whyStale);
}

/** Looks up every run of a scale, in the study's order. */
export async function lookUpAll(
  target: Store,
  scale: ScaleName,
): Promise<readonly { readonly run: Run; readonly stored: Stored<RunRecord> }[]> {
  return Promise.all(runsOf(scale).map(async (run) => ({ run, stored: await lookUp(target, run) })));
}

/**
 * Stores a run's record, and beside it where and when it was computed.
 *
 * @throws Error if the disk is full or the folder may not be written; an earlier record is then still whole
 */
export async function store(target: Store, record: RunRecord, provenance: Provenance): Promise<void> {
  await write(recordPath(target, record.run), record, provenance);
}

/** Stores the probe record, as {@link store} does a run's. */
export async function storeProbe(target: Store, record: ProbeRecord, provenance: Provenance): Promise<void> {
  await write(pathOf(target, record.scale, PROBE_NAME), record, provenance);
}

function pathOf({ folder, fingerprint }: Store, scale: ScaleName, name: string): string {
  return join(folder, 'runs', variantOf(scale, fingerprint.engine), `${name}.json`);
}

async function write(path: string, record: object, provenance: Provenance): Promise<void> {
  const beside = join(dirname(path), 'provenance', basename(path));
  await mkdir(dirname(beside), { recursive: true });
  await writeAtomically(beside, Buffer.from(formatSealed(provenance)));
  await writeAtomically(path, Buffer.from(formatSealed(record)));
}

async function lookUpFile<Content>(
  path: string,
  parse: (text: string) => Content,
  whyStale: (record: Content) => string[],
): Promise<Stored<Content>> {
  const text = await readIfPresent(path);
  if (text === undefined) return { status: 'missing', reason: 'no record is stored' };
  try {
    const record = parse(text);
    const reasons = whyStale(record);
    if (reasons.length > 0) return { status: 'stale', reason: reasons.join('; ') };
    return { status: 'valid', record, text };
  } catch (error) {
    return { status: 'invalid', reason: `${path} ${error instanceof Error ? error.message : error}` };
  }
}
