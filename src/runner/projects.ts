/** The parts of a test run as Vitest knows them, by project: what each is named, and what its failure means. */
import { PROBE_NAME } from '../records/probe-record.ts';
import { studies } from '../studies/studies.ts';
import { pendingOf, type ScalePlan } from './plan.ts';
import { typedBesideRun } from './settings-in-force.ts';
import { ISOLATED, SOFTWARE } from './software-projects.ts';

/** The project that judges: it needs every run, so with shards it is not run but done when they are merged. */
export const JUDGING = 'hypotheses';

/** The project that has all records of a scale where nothing is computed, but for an audit: one process will do. */
export const RECORDS = 'records';

/** What a failure in a project means. */
export type Role = 'software' | 'evidence' | 'verdicts';

/**
 * Names a part of a plan, as users type it. Parts of the first study, at the scale that is trained first, have their plain
 * names; any other study, and any other scale, stands before them: `paper-relu-depth-8-seed-1`.
 *
 * @param part - a run, the probe, `spot-checks-1`, or the judging project
 */
export function projectName(
  { study, scale, plain }: Pick<ScalePlan, 'study' | 'scale' | 'plain'>,
  part: string,
): string {
  const first = studies[0]?.name === study;
  return [...(first ? [] : [study]), ...(plain ? [] : [scale]), part].join('-');
}

/** Names a part of the spot checks. @param part - 0-based */
export function spotChecksPart(part: number): string {
  return `spot-checks-${part + 1}`;
}

/** Names of a plan's spot checks, one project per part. */
export function spotCheckNames(plan: ScalePlan): readonly string[] {
  return plan.spotChecks.map((_, part) => projectName(plan, spotChecksPart(part)));
}

/**
 * Names a spec file: `properties specs/properties/…`. By its path below `specs`, since shards may have run in checkouts of
 * other folders.
 */
export function specName(project: string, moduleId: string): string {
  return `${project} ${moduleId.slice(moduleId.lastIndexOf('/specs/') + 1)}`;
}

/** A plan's spec files, each as `project specs/…`. */
export function projectSpecs(plan: ScalePlan): readonly string[] {
  const spec = (project: string, file: string) => `${project} specs/studies/${file}.spec.ts`;
  const [first = PROBE_NAME, ...runs] = recordNames(plan);
  return [
    spec(first, hasProjectPerRun(plan) ? 'initialisation' : RECORDS),
    ...runs.map((project) => spec(project, 'run')),
    ...spotCheckNames(plan).map((project) => spec(project, 'spot-checks')),
    spec(projectName(plan, JUDGING), 'verdicts'),
  ];
}

/** Names of the projects that hand records over: the probe's, then the runs' in the study's order; or one, and the audit's. */
export function recordNames(plan: ScalePlan): readonly string[] {
  const parts = hasProjectPerRun(plan)
    ? plan.records.map(({ name }) => name)
    : [RECORDS, ...(plan.audit ? [plan.audit] : [])];
  return parts.map((part) => projectName(plan, part));
}

/**
 * Puts records that all hold into one project. Only in a plain test run: whoever selects, deals out or merges needs a project
 * per run, whatever is stored at that moment.
 *
 * @param typed - arguments of the command
 */
export function together(plan: ScalePlan, typed: readonly string[]): ScalePlan {
  const plainRun = typedBesideRun(typed).length === 0;
  return { ...plan, together: plainRun && pendingOf(plan).length === 0 };
}

/** Whether each run, and the probe, has a project of its own, so that they spread over cores and machines. */
export function hasProjectPerRun({ trains, together }: ScalePlan): boolean {
  return trains && !together;
}

/** Says what a project is to a plan, or undefined if it is another's. */
export function roleIn(plan: ScalePlan, project: string): Role | undefined {
  if ([...SOFTWARE, ISOLATED].some((name) => name === project)) return 'software';
  if (project === projectName(plan, JUDGING)) return 'verdicts';
  return [...recordNames(plan), ...spotCheckNames(plan)].includes(project) ? 'evidence' : undefined;
}

/** Whether a project judges, at whatever scale. */
export function isJudging(project: string): boolean {
  return project === JUDGING || project.endsWith(`-${JUDGING}`);
}
