import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BaseSequencer, type TestSpecification, type Vitest } from 'vitest/node';
import { inPlanOrder, ownerOf } from '../../../src/runner/plan-order.ts';
import { runName, runsOf } from '../../support/this-study.ts';

const config = { isolate: true, sequence: { groupOrder: 0 } };
const spec = (name: string, moduleId: string) =>
  ({ project: { name, config }, moduleId }) as unknown as TestSpecification;
const names = ['initialisation', ...runsOf('quick').map(runName)];
const Sequencer = inPlanOrder(names);
const files = [
  ...[...'sphinxofblack'].map((name) => spec('properties', `/specs/properties/${name}.spec.ts`)),
  ...names.toReversed().map((name) => spec(name, '/specs/studies/run.spec.ts')),
  spec('hypotheses', '/specs/studies/verdicts.spec.ts'),
];
const shardOf = (index: number, count: number, all = files) =>
  new Sequencer({ config: { shard: { index, count } } } as unknown as Vitest).shard([...all]);

describe('inPlanOrder', () => {
  // Catches a file that no shard runs, or that two run.
  it('deals every file but the hypotheses’ to exactly one shard, whatever order it is given them in', async () => {
    const count = fc.integer({ min: 1, max: 40 });
    const order = fc.shuffledSubarray(files, { minLength: files.length });
    await fc.assert(
      fc.asyncProperty(count, order, async (shards, shuffled) => {
        const indices = Array.from({ length: shards }, (_, place) => place + 1);
        const dealt = await Promise.all(indices.map((index) => shardOf(index, shards, shuffled)));
        const judged = files.filter(({ project }) => project.name === 'hypotheses');
        expect(new Set(dealt.flat())).toEqual(new Set(files.filter((file) => !judged.includes(file))));
        expect(dealt.flat()).toHaveLength(files.length - judged.length);
        expect(dealt).toEqual(await Promise.all(indices.map((index) => shardOf(index, shards))));
      }),
    );
  });

  it('gives each of 31 shards one run, or the probe', async () => {
    for (let index = 1; index <= 31; index++) {
      const [first, ...others] = await shardOf(index, 31);
      expect(first!.project.name).toBe(names[index - 1]);
      expect(others.every(({ project }) => project.name === 'properties')).toBe(true);
    }
  });

  it('shares the deep runs out evenly', async () => {
    const cost = (name: string) => Number(/-depth-(\d)-/.exec(name)?.[1] ?? 0);
    const costs = await Promise.all(
      [1, 2, 3].map(async (index) =>
        (await shardOf(index, 3)).reduce((sum, { project }) => sum + cost(project.name), 0),
      ),
    );
    expect(Math.max(...costs) - Math.min(...costs)).toBeLessThanOrEqual(4);
  });

  it('keeps all files where there are no shards', async () => {
    const sequencer = new Sequencer({ config: {} } as unknown as Vitest);
    expect(await sequencer.shard([...files])).toEqual(files);
  });
});

describe('inPlanOrder, without shards', () => {
  // Catches a long run that is left to start last, with the other core idle.
  it('starts with the probe and the deepest runs; the rest follows in the order that Vitest gives it', async () => {
    const cache = { getFileTestResults: () => undefined, getFileStats: () => undefined };
    const root = { config: { root: '/' }, cache } as unknown as Vitest;
    const sorted = await new Sequencer(root).sort([...files]);
    const own = await new BaseSequencer(root).sort([...files]);
    const isRun = ({ project }: TestSpecification) => names.includes(project.name);
    expect(sorted.slice(0, 31).map(({ project }) => project.name)).toEqual(names);
    expect(sorted.slice(31)).toEqual(own.filter((file) => !isRun(file)));
  });
});

describe('ownerOf', () => {
  it('goes to and fro, so that nobody is first in every round', () => {
    expect(Array.from({ length: 8 }, (_, index) => ownerOf(index, 3))).toEqual([1, 2, 3, 3, 2, 1, 1, 2]);
  });
});
