/** What one invocation of the test runner does, settled before it starts: scales, engine, folders, checks. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type EngineName, parseEngine } from '../engine/engine.ts';
import { stream } from '../random.ts';
import { readAttestation } from '../records/attestation.ts';
import { fingerprintOf } from '../records/fingerprint.ts';
import { probeJob, runJobs } from '../records/job.ts';
import { lookUp, lookUpAll, type Store } from '../records/store.ts';
import { type Design, parseScale, type Run, runName, type ScaleName, type Study } from '../study.ts';
import { drawSpotChecks, escapeText, type SpotChecks } from './spot-check-plan.ts';

/** What is done at one scale. */
export interface ScalePlan {
  /** The study's name: a plan travels between processes, and a study has functions. */
  readonly study: string;
  readonly scale: ScaleName;
  readonly engine: EngineName;
  /** Whether its gate decides what the invocation ends with: so for one scale alone. */
  readonly gates: boolean;
  /** Whether what lacks valid evidence is computed here. Where not, it is an error: the scale takes hours. */
  readonly trains: boolean;
  /** Where records are kept and what they must have been computed by. */
  readonly store: Store;
  /** The run cache: runs in progress, so that a killed one can go on, and finished records. */
  readonly cacheFolder: string;
  /** Names of the runs that lack valid evidence, costliest first. */
  readonly pending: readonly string[];
  /** The stored run that is trained again and compared, or undefined if none is. */
  readonly audit: string | undefined;
  /** What is recomputed of stored evidence, one entry per spec file. */
  readonly spotChecks: readonly SpotChecks[];
  /** False where `AUDIT_SEED` decided what is looked at. */
  readonly drawnAfresh: boolean;
  /** With which chances a forgery escapes them, in words. */
  readonly chances: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Settles what this invocation does, one entry per scale, the one that gates first. Without a mode that is to verify the
 * claim: all judged scales on stored evidence, of which only the cheap ones are trained where they lack it.
 *
 * @param study - what is judged
 * @param root - the project's folder
 * @param mode - Vitest's `--mode`: a scale, or Vitest's own default, `test`
 * @param environment - `ENGINE` chooses the engine, `AUDIT` the run to audit, `REPORTS` another reports folder,
 *   `RUN_CACHE` a run cache to share, `AUDIT_SEED` a text that shards share so that they draw the same checks
 * @throws RangeError if mode, engine or audited run is unknown
 */
export async function planRun(
  study: Study,
  root: string,
  mode: string,
  environment: Environment,
): Promise<readonly ScalePlan[]> {
  const verifying = mode === 'test';
  const scales = verifying ? study.judgedScales : [parseScale(mode)];
  const engine = parseEngine(environment.ENGINE);
  const folder = join(root, environment.REPORTS || 'reports');
  const store = {
    folder,
    fingerprint: await fingerprintOf(engine),
    attestation: await readAttestation(folder, study),
  };
  const cacheFolder = environment.RUN_CACHE || join(root, '.cache', 'runs');
  const plans: ScalePlan[] = [];
  for (const scale of scales) {
    const [gates, trains] = [scale === scales[0], !verifying || scale !== 'paper'];
    const base = { study: study.name, scale, engine, gates, trains, store, cacheFolder };
    plans.push({ ...base, ...(await checksOf(study, base, environment)) });
  }
  return plans;
}

async function checksOf(
  design: Design,
  { scale, store, trains }: Pick<ScalePlan, 'scale' | 'store' | 'trains'>,
  environment: Environment,
): Promise<Pick<ScalePlan, 'pending' | 'audit' | 'spotChecks' | 'drawnAfresh' | 'chances'>> {
  const found = await lookUpAll(store, runJobs(design, scale));
  const valid = found.filter(({ stored }) => stored.status === 'valid').map(({ job }) => job.run);
  const pending = found.filter(({ stored }) => stored.status !== 'valid').map(({ job }) => job.name);
  const drawn = environment.AUDIT || chooseAudit(valid, drawFor(environment.AUDIT_SEED));
  const audit = trains ? drawn : undefined;
  const audited = found.find(({ job }) => job.name === audit);
  if (audit !== undefined && audited?.stored.status !== 'valid') {
    const why = audited ? `whose record is ${audited.stored.status}` : 'which is no run of the study';
    throw new RangeError(
      `AUDIT needs a run with valid evidence (${valid.length} have it), got ${audit}, ${why}`,
    );
  }
  const probe = await lookUp(store, probeJob(design, scale));
  const draw = environment.AUDIT_SEED || randomUUID();
  const spotChecks = drawSpotChecks(design, valid, draw, probe.status === 'valid');
  const chances = escapeText(design, spotChecks, valid);
  return { pending, audit, spotChecks, chances, drawnAfresh: !environment.AUDIT_SEED };
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

/** Variables that change what is looked at or judged; each that is set is printed and recorded. */
const VARIABLES = ['ENGINE', 'REPORTS', 'RUN_CACHE', 'AUDIT', 'AUDIT_SEED', 'FC_SEED', 'FC_PATH'] as const;

/**
 * Lists what was set: `AUDIT=relu-depth-1-seed-1`, and what was typed besides `run`.
 *
 * @param typed - arguments of the command
 */
export function settingsInForce(environment: Environment, typed: readonly string[]): readonly string[] {
  const others = typed.filter((argument) => argument !== 'run');
  return [
    ...VARIABLES.flatMap((name) => (environment[name] ? [`${name}=${environment[name]}`] : [])),
    ...(others.length > 0 ? [`arguments ${others.join(' ')}`] : []),
  ];
}
