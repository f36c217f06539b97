import { describe, expect, it } from 'vitest';
import type { TestModule, Vitest } from 'vitest/node';
import { absentParts, expectedSpecs } from '../../../src/runner/completeness.ts';
import { dealtTo } from '../../../src/runner/costliest-first.ts';
import { plan } from './planted-plan.ts';

const expected = [
  'properties specs/properties/a.spec.ts',
  'properties specs/properties/b.spec.ts',
  'relu specs/studies/run.spec.ts',
  'hypotheses specs/studies/verdicts.spec.ts',
];
interface Planted {
  readonly state?: string;
  readonly retryCount?: number;
  readonly fails?: boolean;
}
const file = (spec: string, test: Planted = {}, root = '/here') => {
  const [name, path] = spec.split(' ') as [string, string];
  const { state = 'passed', retryCount = 0, fails = false } = test;
  const planted = {
    fullName: 'a > b',
    result: () => ({ state }),
    diagnostic: () => ({ retryCount }),
    options: { fails },
  };
  return {
    project: { name },
    moduleId: `${root}/${path}`,
    children: { allTests: () => [planted] },
  } as unknown as TestModule;
};
const whole = expected.map((spec) => file(spec));
const order: readonly string[] = [];
const vitest = { config: {} } as Vitest;
const merging = { config: { mergeReports: '.vitest-reports' } } as Vitest;
const withFirst = (test: Planted) => [file(expected[0]!, test), ...whole.slice(1)];

describe('absentParts', () => {
  it('finds nothing absent where every spec file took part', () => {
    expect(absentParts(vitest, whole, expected, order)).toEqual([]);
  });

  // By whatever means: a filter, --project, --exclude, --changed, a shard that never came.
  it('says how many spec files took no part, and names one', () => {
    expect(absentParts(vitest, whole.slice(1), expected, order)).toEqual([
      `1 of 4 spec files took no part, ${expected[0]} among them: a verdict needs all of them`,
    ]);
    expect(absentParts(vitest, [], expected, order)).toEqual([
      expect.stringMatching(/^4 of 4 spec files took no part/),
    ]);
    const [shards] = absentParts(merging, whole.slice(1), expected, order);
    expect(shards).toMatch(/^1 of 3 spec files took no part, .*: is a shard’s blob missing, or did/);
  });

  it('expects of a shard what it was dealt, and nothing else', () => {
    const shard = { index: 2, count: 2 };
    const sharded = { config: { shard } } as unknown as Vitest;
    const dealt = dealtTo(shard, expected, order);
    expect(dealt.length).toBeLessThan(expected.length);
    expect(absentParts(sharded, dealt.map((spec) => file(spec)), expected, order)).toEqual([]); // biome-ignore format: one case
    expect(absentParts(sharded, [], expected, order)).toEqual([
      expect.stringMatching(/^2 of 2 spec files took no part/),
    ]);
  });

  it('does not expect shards to judge', () => {
    expect(absentParts(merging, whole.slice(0, 3), expected, order)).toEqual([]);
    expect(absentParts(vitest, whole.slice(0, 3), expected, order)).toHaveLength(1);
  });

  it('knows spec files of shards that ran in a checkout elsewhere, and those that came twice', () => {
    const elsewhere = expected.map((spec) => file(spec, {}, '/there/checkout'));
    expect(absentParts(merging, elsewhere, expected, order)).toEqual([]);
    expect(absentParts(merging, [...whole, whole[0]!], expected, order)).toEqual([
      `1 spec files came twice, ${expected[0]} among them`,
    ]);
  });

  it('misses what was skipped, and distrusts what passed at a second try or by failing', () => {
    expect(absentParts(vitest, withFirst({ state: 'skipped' }), expected, order)).toEqual([
      '1 tests were skipped, "a > b" among them',
    ]);
    expect(absentParts(vitest, withFirst({ retryCount: 1 }), expected, order)).toEqual([
      '1 tests were tried again, "a > b" among them',
    ]);
    expect(absentParts(vitest, withFirst({ fails: true }), expected, order)).toEqual([
      '1 tests are expected to fail, "a > b" among them',
    ]);
  });

  it('takes a test run that rewrites what it compares with for none', () => {
    const updating = { config: { snapshotOptions: { updateSnapshot: 'all' } } } as Vitest;
    expect(absentParts(updating, whole, expected, order)).toEqual([expect.stringMatching(/^-u rewrites/)]);
  });
});

describe('expectedSpecs', () => {
  it('lists this very file, and one for each project', () => {
    const specs = expectedSpecs(process.cwd(), [plan]);
    expect(specs).toContain('properties specs/properties/runner/completeness.spec.ts');
    expect(specs.filter((spec) => spec.startsWith('properties ')).length).toBeGreaterThan(100);
    expect(specs.filter((spec) => !spec.startsWith('properties '))).toHaveLength(30 + 1 + 1);
  });
});
