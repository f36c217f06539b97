/** The evidence store: one file a record, read with distrust and written whole. */
import { mkdir, readFile } from 'node:fs/promises';
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

const MISSING = { status: 'missing', reason: 'no record is stored' } as const;

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
 * Checks a record's text, trusting nothing in it.
 *
 * @param origin - where the text is from, for the reason
 * @returns the record if it is valid evidence today; else why not, in words
 */
export function checkRecord(text: string, origin: string, run: Run, today: Fingerprint): Stored<RunRecord> {
  return check(text, origin, parseRecord, (record) => reasonsStale(record, run, today));
}

/** Checks a probe record's text, as {@link checkRecord} does a run's. */
export function checkProbeRecord(
  text: string,
  origin: string,
  scale: ScaleName,
  today: Fingerprint,
): Stored<ProbeRecord> {
  return check(text, origin, parseProbeRecord, (record) => reasonsProbeStale(record, scale, today));
}

/**
 * Looks a run up.
 *
 * @returns its record if that is valid evidence today; else why not, in words
 * @throws Error only if the file exists and cannot be read (permissions, a folder in its place)
 */
export async function lookUp(target: Store, run: Run): Promise<Stored<RunRecord>> {
  const path = recordPath(target, run);
  const text = await readIfPresent(path);
  return text === undefined ? MISSING : checkRecord(text, path, run, target.fingerprint);
}

/** Looks a scale's probe record up, as {@link lookUp} does a run's. */
export async function lookUpProbe(target: Store, scale: ScaleName): Promise<Stored<ProbeRecord>> {
  const path = pathOf(target, scale, PROBE_NAME);
  const text = await readIfPresent(path);
  return text === undefined ? MISSING : checkProbeRecord(text, path, scale, target.fingerprint);
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
  await writeStored(target, record.run.scale, runName(record.run), textsOf(record, provenance));
}

/** Stores the probe record, as {@link store} does a run's. */
export async function storeProbe(target: Store, record: ProbeRecord, provenance: Provenance): Promise<void> {
  await writeStored(target, record.scale, PROBE_NAME, textsOf(record, provenance));
}

/** A record's file and the one beside it that says where and when it was computed, as texts. */
export interface StoredTexts {
  readonly record: string;
  readonly provenance: string;
}

/**
 * Reads both files of a record, checking neither.
 *
 * @param name - of a run, or {@link PROBE_NAME}
 * @returns their texts; the provenance is empty where it is absent
 * @throws Error if there is no such record
 */
export async function readStored(from: Store, scale: ScaleName, name: string): Promise<StoredTexts> {
  const path = pathOf(from, scale, name);
  const record = await readFile(path, 'utf8');
  return { record, provenance: (await readIfPresent(provenancePath(path))) ?? '' };
}

/** Writes both files of a record, the record last: once it is there, it is whole. */
export async function writeStored(
  to: Store,
  scale: ScaleName,
  name: string,
  { record, provenance }: StoredTexts,
): Promise<void> {
  const path = pathOf(to, scale, name);
  await mkdir(dirname(provenancePath(path)), { recursive: true });
  await writeAtomically(provenancePath(path), Buffer.from(provenance));
  await writeAtomically(path, Buffer.from(record));
}

/** Copies a record with its provenance from one store to another. */
export async function copyStored(from: Store, to: Store, scale: ScaleName, name: string): Promise<void> {
  await writeStored(to, scale, name, await readStored(from, scale, name));
}

function pathOf({ folder, fingerprint }: Store, scale: ScaleName, name: string): string {
  return join(folder, 'runs', variantOf(scale, fingerprint.engine), `${name}.json`);
}

function provenancePath(path: string): string {
  return join(dirname(path), 'provenance', basename(path));
}

function textsOf(record: object, provenance: Provenance): StoredTexts {
  return { record: formatSealed(record), provenance: formatSealed(provenance) };
}

function check<Content>(
  text: string,
  origin: string,
  parse: (text: string) => Content,
  whyStale: (record: Content) => string[],
): Stored<Content> {
  try {
    const record = parse(text);
    const reasons = whyStale(record);
    if (reasons.length > 0) return { status: 'stale', reason: reasons.join('; ') };
    return { status: 'valid', record, text };
  } catch (error) {
    return { status: 'invalid', reason: `${origin} ${error instanceof Error ? error.message : error}` };
  }
}
