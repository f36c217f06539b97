/** Orders runs so that the deepest networks start first, and deals them out so that shards finish together. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { PROBE_NAME } from '../records/probe-record.ts';
import { studies } from '../studies/studies.ts';
import { runName, runsOf } from '../study.ts';
import { isJudging, specName } from './projects.ts';

// Run names are the same at every scale; other projects keep Vitest's own order, behind the runs.
const COSTLIEST_FIRST: readonly string[] = [
  PROBE_NAME,
  ...studies.flatMap((study) => runsOf(study, 'quick').map(runName)),
];

export class CostliestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // Stryker disable next-line MethodExpression: it would leave a lone `super`, which is no expression
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => place(a) - place(b));
  }

  override async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { shard } = this.ctx.config;
    if (!shard) return files;
    const byName = new Map(files.map((file) => [specName(file.project.name, file.moduleId), file]));
    return dealtTo(shard, [...byName.keys()]).flatMap((name) => byName.get(name) ?? []);
  }
}

/**
 * Deals spec files to a shard: those of the runs costliest first, and none that judge.
 *
 * @param specs - named as `specName` does
 * @returns what the shard gets, whatever the order of `specs`
 */
export function dealtTo(
  { index, count }: { readonly index: number; readonly count: number },
  specs: readonly string[],
): readonly string[] {
  return specs
    .map((spec) => ({ spec, project: spec.split(' ')[0] ?? '' }))
    .filter(({ project }) => !isJudging(project))
    .sort((a, b) => placeOf(a.project) - placeOf(b.project) || compareText(a.spec, b.spec))
    .filter((_, place) => ownerOf(place, count) === index)
    .map(({ spec }) => spec);
}

/**
 * Says which shard gets the file at a place, costliest first: 1 … n, then n … 1, and so on, so that no shard gets the
 * costlier one of every round.
 *
 * @param index - 0-based place
 * @param count - number of shards
 * @returns 1-based number of the shard
 */
export function ownerOf(index: number, count: number): number {
  const [round, turn] = [Math.floor(index / count), index % count];
  return round % 2 === 0 ? turn + 1 : count - turn;
}

function place({ project }: TestSpecification): number {
  return placeOf(project.name);
}

function placeOf(project: string): number {
  const index = COSTLIEST_FIRST.indexOf(project);
  return index < 0 ? COSTLIEST_FIRST.length : index;
}

// By code unit, so that every machine deals alike, whatever its language.
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
