/** Orders runs as the plan does, and deals them out so that shards finish together. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { isJudging, specName } from './projects.ts';

/** Makes a sequencer that keeps to an order of projects: others keep Vitest's own, behind them. */
export function inPlanOrder(order: readonly string[]): typeof BaseSequencer {
  const placeIn = ({ project }: TestSpecification) => placeOf(order, project.name);
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      // Stryker disable next-line MethodExpression: it would leave a lone `super`, which is no expression
      const sorted = await super.sort(files);
      return sorted.sort((a, b) => placeIn(a) - placeIn(b));
    }

    override async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
      const { shard } = this.ctx.config;
      if (!shard) return files;
      const byName = new Map(files.map((file) => [specName(file.project.name, file.moduleId), file]));
      return dealtTo(shard, [...byName.keys()], order).flatMap((name) => byName.get(name) ?? []);
    }
  };
}

/**
 * Deals spec files to a shard: those of the runs in the plan’s order, then others, and none that judge.
 *
 * @param specs - named as `specName` does
 * @returns what the shard gets, whatever the order of `specs`
 */
export function dealtTo(
  { index, count }: { readonly index: number; readonly count: number },
  specs: readonly string[],
  order: readonly string[],
): readonly string[] {
  return specs
    .toSorted() // by code unit, so that every machine deals alike, whatever its language
    .map((spec) => ({ spec, project: spec.split(' ')[0] ?? '' }))
    .filter(({ project }) => !isJudging(project))
    .sort((a, b) => placeOf(order, a.project) - placeOf(order, b.project))
    .filter((_, place) => ownerOf(place, count) === index)
    .map(({ spec }) => spec);
}

/**
 * Says which shard gets the file at a place: 1 … n, then n … 1, and so on, so that no shard gets the
 * costlier one of every round.
 *
 * @param place - 0-based
 * @returns 1-based
 */
export function ownerOf(place: number, count: number): number {
  const [round, turn] = [Math.floor(place / count), place % count];
  return round % 2 === 0 ? turn + 1 : count - turn;
}

function placeOf(order: readonly string[], project: string): number {
  const place = order.indexOf(project);
  return place < 0 ? order.length : place;
}
