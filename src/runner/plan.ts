/** What one invocation of the test runner does, settled before it starts: studies, scales, records, folders, checks. */
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { isLong, probeSeconds, runSeconds } from '../cost.ts';
import { type EngineName, parseEngine } from '../engine/engine-name.ts';
import { stream } from '../random.ts';
import { readAttestation } from '../records/attestation.ts';
import { fingerprintOf } from '../records/fingerprint.ts';
import { probeJob, runJobs } from '../records/job.ts';
import { PROBE_NAME } from '../records/probe-record.ts';
import { lookUp, lookUpAll, type Store, type Stored } from '../records/store.ts';
import {
  type Design,
  probeSettingsOf,
  type Run,
  runName,
  type ScaleName,
  type Study,
  scaleNames,
} from '../study.ts';
import { drawSpotChecks, type SpotChecks } from './spot-check-plan.ts';

/** A record that a scale needs, and how it stands before anything starts. */
export interface PlannedRecord {
  /** Within its scale: a run's, or the probe's. */
  readonly name: string;
  /** `carried`: other code computed it, and an attestation carries it to the code as it stands. */
  readonly status: 'valid' | 'carried' | 'missing' | 'stale' | 'invalid';
  /** Why it is not valid evidence, in words; empty if it is. */
  readonly reason: string;
  /** Of one core, to compute it: an estimate. */
  readonly seconds: number;
}

/** What is done at one scale. */
export interface ScalePlan {
  /** The study's name: a plan travels between processes, and a study has functions. */
  readonly study: string;
  readonly scale: ScaleName;
  readonly engine: EngineName;
  /** Whether its gate counts for what the invocation ends with: so for one scale per study. */
  readonly gates: boolean;
  /** Whether what lacks valid evidence is computed here. Where not, it is an error: the scale takes hours. */
  readonly trains: boolean;
  /** Whether its projects go without the scale's name: so for the first scale per study that trains. */
  readonly plain: boolean;
  /** Where records are kept and what they must have been computed by. */
  readonly store: Store;
  /** The run cache: runs in progress, so that a killed one can go on, and finished records. */
  readonly cacheFolder: string;
  /** What the scale's evidence consists of: the probe, then the runs in the study's order. */
  readonly records: readonly PlannedRecord[];
  /** The stored run that is trained again and compared, or undefined if none is. */
  readonly audit: string | undefined;
  /** What is recomputed of stored evidence, one entry per spec file. */
  readonly spotChecks: readonly SpotChecks[];
  /** Whether one project looks at all records but the audited one: see `projects.ts`. */
  readonly together?: boolean;
}

/**
 * Settles what this invocation does, one entry per study and scale, of each study the one that gates first. Without a mode
 * that is to verify every claim: all judged scales on stored evidence, of which only the cheap ones are trained where they
 * lack it.
 *
 * @param mode - Vitest's `--mode`: `<scale>`, `<study>/<scale>`, or Vitest's own default, `test`
 * @param environment - `ENGINE` chooses the engine, `AUDIT` the run to audit, `REPORTS` another reports folder,
 *   `RUN_CACHE` a run cache to share, `AUDIT_SEED` a text that shards share so that they draw the same audit
 * @throws RangeError if mode, engine or audited run is unknown
 */
export async function planRun(
  studies: readonly Study[],
  root: string,
  mode: string,
  environment: NodeJS.ProcessEnv,
): Promise<readonly ScalePlan[]> {
  const verifying = mode === 'test';
  const asked = scalesOf(studies, mode);
  const engine = parseEngine(environment.ENGINE);
  const fingerprint = await fingerprintOf(engine);
  const plans: ScalePlan[] = [];
  for (const [study, scale] of asked) {
    const folder = join(reportsFolder(root, environment), study.name);
    const store = { folder, fingerprint, attestation: await readAttestation(folder, study) };
    const cacheFolder = resolve(root, environment.RUN_CACHE || join('.cache', 'runs'), study.name);
    const gates = !plans.some((plan) => plan.study === study.name);
    const trains = !verifying || !isLong(study, scale);
    const plain = trains && !plans.some((plan) => plan.study === study.name && plan.plain);
    const base = { study: study.name, scale, engine, gates, trains, plain, store, cacheFolder };
    plans.push({ ...base, ...(await evidenceAndChecks(study, base, environment)) });
  }
  requireAudited(plans, environment.AUDIT);
  return plans;
}

/** Where the studies' reports are, and `session.json` beside them. */
export function reportsFolder(root: string, environment: NodeJS.ProcessEnv): string {
  return resolve(root, environment.REPORTS || 'reports');
}

/** Understands a mode. A scale alone means every study that is run at it: that has baselines for it, or `smoke`. */
function scalesOf(studies: readonly Study[], mode: string): readonly (readonly [Study, ScaleName])[] {
  if (mode === 'test') {
    const judged = studies.flatMap((study) => study.judgedScales.map((scale) => [study, scale] as const));
    if (judged.length === 0) throw new RangeError('No study has a scale that is judged: name one by --mode');
    return judged;
  }
  const [scaleName, name, ...more] = mode.split('/').reverse();
  const scale = scaleNames.find((known) => known === scaleName);
  const chosen = studies.filter((study) =>
    name === undefined
      ? scale === 'smoke' || (scale && study.colourBaselines[scale])
      : study.name === name && more.length === 0,
  );
  if (scale && chosen.length > 0) return chosen.map((study) => [study, scale] as const);
  const names = studies.map((study) => study.name).join(', ');
  throw new RangeError(
    `--mode needs one of ${scaleNames.join(', ')}, or <study>/<scale> for one of the studies ${names}, got ${mode}`,
  );
}

type Checks = Pick<ScalePlan, 'records' | 'audit' | 'spotChecks'>;

async function evidenceAndChecks(
  design: Design,
  { scale, store, trains }: Pick<ScalePlan, 'scale' | 'store' | 'trains'>,
  environment: NodeJS.ProcessEnv,
): Promise<Checks> {
  const found = await lookUpAll(store, runJobs(design, scale));
  const probe = await lookUp(store, probeJob(design, scale));
  const probeCost = probeSeconds(probeSettingsOf(design, scale));
  const records = [
    planned(PROBE_NAME, probe, probeCost),
    ...found.map(({ job, stored }) => planned(job.name, stored, runSeconds(design, job.run))),
  ];
  const valid = found.filter(({ stored }) => stored.status === 'valid').map(({ job }) => job.run);
  const asked = valid.map(runName).find((name) => name === environment.AUDIT);
  const drawn = asked ?? chooseAudit(design, valid, drawFor(environment.AUDIT_SEED));
  const audit = trains ? drawn : undefined;
  const spotChecks = drawSpotChecks(design, scale, valid, randomUUID(), probe.status === 'valid');
  return { records, audit, spotChecks };
}

function planned<Content>(name: string, stored: Stored<Content>, seconds: number): PlannedRecord {
  if (stored.status !== 'valid') return { name, status: stored.status, reason: stored.reason, seconds };
  return { name, status: stored.carried ? 'carried' : 'valid', reason: '', seconds };
}

/** The records that are not valid evidence. */
export function pendingOf({ records }: Pick<ScalePlan, 'records'>): readonly PlannedRecord[] {
  return records.filter(({ status }) => status !== 'valid' && status !== 'carried');
}

function requireAudited(plans: readonly ScalePlan[], asked: string | undefined): void {
  if (!asked || plans.some(({ audit }) => audit === asked)) return;
  const trained = plans.filter(({ trains }) => trains);
  const runs = trained.flatMap(({ records }) => records);
  const valid = runs.filter(({ name, reason }) => name !== PROBE_NAME && reason === '');
  const record = runs.find(({ name }) => name === asked && name !== PROBE_NAME);
  const scales = trained.map(({ study, scale }) => `${study}, ${scale}`).join(', ');
  const why = record
    ? `whose record is ${record.status}`
    : `which is no run of ${scales || 'a scale that is trained here'}`;
  throw new RangeError(
    `AUDIT needs a run with valid evidence (${valid.length} have it), got ${asked}, ${why}`,
  );
}

// Unseeded on purpose: see chooseAudit. Shards have to agree, so a text that was new when they started decides for them.
function drawFor(auditSeed: string | undefined): number {
  return stream(1, `audit/${auditSeed || randomUUID()}`)();
}

/**
 * Picks the run to audit. This is the one draw that must not be repeatable: nobody should know which run will be
 * looked at. Weights fall with the square of the cost, so a check stays short and yet can fall on any run.
 *
 * @param runs - the runs with valid evidence
 * @param draw - uniform in [0, 1)
 */
export function chooseAudit(design: Design, runs: readonly Run[], draw: number): string | undefined {
  const weights = runs.map((run) => 1 / runSeconds(design, run) ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = draw * total;
  const index = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  const chosen = runs[index] ?? runs.at(-1);
  return chosen && runName(chosen);
}
