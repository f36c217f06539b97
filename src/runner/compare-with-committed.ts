/** How what a reproduction trained compares with the committed records. */
import { join } from 'node:path';
import type { EngineName } from '../engine/engine-name.ts';
import { compareResults } from '../records/compare-results.ts';
import type { Evidence } from '../records/evidence.ts';
import { fingerprintOf } from '../records/fingerprint.ts';
import type { Fingerprint } from '../records/fingerprint-schema.ts';
import { probeJob, runJob } from '../records/job.ts';
import type { ProbeRecord } from '../records/probe-record.ts';
import type { AnyRecord } from '../records/record-kind.ts';
import type { RunRecord } from '../records/run-record.ts';
import { lookUp, lookUpAll, type Store, type Stored, variantOf } from '../records/store.ts';
import { type Run, runsOf, type ScaleName, type Study } from '../study.ts';
import { agreementText, compareRuns } from './agreement.ts';
import { compareJointly, type JointAgreement } from './joint-agreement.ts';
import { isWhole, REPRODUCTION, type Request } from './reproduction.ts';

export interface Reproduced {
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
): Promise<Reproduced> {
  const now = fingerprint ?? (await fingerprintOf(engine));
  const own = { folder: join(root, REPRODUCTION.reports, study.name), fingerprint: now };
  const trained = await read(own, study, runs);
  const committed = (by: EngineName): Promise<Side> => {
    const store = { folder: join(root, 'reports', study.name), fingerprint: { ...now, engine: by } };
    return read(store, study, runsOf(study, scale), by);
  };
  const same = await committed(engine);
  const nearest = same.records.length > 0 ? same : await committed('wasm');
  const recorded = nearest.records.length > 0 ? nearest : undefined;
  const compared = compareRuns(study, runs, recorded?.records ?? [], trained.records);
  const probe =
    recorded === same && isWhole(study, scale, runs)
      ? await compareProbes(study, scale, same, trained)
      : undefined;
  const where = recorded ? ['runs', variantOf(scale, recorded.store.fingerprint.engine)] : [];
  const folder = join('reports', study.name, ...where);
  const lines = [
    `Each run, trained just now${resume ? ' or found there (--resume)' : ''}, beside its record in ${folder}:`,
    ...(recorded ?? same).faults,
    ...trained.faults,
  ].map((line) => ` ${line}`);
  const joint =
    recorded && compared.some(({ agrees }) => agrees === undefined)
      ? await compareEngines(study, scale, [recorded, trained])
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

/** One side of the comparison. */
interface Side {
  readonly store: Store;
  /** Records count that any code computed on this engine; if undefined, those alone that are evidence today. */
  readonly by: EngineName | undefined;
  /** Those that are there and count. */
  readonly records: readonly RunRecord[];
  /** What is wrong with those that are there and do not. */
  readonly faults: readonly string[];
}

async function read(store: Store, study: Study, runs: readonly Run[], by?: EngineName): Promise<Side> {
  const jobs = runs.map((run) => runJob(study, run));
  const found = await lookUpAll(store, jobs);
  const all = found.map(({ job, stored }) => ({ job, stored, record: counting(stored, by) }));
  return {
    ...{ store, by },
    records: all.flatMap(({ record }) => record ?? []),
    faults: all.flatMap(({ job, stored, record }) =>
      record || stored.status === 'missing' || stored.status === 'valid'
        ? []
        : [`${job.name} is ${stored.status}: ${stored.reason}`],
    ),
  };
}

// One that names another engine than its folder's would be spared the comparison of bits.
function counting<Content extends AnyRecord>(
  stored: Stored<Content>,
  by: EngineName | undefined,
): Content | undefined {
  if (stored.status === 'valid') return stored.record;
  return stored.status === 'stale' && stored.record.fingerprint.engine === by ? stored.record : undefined;
}

async function readProbe(
  study: Study,
  scale: ScaleName,
  { store, by }: Side,
): Promise<ProbeRecord | undefined> {
  return counting(await lookUp(store, probeJob(study, scale)), by);
}

/** Compares a whole scale of two engines; a part of one is too little. */
async function compareEngines(
  study: Study,
  scale: ScaleName,
  sides: readonly [Side, Side],
): Promise<JointAgreement> {
  const total = runsOf(study, scale).length;
  const [theirs, ours] = await Promise.all(
    sides.map(async (side): Promise<Evidence | undefined> => {
      const [{ records }, probe] = [side, await readProbe(study, scale, side)];
      if (records.length < total || !probe) return undefined;
      return { study, scale, engine: probe.fingerprint.engine, records, probe };
    }),
  );
  if (theirs && ours) return compareJointly(theirs, ours);
  const finding = `Not comparable: another engine is compared on all ${total} runs of a scale and its probe at once, and not all are there on both.`;
  return { agrees: false, findings: [finding] };
}

async function compareProbes(study: Study, scale: ScaleName, recorded: Side, own: Side): Promise<Reproduced> {
  const [before, now] = await Promise.all([recorded, own].map((side) => readProbe(study, scale, side)));
  const agrees = before !== undefined && now !== undefined && compareResults(before, now) === '';
  return { text: `The probe is ${agrees ? 'bit-equal' : 'NOT BIT-EQUAL'}.`, agrees };
}
