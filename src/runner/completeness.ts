/** Whether a test run was whole: a verdict counts only where every part of the plan took part. */
import type { TestModule, Vitest } from 'vitest/node';
import { isJudging } from './projects.ts';

/**
 * Says what a test run, or its shards together, left out. Vitest runs whatever it is asked for and merges whatever blobs
 * it is given; a filter, a skipped test or a shard that never came would go unnoticed.
 *
 * @param projects - names of all projects that a whole test run has
 * @returns a sentence per fault, none if every spec file took part with every test
 */
export async function absentParts(
  vitest: Vitest,
  modules: readonly TestModule[],
  projects: readonly string[],
): Promise<readonly string[]> {
  const known = new Set(vitest.projects.map(({ name }) => name));
  const left = projects.filter((name) => !known.has(name)); // by --project
  const merging = Boolean(vitest.config.mergeReports);
  const expected = (await vitest.globTestSpecifications())
    .filter(({ project }) => !merging || !isJudging(project.name)) // shards do not judge
    .map(({ project, moduleId }) => specName(project.name, moduleId));
  const present = new Set(modules.map(({ project, moduleId }) => specName(project.name, moduleId)));
  const absent = expected.filter((name) => !present.has(name));
  const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')]);
  const why = merging
    ? 'is a shard’s blob missing, or did shards run in a checkout at another path than this one?'
    : 'a verdict needs all of them';
  return [
    ...(left.length > 0
      ? [
          `${left.length} of ${projects.length} projects were left out, ${left[0]} among them: a verdict needs all of them`,
        ]
      : []),
    ...(absent.length > 0
      ? [`${absent.length} of ${expected.length} spec files took no part, ${absent[0]} among them: ${why}`]
      : []),
    ...(skipped.length > 0
      ? [
          `${skipped.length} tests were skipped, "${skipped[0]?.fullName}" among them: a verdict needs all of them`,
        ]
      : []),
  ];
}

// Shards may have run in checkouts of other folders: a spec file is known by its path below `specs`.
function specName(project: string, moduleId: string): string {
  return `${project} ${moduleId.slice(moduleId.lastIndexOf('/specs/') + 1)}`;
}
