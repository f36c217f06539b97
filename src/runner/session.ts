/** One invocation of the test runner, settled before it starts: scale, engine, fingerprint, folders, audit. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type EngineName, parseEngine } from '../engine/engine.ts';
import { stream } from '../random.ts';
import { readAttestation } from '../records/attestation.ts';
import { fingerprintOf } from '../records/fingerprint.ts';
import { probeJob, runJobs } from '../records/job.ts';
import { lookUp, lookUpAll, type Store } from '../records/store.ts';
import { parseScale, type Run, runName, type ScaleName } from '../study.ts';
import { drawSpotChecks, escapeText, type SpotChecks } from './spot-check-plan.ts';

export interface Session {
  readonly scale: ScaleName;
  readonly engine: EngineName;
  /** Where records are kept and what they must have been computed by. */
  readonly store: Store;
  /** The run cache: runs in progress, so that a killed one can go on, and finished records. */
  readonly cacheFolder: string;
  /** Names of the runs that lack valid evidence and will be trained, costliest first. */
  readonly pending: readonly string[];
  /** The stored run that is trained again and compared, or undefined if no stored evidence is leaned on. */
  readonly audit: string | undefined;
  /** What is recomputed of stored evidence, one entry per spec file. */
  readonly spotChecks: readonly SpotChecks[];
  /** False where `AUDIT_SEED` decided what is looked at. */
  readonly drawnAfresh: boolean;
  /** With which chances a forgery escapes them, in words. */
  readonly escape: string;
}

/**
 * Settles what this invocation does.
 *
 * @param root - the project's folder
 * @param mode - Vitest's `--mode`
 * @param environment - `ENGINE` chooses the engine, `AUDIT` the run to audit, `REPORTS` another reports folder,
 *   `RUN_CACHE` a run cache to share, `AUDIT_SEED` a text that shards share so that they draw the same run to audit
 * @throws RangeError if mode, engine or audited run is unknown
 */
export async function planSession(
  root: string,
  mode: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Session> {
  const scale = parseScale(mode);
  const engine = parseEngine(environment.ENGINE);
  const folder = join(root, environment.REPORTS || 'reports');
  const store = {
    folder,
    fingerprint: await fingerprintOf(engine),
    attestation: await readAttestation(folder),
  };
  const found = await lookUpAll(store, runJobs(scale));
  const valid = found.filter(({ stored }) => stored.status === 'valid').map(({ job }) => job.run);
  const pending = found.filter(({ stored }) => stored.status !== 'valid').map(({ job }) => job.name);
  const audit = environment.AUDIT || chooseAudit(valid, drawFor(environment.AUDIT_SEED));
  const audited = found.find(({ job }) => job.name === audit);
  if (audit !== undefined && audited?.stored.status !== 'valid') {
    const why = audited ? `whose record is ${audited.stored.status}` : 'which is no run of the study';
    throw new RangeError(
      `AUDIT needs a run with valid evidence (${valid.length} have it), got ${audit}, ${why}`,
    );
  }
  const cacheFolder = environment.RUN_CACHE || join(root, '.cache', 'runs');
  const probe = await lookUp(store, probeJob(scale));
  const draw = environment.AUDIT_SEED || randomUUID();
  const spotChecks = drawSpotChecks(valid, draw, probe.status === 'valid');
  const escape = escapeText(spotChecks, valid);
  return {
    scale,
    engine,
    store,
    cacheFolder,
    pending,
    audit,
    spotChecks,
    escape,
    drawnAfresh: !environment.AUDIT_SEED,
  };
}

// Unseeded on purpose: see chooseAudit. Shards have to agree, so a text that was new when they started decides for them.
function drawFor(auditSeed: string | undefined): number {
  return auditSeed ? stream(1, `audit/${auditSeed}`)() : Math.random();
}

/**
 * Picks the run to audit. This is the one draw that must not be repeatable: nobody should know which run will be
 * looked at. Weights fall with the square of the cost, so a check stays short and yet can fall on any run.
 *
 * @param runs - the runs with valid evidence
 * @param draw - uniform in [0, 1)
 * @returns the run's name, or undefined if there is none
 */
export function chooseAudit(runs: readonly Run[], draw: number): string | undefined {
  const weights = runs.map(({ depth }) => 1 / (depth + 1) ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = draw * total;
  const index = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  const chosen = runs[index] ?? runs.at(-1);
  return chosen && runName(chosen);
}
