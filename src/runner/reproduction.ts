/** A reproduction: which runs are asked for, where they are trained, and how they compare with the committed records. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type EngineName, parseEngine } from '../engine/engine.ts';
import { readIfPresent } from '../files/read-if-present.ts';
import { compareResults } from '../records/compare-results.ts';
import { PROBE_NAME, probeRecordKind } from '../records/probe-record.ts';
import { parseRecord } from '../records/record-kind.ts';
import { type RunRecord, runRecordKind } from '../records/run-record.ts';
import { variantOf } from '../records/store.ts';
import { parseScale, type Run, runName, runsOf, type ScaleName } from '../study.ts';
import { agreementText, compareRuns } from './agreement.ts';
import { compareJointly } from './joint-agreement.ts';
import { JUDGING } from './projects.ts';
import { selectRuns } from './select-runs.ts';

/** The reproduction's own folders, in the project's; nothing else is written. */
export const REPRODUCTION = {
  reports: join('reports', 'reproduction'),
  cache: join('.cache', 'reproduction'),
};

const COMMITTED = 'reports';

export interface Request {
  readonly scale: ScaleName;
  readonly engine: EngineName;
  readonly runs: readonly Run[];
  /** Whether to go on where an earlier reproduction stopped. */
  readonly resume: boolean;
}

/**
 * Understands what a user asks for.
 *
 * @param args - `--scale`, `--activation`, `--depth`, `--seed`, `--resume`
 * @param environment - `ENGINE`
 * @throws TypeError if an option is unknown, RangeError if a value is, or no run fits
 */
export function requestOf(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Request {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scale: { type: 'string', default: 'quick' },
      activation: { type: 'string' },
      depth: { type: 'string' },
      seed: { type: 'string' },
      resume: { type: 'boolean', default: false },
    },
  });
  const { resume, ...filters } = values;
  const scale = parseScale(values.scale);
  return { scale, engine: parseEngine(environment.ENGINE), runs: selectRuns(runsOf(scale), filters), resume };
}

/** The test projects that train the runs; hypotheses need every run, so a selection is trained and not judged. */
export function projectsOf({ scale, runs }: Request): readonly string[] {
  return [...runs.map(runName), ...(isWhole(scale, runs) ? [PROBE_NAME, JUDGING] : [])];
}

/** Removes what an earlier reproduction left, unless it is to be resumed. @param root - the project's folder */
export async function startFromNothing(root: string, { scale, engine, resume }: Request): Promise<void> {
  if (resume) return;
  const left = [
    join(REPRODUCTION.reports, 'runs', variantOf(scale, engine)),
    join(REPRODUCTION.reports, 'weights', variantOf(scale, engine)),
    join(REPRODUCTION.cache, 'runs'),
  ];
  for (const folder of left) await rm(join(root, folder), { recursive: true, force: true });
}

export interface Comparison {
  readonly text: string;
  /** Whether every run, and the probe where it was computed, agrees. */
  readonly agrees: boolean;
}

/**
 * Compares what was trained with the committed records of the same engine, or, where there are none, with those of the
 * default engine.
 *
 * @param root - the project's folder
 */
export async function compareWithCommitted(
  root: string,
  { scale, engine, runs }: Request,
): Promise<Comparison> {
  const own = join(root, REPRODUCTION.reports, 'runs', variantOf(scale, engine));
  const candidates = [variantOf(scale, engine), variantOf(scale, 'wasm')];
  const found = await Promise.all(
    candidates.map(async (variant) => {
      const folder = join(COMMITTED, 'runs', variant);
      return { folder, ...(await readRecords(join(root, folder), runsOf(scale))) };
    }),
  );
  const recorded = found.find(({ records }) => records.length > 0) ?? {
    folder: COMMITTED,
    records: [],
    faults: [],
  };
  const trained = await readRecords(own, runs);
  const compared = compareRuns(runs, recorded.records, trained.records);
  const probe =
    recorded === found[0] && isWhole(scale, runs)
      ? await compareProbes(join(root, recorded.folder), own)
      : undefined;
  const lines = [
    `Each run, trained just now, beside its record in ${recorded.folder}:`,
    ...recorded.faults,
    ...trained.faults,
  ].map((line) => ` ${line}`);
  const joint = compared.some(({ agrees }) => agrees === undefined)
    ? compareJointly(scale, recorded.records, trained.records)
    : undefined;
  return {
    text: [
      ...lines,
      agreementText(compared),
      ...(joint?.findings.map((finding) => ` ${finding}`) ?? []),
      ...(probe ? [` ${probe.text}`] : []),
    ].join('\n'),
    agrees:
      compared.every(({ agrees }) => agrees !== false) && (joint?.agrees ?? true) && (probe?.agrees ?? true),
  };
}

interface Read {
  readonly records: readonly RunRecord[];
  /** What is wrong with records that are there and cannot be believed. */
  readonly faults: readonly string[];
}

async function readRecords(folder: string, runs: readonly Run[]): Promise<Read> {
  const read = await Promise.all(
    runs.map(async (run): Promise<Partial<{ record: RunRecord; fault: string }>> => {
      const name = `${runName(run)}.json`;
      const text = await readIfPresent(join(folder, name));
      try {
        return text === undefined ? {} : { record: parseRecord(runRecordKind, text) };
      } catch (error) {
        return { fault: `${name} ${error instanceof Error ? error.message : error}` };
      }
    }),
  );
  return {
    records: read.flatMap(({ record }) => record ?? []),
    faults: read.flatMap(({ fault }) => fault ?? []),
  };
}

async function compareProbes(recorded: string, own: string): Promise<Comparison> {
  const [before, now] = await Promise.all(
    [recorded, own].map((folder) => readIfPresent(join(folder, `${PROBE_NAME}.json`))),
  );
  const agrees = now !== undefined && before !== undefined && sayTheSame(before, now);
  return { text: `The gradients at initialisation are ${agrees ? 'bit-equal' : 'NOT BIT-EQUAL'}.`, agrees };
}

function sayTheSame(before: string, now: string): boolean {
  try {
    const [one, other] = [before, now].map((text) => parseRecord(probeRecordKind, text));
    return one !== undefined && other !== undefined && compareResults(one, other).equal;
  } catch {
    return false;
  }
}

function isWhole(scale: ScaleName, runs: readonly Run[]): boolean {
  return runs.length === runsOf(scale).length;
}
