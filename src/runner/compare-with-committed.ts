/** How what a reproduction trained compares with the committed records. */
import { join } from 'node:path';
import type { EngineName } from '../engine/engine-name.ts';
import { readIfPresent } from '../files/read-if-present.ts';
import { compareResults } from '../records/compare-results.ts';
import type { Evidence } from '../records/evidence.ts';
import { fingerprintOf } from '../records/fingerprint.ts';
import type { Fingerprint } from '../records/fingerprint-schema.ts';
import { probeJob, runJob } from '../records/job.ts';
import { PROBE_NAME, type ProbeRecord, probeRecordKind } from '../records/probe-record.ts';
import { parseRecord } from '../records/record-kind.ts';
import { type RunRecord, runRecordKind } from '../records/run-record.ts';
import {
  lookUp,
  lookUpAll,
  pathsOf,
  requireWeights,
  type Store,
  type Stored,
  variantOf,
} from '../records/store.ts';
import { type Run, runName, runsOf, type ScaleName, type Study } from '../study.ts';
import { agreementText, compareRuns } from './agreement.ts';
import { compareJointly, type JointAgreement } from './joint-agreement.ts';
import { isWhole, REPRODUCTION, type Request } from './reproduction.ts';

export interface Comparison {
  readonly text: string;
  /** Whether every run, and the probe where it was computed, agrees. */
  readonly agrees: boolean;
}

/**
 * Compares what was trained with the committed records of the same engine, or, where there are none, with those of the
 * default engine.
 *
 * @param fingerprint - of the code as it stands: what other code trained, such as before an edit, was not trained
 */
export async function compareWithCommitted(
  root: string,
  { study, scale, engine, runs, resume }: Request,
  fingerprint?: Fingerprint,
): Promise<Comparison> {
  const now = fingerprint ?? (await fingerprintOf(engine));
  const store = { folder: join(root, REPRODUCTION.reports, study.name), fingerprint: now };
  const own = join(store.folder, 'runs', variantOf(scale, engine));
  const candidates = [engine, 'wasm'] as const;
  const found = await Promise.all(
    candidates.map(async (by) => {
      const folder = join('reports', study.name, 'runs', variantOf(scale, by));
      return { folder, ...(await readRecords(join(root, 'reports', study.name), runsOf(study, scale), by)) };
    }),
  );
  const recorded = found.find(({ records }) => records.length > 0) ?? {
    folder: join('reports', study.name),
    records: [],
    faults: found[0]?.faults ?? [],
  };
  const trained = await readTrained(store, study, runs);
  const compared = compareRuns(study, runs, recorded.records, trained.records);
  const probe =
    recorded === found[0] && isWhole(study, scale, runs)
      ? await compareProbes(join(root, recorded.folder), await lookUp(store, probeJob(study, scale)))
      : undefined;
  const lines = [
    `Each run, trained just now${resume ? ' or found there (--resume)' : ''}, beside its record in ${recorded.folder}:`,
    ...recorded.faults,
    ...trained.faults,
  ].map((line) => ` ${line}`);
  const joint = compared.some(({ agrees }) => agrees === undefined)
    ? await compareEngines(study, scale, [
        { folder: join(root, recorded.folder), records: recorded.records },
        { folder: own, records: trained.records },
      ])
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

async function readTrained(store: Store, study: Study, runs: readonly Run[]): Promise<Read> {
  const found = await lookUpAll(
    store,
    runs.map((run) => runJob(study, run)),
  );
  return {
    records: found.flatMap(({ stored }) => (stored.status === 'valid' ? [stored.record] : [])),
    faults: found.flatMap(({ job, stored }) =>
      stored.status === 'valid' || stored.status === 'missing'
        ? []
        : [`${job.name} is ${stored.status}: ${stored.reason}`],
    ),
  };
}

// One that names another engine than its folder's would be spared the comparison of bits.
async function readRecords(reports: string, runs: readonly Run[], engine: EngineName): Promise<Read> {
  const read = await Promise.all(
    runs.map(async (run): Promise<Partial<{ record: RunRecord; fault: string }>> => {
      const name = runName(run);
      const paths = pathsOf({ folder: reports, fingerprint: { engine } }, run.scale, name);
      const text = await readIfPresent(paths.record);
      try {
        if (text === undefined) return {};
        const record = parseRecord(runRecordKind, text);
        const { engine: named } = record.fingerprint;
        if (named !== engine) return { fault: `${name}.json names engine ${named}` };
        requireWeights(record.weights, await readIfPresent(paths.weights, 'base64'));
        return { record };
      } catch (error) {
        return { fault: `${name}.json ${error instanceof Error ? error.message : error}` };
      }
    }),
  );
  return {
    records: read.flatMap(({ record }) => record ?? []),
    faults: read.flatMap(({ fault }) => fault ?? []),
  };
}

interface Side {
  readonly folder: string;
  readonly records: readonly RunRecord[];
}

/** Compares a whole scale of two engines; a part of one is too little. */
async function compareEngines(
  study: Study,
  scale: ScaleName,
  sides: readonly [Side, Side],
): Promise<JointAgreement> {
  const total = runsOf(study, scale).length;
  const [theirs, ours] = await Promise.all(
    sides.map(async ({ folder, records }): Promise<Evidence | undefined> => {
      const probe = await readProbe(folder);
      if (records.length < total || !probe) return undefined;
      return { study, scale, engine: probe.fingerprint.engine, records, probe };
    }),
  );
  if (theirs && ours) return compareJointly(theirs, ours);
  const finding = `Not comparable: another engine is compared on all ${total} runs of a scale and its probe at once, and not all are there on both.`;
  return { agrees: false, findings: [finding] };
}

async function readProbe(folder: string): Promise<ProbeRecord | undefined> {
  const text = await readIfPresent(join(folder, `${PROBE_NAME}.json`));
  try {
    return text === undefined ? undefined : parseRecord(probeRecordKind, text);
  } catch {
    return undefined;
  }
}

async function compareProbes(recorded: string, own: Stored<ProbeRecord>): Promise<Comparison> {
  const before = await readProbe(recorded);
  const agrees = own.status === 'valid' && before !== undefined && compareResults(before, own.record) === '';
  return { text: `The gradients at initialisation are ${agrees ? 'bit-equal' : 'NOT BIT-EQUAL'}.`, agrees };
}
