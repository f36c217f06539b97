/** A reproduction: which runs are asked for, and where they are trained. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type EngineName, parseEngine } from '../engine/engine-name.ts';
import { PROBE_NAME } from '../records/probe-record.ts';
import { variantOf } from '../records/store.ts';
import { studies, studyNamed } from '../studies/studies.ts';
import { parseScale, type Run, runName, runsOf, type ScaleName, type Study } from '../study.ts';
import { parseOptions } from './parse-options.ts';
import { JUDGING, projectName } from './projects.ts';
import { selectRuns } from './select-runs.ts';

/** The reproduction's own folders, in the project's; nothing else is written. */
export const REPRODUCTION = {
  reports: join('reports', 'reproduction'),
  cache: join('.cache', 'reproduction'),
};

export interface Request {
  readonly study: Study;
  readonly scale: ScaleName;
  readonly engine: EngineName;
  readonly runs: readonly Run[];
  /** Whether to go on where an earlier reproduction stopped. */
  readonly resume: boolean;
}

/**
 * Understands what a user asks for.
 *
 * @param args - `--study`, `--scale`, `--activation`, `--depth`, `--seed`, `--resume`
 * @param environment - `ENGINE`
 * @throws RangeError if an option or a value is unknown, or no run fits
 */
export function requestOf(args: readonly string[], environment: NodeJS.ProcessEnv): Request {
  const values = parseOptions(args, {
    study: { type: 'string', default: studies[0]?.name ?? '' },
    scale: { type: 'string', default: 'quick' },
    activation: { type: 'string' },
    depth: { type: 'string' },
    seed: { type: 'string' },
    resume: { type: 'boolean', default: false },
  });
  const { resume, ...filters } = values;
  const [study, scale] = [studyNamed(values.study), parseScale(values.scale)];
  const runs = selectRuns(runsOf(study, scale), filters);
  return { study, scale, engine: parseEngine(environment.ENGINE), runs, resume };
}

/** The test projects that train the runs; hypotheses need every run, so a selection is trained and not judged. */
export function projectsOf({ study, scale, runs }: Request): readonly string[] {
  const parts = [...runs.map(runName), ...(isWhole(study, scale, runs) ? [PROBE_NAME, JUDGING] : [])];
  return parts.map((part) => projectName({ study: study.name, scale, trains: true }, part));
}

/** Removes what an earlier reproduction left, unless it is to be resumed. @param root - the project's folder */
export async function startFromNothing(
  root: string,
  { study, scale, engine, resume }: Request,
): Promise<void> {
  if (resume) return;
  const left = [
    join(REPRODUCTION.reports, study.name, 'runs', variantOf(scale, engine)),
    join(REPRODUCTION.reports, study.name, 'weights', variantOf(scale, engine)),
    join(REPRODUCTION.cache, 'runs', study.name),
  ];
  for (const folder of left) await rm(join(root, folder), { recursive: true, force: true });
}

/** Whether these are all runs of a scale. */
export function isWhole(study: Study, scale: ScaleName, runs: readonly Run[]): boolean {
  return runs.length === runsOf(study, scale).length;
}
