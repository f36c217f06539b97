/** A reproduction: which runs are asked for, and where they are trained. */
import { existsSync, realpathSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { TestModule } from 'vitest/node';
import { isLong } from '../cost.ts';
import { type EngineName, parseEngine } from '../engine/engine-name.ts';
import { PROBE_NAME } from '../records/probe-record.ts';
import { pathsOf } from '../records/store.ts';
import { studies, studyNamed } from '../studies/studies.ts';
import { parseScale, type Run, runName, runsOf, type ScaleName, type Study } from '../study.ts';
import { parseOptions } from './parse-options.ts';
import { isJudging, JUDGING, projectName } from './projects.ts';
import { selectRuns } from './select-runs.ts';
import './task-meta.ts';

/** The reproduction's own folders, in the project's; nothing else is written. */
export const REPRODUCTION = {
  reports: join('reports', 'reproduction'),
  cache: join('.cache', 'reproduction'),
};

const OPTIONS = {
  study: { type: 'string', default: studies[0]?.name ?? '' },
  scale: { type: 'string', default: 'quick' },
  activation: { type: 'string' },
  depth: { type: 'string' },
  seed: { type: 'string' },
  resume: { type: 'boolean', default: false },
  afresh: { type: 'boolean', default: false },
} as const;

export interface Request {
  readonly study: Study;
  readonly scale: ScaleName;
  readonly engine: EngineName;
  readonly runs: readonly Run[];
  /** Whether to go on where an earlier reproduction stopped. */
  readonly resume: boolean;
  /** Whether to delete what an earlier reproduction left even where that took hours. */
  readonly afresh: boolean;
}

/**
 * Understands what a user asks for.
 *
 * @param args - `--study`, `--scale`, `--activation`, `--depth`, `--seed`, `--resume`, `--afresh`
 * @param environment - `ENGINE`
 * @throws RangeError if an option or a value is unknown, npm kept one for itself, or no run fits
 */
export function requestOf(args: readonly string[], environment: NodeJS.ProcessEnv): Request {
  const values = parseOptions(args, OPTIONS, environment);
  if (values.resume && values.afresh) throw new RangeError('--resume and --afresh exclude each other');
  const { resume, afresh, ...filters } = values;
  const [study, scale] = [studyNamed(values.study), parseScale(values.scale)];
  const runs = selectRuns(runsOf(study, scale), filters);
  return { study, scale, engine: parseEngine(environment.ENGINE), runs, resume, afresh };
}

/** The test projects that train the runs; hypotheses need every run, so a selection is trained and not judged. */
export function projectsOf({ study, scale, runs }: Request): readonly string[] {
  const parts = [...runs.map(runName), ...(isWhole(study, scale, runs) ? [PROBE_NAME, JUDGING] : [])];
  return parts.map((part) => projectName({ study: study.name, scale, plain: true }, part));
}

/**
 * Removes what an earlier reproduction left of the runs that are asked for, unless it is to be resumed. What it left of
 * others stays: it may have taken hours.
 *
 * @throws Error if that took hours, and nobody said that it may go; or if a link leads out of the reproduction's folders
 */
export async function startFromNothing(root: string, request: Request): Promise<void> {
  const { study, scale, engine, runs, resume, afresh } = request;
  const names = [...runs.map(runName), ...(isWhole(study, scale, runs) ? [PROBE_NAME] : [])];
  const cache = join(root, REPRODUCTION.cache, 'runs', study.name);
  const keys = await readdir(cache).catch(() => []); // a folder per fingerprint, if there is any
  const folders = [join(root, REPRODUCTION.reports, study.name), ...keys.map((key) => join(cache, key))];
  const paths = folders.flatMap((folder) =>
    names.flatMap((name) => Object.values(pathsOf({ folder, fingerprint: { engine } }, scale, name))),
  );
  for (const path of paths) requireOwn(root, path);
  if (resume) return;
  const [left] = paths.filter((path) => existsSync(path));
  if (left && isLong(study, scale) && !afresh) {
    throw new Error(
      `An earlier reproduction left hours of training (${left}): add --resume to go on with it, or --afresh to delete it`,
    );
  }
  for (const path of paths) await rm(path, { force: true });
}

// Through a link the committed records would be deleted, and what is trained compared with itself.
function requireOwn(root: string, path: string): void {
  let there = path;
  while (!existsSync(there)) there = dirname(there);
  const real = realpathSync(there);
  if (real === join(realpathSync(root), relative(root, there))) return;
  throw new Error(`${there} leads to ${real}: a reproduction needs folders of its own, delete the link`);
}

/**
 * What the test run of a reproduction found itself, a sentence each: to records alone, which may have been put there while it
 * ran, nobody would see that they were not trained, or that an audit failed. Verdicts are no faults.
 */
export function faultsOf(modules: readonly TestModule[], { resume }: Request): readonly string[] {
  return modules
    .filter(({ project }) => !isJudging(project.name))
    .flatMap((module) => {
      if (module.state() === 'failed') return [`${module.project.name} failed, as said above`];
      const records = [...module.children.allTests()].flatMap((test) => test.meta().record ?? []);
      return records
        .filter(({ obtained }) => !resume && obtained?.how !== 'trained')
        .map(({ name }) => `${name} was not trained here: its record was put there meanwhile`);
    });
}

/** Whether these are all runs of a scale. */
export function isWhole(study: Study, scale: ScaleName, runs: readonly Run[]): boolean {
  return runs.length === runsOf(study, scale).length;
}
