/** The evidence store: one file a run, read with distrust and written whole. */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EngineName } from '../engine/engine.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { type Run, runName, runsOf, type ScaleName } from '../study.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { Provenance } from './provenance.ts';
import { formatRecord, parseRecord, type RunRecord } from './run-record.ts';
import { reasonsStale } from './staleness.ts';

/** Where and under which fingerprint evidence is looked for. */
export interface Store {
  /** The reports folder, which holds `runs/<variant>/*.json`. */
  readonly folder: string;
  readonly fingerprint: Fingerprint;
}

/** What the store knows of a run. */
export type Stored =
  | { readonly status: 'valid'; readonly record: RunRecord; readonly text: string }
  | { readonly status: 'missing' | 'stale' | 'invalid'; readonly reason: string };

/** Names what a scale computed on an engine: `quick` on the default engine, else `paper-tensorflow` and the like. */
export function variantOf(scale: ScaleName, engine: EngineName): string {
  return engine === 'wasm' ? scale : `${scale}-${engine}`;
}

/** The file that a run's record is kept in. */
export function recordPath({ folder, fingerprint }: Store, run: Run): string {
  return join(folder, 'runs', variantOf(run.scale, fingerprint.engine), `${runName(run)}.json`);
}

/**
 * Looks a run up.
 *
 * @returns its record if that is valid evidence today; else why not, in words
 * @throws Error only if the file exists and cannot be read (permissions, a folder in its place)
 */
export async function lookUp(store: Store, run: Run): Promise<Stored> {
  const path = recordPath(store, run);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return { status: 'missing', reason: 'no record is stored' };
  try {
    const record = parseRecord(text);
    const reasons = reasonsStale(record, run, store.fingerprint);
    if (reasons.length > 0) return { status: 'stale', reason: reasons.join('; ') };
    return { status: 'valid', record, text };
  } catch (error) {
    return { status: 'invalid', reason: `${path} ${error instanceof Error ? error.message : error}` };
  }
}

/**
 * Stores a run's record, and beside it where and when it was computed.
 *
 * @throws Error if the disk is full or the folder may not be written; an earlier record is then still whole
 */
export async function store(target: Store, record: RunRecord, provenance: Provenance): Promise<void> {
  const path = recordPath(target, record.run);
  const beside = join(dirname(path), 'provenance', `${runName(record.run)}.json`);
  await mkdir(dirname(beside), { recursive: true });
  await writeAtomically(beside, Buffer.from(`${JSON.stringify(provenance, null, 1)}\n`));
  await writeAtomically(path, Buffer.from(formatRecord(record)));
}

/** Looks up every run of a scale, in the study's order. */
export async function lookUpAll(
  target: Store,
  scale: ScaleName,
): Promise<readonly { readonly run: Run; readonly stored: Stored }[]> {
  return Promise.all(runsOf(scale).map(async (run) => ({ run, stored: await lookUp(target, run) })));
}
