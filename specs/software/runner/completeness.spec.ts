import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestModule, Vitest } from 'vitest/node';
import type { CodeState } from '../../../src/runner/code-digest.ts';
import { absentParts, expectedSpecs } from '../../../src/runner/completeness.ts';
import { dealtTo } from '../../../src/runner/plan-order.ts';
import { plan } from '../../support/planted-plan.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

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
  readonly code?: string;
}
const file = (spec: string, test: Planted = {}, root = '/here') => {
  const [name, path] = spec.split(' ') as [string, string];
  const { state = 'passed', retryCount = 0, fails = false, code = 'c' } = test;
  const planted = {
    fullName: 'a > b',
    result: () => ({ state }),
    diagnostic: () => ({ retryCount }),
    options: { fails },
    meta: () => ({ code }),
  };
  return {
    project: { name },
    moduleId: `${root}/${path}`,
    children: { allTests: () => [planted] },
  } as unknown as TestModule;
};
const whole = expected.map((spec) => file(spec));
const order: readonly string[] = [];
const root = process.cwd();
const state = { digest: 'c', changedAt: 0, changed: 'src/a.ts' };
const full = { specs: expected, order, code: 'c', codeNow: () => state, startedAt: 1, node: '', root };
const vitest = { config: { root } } as Vitest;
const merging = { config: { root, mergeReports: '.vitest-reports' } } as Vitest;
const withFirst = (test: Planted) => [file(expected[0]!, test), ...whole.slice(1)];

describe('absentParts', () => {
  it('finds nothing absent where every spec file took part', () => {
    expect(absentParts(vitest, whole, full)).toEqual([]);
  });

  // By whatever means: a filter, --project, --exclude, --changed, a shard that never came.
  it('says how many spec files took no part, and names one', () => {
    expect(absentParts(vitest, whole.slice(1), full)).toEqual([
      `1 of 4 spec files took no part, ${expected[0]} among them: a verdict needs all of them`,
    ]);
    expect(absentParts(vitest, [], full)).toEqual([expect.stringMatching(/^4 of 4 spec files took no part/)]);
    const [shards] = absentParts(merging, whole.slice(1), full);
    expect(shards).toMatch(/^1 of 3 spec files took no part, .*: is a shard’s blob missing, or did/);
  });

  it('expects of a shard what it was dealt, and nothing else', () => {
    const shard = { index: 2, count: 2 };
    const sharded = { config: { root, shard } } as unknown as Vitest;
    const dealt = dealtTo(shard, expected, order);
    expect(dealt.length).toBeLessThan(expected.length);
    expect(absentParts(sharded, dealt.map((spec) => file(spec)), full)).toEqual([]); // biome-ignore format: one case
    expect(absentParts(sharded, [], full)).toEqual([
      expect.stringMatching(/^2 of 2 spec files took no part/),
    ]);
  });

  it('does not expect shards to judge', () => {
    expect(absentParts(merging, whole.slice(0, 3), full)).toEqual([]);
    expect(absentParts(vitest, whole.slice(0, 3), full)).toHaveLength(1);
  });

  it('knows spec files of shards that ran in a checkout elsewhere, and those that came twice', () => {
    const elsewhere = expected.map((spec) => file(spec, {}, '/there/checkout'));
    expect(absentParts(merging, elsewhere, full)).toEqual([]);
    expect(absentParts(merging, [...whole, whole[0]!], full)).toEqual([
      `1 spec files came twice, ${expected[0]} among them: delete the blobs of earlier test runs`,
    ]);
  });

  it('misses what was skipped, and distrusts what passed at a second try or by failing', () => {
    expect(absentParts(vitest, withFirst({ state: 'skipped' }), full)).toEqual([
      '1 tests were skipped, "a > b" among them',
    ]);
    expect(absentParts(vitest, withFirst({ retryCount: 1 }), full)).toEqual([
      '1 tests were tried again, "a > b" among them',
    ]);
    expect(absentParts(vitest, withFirst({ fails: true }), full)).toEqual([
      '1 tests are expected to fail, "a > b" among them',
    ]);
  });

  // Catches what editors keep of specs in folders of their own, and so what no digest of the code holds.
  it('says so where a spec file took part that is none of the project’s', () => {
    const kept = 'properties specs/properties/.history/a.spec.ts';
    expect(absentParts(vitest, [...whole, file(kept)], full)).toEqual([
      `1 spec files that are none of this project’s took part, ${kept} among them: delete them`,
    ]);
  });

  // Catches a shard of an older commit, whose properties say nothing of this one.
  it('counts nothing that other code ran', () => {
    expect(absentParts(merging, withFirst({ code: 'other' }), full)).toEqual([
      '1 spec files were run by other code than this, or with its checks eased, /here/specs/properties/a.spec.ts among them: run every shard from this commit',
    ]);
  });
});

describe('absentParts, of a test run that is not of this checkout as it stands', () => {
  it('says that the code was changed meanwhile', () => {
    const said = (now: Partial<CodeState>) =>
      absentParts(vitest, whole, { ...full, codeNow: () => ({ ...state, ...now }) });
    const since = 'the code was changed while this ran, since 1970-01-01T00:00:00.001Z: ';
    expect(said({ digest: 'd' })).toEqual([`${since}a file went`]);
    // And changed back.
    expect(said({ changedAt: 2 })).toEqual([`${since}src/a.ts at 1970-01-01T00:00:00.002Z`]);
    expect(said({ changedAt: Date.now() + 1e6 })).toEqual([
      expect.stringMatching(/src\/a\.ts at \S+ by a clock that was ahead, so `touch` it$/),
    ]);
  });

  it('lists what distorts it', () => {
    const elsewhere = { config: { root: tmpdir() } } as Vitest;
    expect(absentParts(elsewhere, whole, full)).toEqual([`specs were taken from ${tmpdir()}`]);
  });

  it('takes a spec file without a test for none', () => {
    const empty = { ...whole[0]!, children: { allTests: () => [] } } as unknown as TestModule;
    expect(absentParts(vitest, [empty, ...whole.slice(1)], full)).toEqual([
      expect.stringMatching(/^1 of 4 spec files took no part/),
    ]);
  });
});

describe('expectedSpecs', () => {
  it('takes what editors and systems leave, with a dot in front, for none', async () => {
    const home = await temporaryFolder();
    for (const folder of ['properties', 'software'])
      await mkdir(join(home, 'specs', folder), { recursive: true });
    await symlink('me@host.1', join(home, 'specs', 'software', '.#a.spec.ts'));
    for (const name of ['a.spec.ts', '._a.spec.ts'])
      await writeFile(join(home, 'specs', 'software', name), '');
    expect(expectedSpecs(home, [])).toEqual(['software specs/software/a.spec.ts']);
  });

  it('lists this very file, and one for each project', () => {
    const specs = expectedSpecs(process.cwd(), [plan]);
    expect(specs).toContain('software specs/software/runner/completeness.spec.ts');
    expect(specs).toContain('isolated specs/software/runner/plan.isolated.spec.ts');
    expect(specs.filter((spec) => spec.startsWith('properties ')).length).toBeGreaterThan(40);
    expect(specs.filter((spec) => !/^(properties|software|isolated) /.test(spec))).toHaveLength(30 + 1 + 1);
  });
});
