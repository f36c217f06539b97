/** What one invocation of the test runner came to at one scale: evidence, verdicts, and everything that went wrong. */
import type { TaskMeta } from 'vitest';
import { gateVerdict, judgeAll } from '../judging/judge-all.ts';
import type { Outcome, Verdict } from '../judging/verdict.ts';
import type { Obtained } from '../records/ensure-record.ts';
import { type Evidence, IncompleteEvidence } from '../records/evidence.ts';
import { evidenceOf } from '../records/gather-evidence.ts';
import { type Job, probeJob, runJobs } from '../records/job.ts';
import type { AnyRecord } from '../records/record-kind.ts';
import { type Replication, readReplication } from '../records/replication.ts';
import { checkRecord, type Stored } from '../records/store.ts';
import { studyNamed } from '../studies/studies.ts';
import { runsOf } from '../study.ts';
import type { ScalePlan } from './plan.ts';
import { roleIn } from './projects.ts';
import type { AuditMeta, SpotCheckMeta } from './task-meta.ts';

/** What became of one spec file. */
export interface ModuleReport {
  readonly project: string;
  readonly failed: boolean;
  /** First line of each error, but for those of tests that came to a verdict. */
  readonly errors: readonly string[];
  readonly metas: readonly TaskMeta[];
}

/** A scale's plan with what came of it. */
export interface ScaleResult {
  readonly plan: ScalePlan;
  /** How each record that took part and was not stored already came about, by its name. */
  readonly obtained: ReadonlyMap<string, Obtained>;
  /** Number of runs with a valid record. */
  readonly validRuns: number;
  /** Undefined unless every run and the probe took part with a valid record. */
  readonly evidence: Evidence | undefined;
  readonly verdicts: readonly Verdict[];
  readonly audits: readonly AuditMeta[];
  readonly spotChecks: readonly SpotCheckMeta[];
  /** Whether a property failed, or an error belongs to nothing. */
  readonly failed: boolean;
  /** What is wrong with the evidence, a sentence each. */
  readonly problems: readonly string[];
  /** The gate's outcome, where it counts. */
  readonly gate: Outcome | undefined;
  /** What another implementation found at this scale, where that is kept. */
  readonly replication?: Replication | undefined;
}

/** As {@link scaleResult}, with the replication that stands beside it; a file that is none is a problem. */
export async function judgeScale(
  plan: ScalePlan,
  all: readonly ModuleReport[],
  unhandled: number,
): Promise<ScaleResult> {
  const result = scaleResult(plan, all, unhandled);
  try {
    const replication = await readReplication(plan.store.folder, studyNamed(plan.study), plan.scale);
    return { ...result, replication };
  } catch (error) {
    if (!(error instanceof IncompleteEvidence)) throw error;
    return { ...result, problems: [...result.problems, error.message] };
  }
}

/**
 * Draws together what the specs of a scale handed over. Records are checked again here: with shards they come from other
 * machines.
 *
 * @param all - one report per spec file, of whatever scale
 * @param unhandled - number of errors that belong to no spec
 */
export function scaleResult(plan: ScalePlan, all: readonly ModuleReport[], unhandled: number): ScaleResult {
  const modules = all.filter(({ project }) => roleIn(plan, project));
  const metas = modules.flatMap((module) => module.metas);
  const { records, evidence, judged, problems } = gather(plan, metas);
  const handedOver = metas.flatMap(({ verdict }) => verdict ?? []);
  const verdicts = judged ?? handedOver;
  const study = studyNamed(plan.study);
  return {
    plan,
    obtained: new Map(
      metas.flatMap(({ record }) => (record?.obtained ? [[record.name, record.obtained]] : [])),
    ),
    validRuns: records.length,
    evidence,
    verdicts,
    audits: metas.flatMap(({ audit }) => audit ?? []),
    spotChecks: metas.flatMap(({ spotCheck }) => spotCheck ?? []),
    failed:
      unhandled > 0 || modules.some(({ project, failed }) => failed && roleIn(plan, project) === 'software'),
    problems: counted([...faults(plan, modules), ...problems, ...contradictions(judged, handedOver)]),
    gate: study.scales[plan.scale].evidence ? gateVerdict(study, verdicts)?.outcome : undefined,
  };
}

// Each hypothesis fails for the same want of evidence, and each record for the same change of code.
function counted(problems: readonly string[]): readonly string[] {
  return [...new Set(problems)].map((problem) => {
    const times = problems.filter((other) => other === problem).length;
    return times > 1 ? `${problem} (${times} times)` : problem;
  });
}

/** Failures of runs, and of hypotheses that could not be judged; one that was judged is a verdict, not a fault. */
function faults(plan: ScalePlan, modules: readonly ModuleReport[]): string[] {
  return modules.flatMap(({ project, failed, errors, metas }) => {
    const role = roleIn(plan, project);
    if (!failed || role === 'software') return [];
    const judged = role === 'verdicts' && metas.some(({ verdict }) => verdict);
    const said = errors.length > 0 || judged ? errors : ['it failed, and did not say why'];
    return said.map((error) => `${project}: ${error}`);
  });
}

/** Verdicts of specs, which read the records themselves, that are not those of the records that were handed over. */
function contradictions(judged: readonly Verdict[] | undefined, handedOver: readonly Verdict[]): string[] {
  return handedOver
    .filter((verdict) => judged && !judged.some((own) => JSON.stringify(own) === JSON.stringify(verdict)))
    .map(({ id }) => `the verdict on ${id} is not that of the records which took part: were they exchanged?`);
}

function gather({ study: name, scale, store }: ScalePlan, metas: readonly TaskMeta[]) {
  const study = studyNamed(name);
  const checked = <Content extends AnyRecord>(job: Job<Content>) =>
    metas.flatMap(({ record }) =>
      record?.name === job.name ? [checkRecord(record.texts, job.name, job, store)] : [],
    );
  const runs = runJobs(study, scale).flatMap(checked);
  const probes = checked(probeJob(study, scale));
  const records = runs.flatMap(recordOf);
  const problems = [...runs, ...probes].flatMap((stored) =>
    stored.status === 'valid' ? [] : [stored.reason],
  );
  const [probe] = probes.flatMap(recordOf);
  if (records.length < runsOf(study, scale).length || !probe)
    return { records, evidence: undefined, judged: undefined, problems };
  try {
    const evidence = evidenceOf(study, scale, store, records, probe);
    return { records, evidence, judged: judgeAll(evidence), problems };
  } catch (error) {
    if (!(error instanceof IncompleteEvidence)) throw error;
    return { records, evidence: undefined, judged: undefined, problems: [...problems, error.message] };
  }
}

function recordOf<Content>(stored: Stored<Content>): Content[] {
  return stored.status === 'valid' ? [stored.record] : [];
}
