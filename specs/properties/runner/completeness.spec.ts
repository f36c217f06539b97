import { describe, expect, it } from 'vitest';
import type { TestModule, Vitest } from 'vitest/node';
import { absentParts } from '../../../src/runner/completeness.ts';
import { allProjects } from '../../../src/runner/projects.ts';
import { plan } from './planted-plan.ts';

const projects = allProjects([plan]);
const file =
  (root: string, skipped: readonly string[] = []) =>
  (name: string) =>
    ({
      project: { name },
      moduleId: `${root}/specs/${name === 'properties' ? 'a' : 'studies/run'}.spec.ts`,
      children: { allTests: () => skipped.map((fullName) => ({ fullName })) },
    }) as unknown as TestModule;
const expected = projects.map(file('/here'));
const vitestWith = (config: object, known: readonly string[] = projects) =>
  ({
    config,
    projects: known.map((name) => ({ name })),
    globTestSpecifications: async () => expected.filter(({ project }) => known.includes(project.name)),
  }) as unknown as Vitest;
const vitest = vitestWith({});
const merging = vitestWith({ mergeReports: '.vitest-reports' });

describe('absentParts', () => {
  it('finds nothing absent where every spec file took part', async () => {
    expect(await absentParts(vitest, expected, projects)).toEqual([]);
  });

  it('says how many spec files a filter or a missing shard leaves out, and names one', async () => {
    const some = expected.slice(0, 20);
    expect(await absentParts(vitest, some, projects)).toEqual([
      `13 of 33 spec files took no part, ${projects[20]} specs/studies/run.spec.ts among them: a verdict needs all of them`,
    ]);
    const [shards] = await absentParts(merging, some, projects);
    expect(shards).toMatch(/^12 of 32 spec files took no part, .*: is a shard’s blob missing, or did/);
  });

  it('says so where nothing took part at all', async () => {
    expect(await absentParts(vitest, [], projects)).toEqual([
      expect.stringMatching(/^33 of 33 spec files took no part/),
    ]);
  });

  // Catches `--project hypotheses`, of which every spec file takes part.
  it('misses projects that were left out altogether', async () => {
    const known = ['hypotheses', 'relu-depth-8-seed-1'];
    const present = expected.filter(({ project }) => known.includes(project.name));
    expect(await absentParts(vitestWith({}, known), present, projects)).toEqual([
      '31 of 33 projects were left out, properties among them: a verdict needs all of them',
    ]);
  });

  it('misses tests that were skipped by their names', async () => {
    const present = projects.map((name) =>
      file('/here', name === 'properties' ? ['a > b', 'a > c'] : [])(name),
    );
    expect(await absentParts(vitest, present, projects)).toEqual([
      '2 tests were skipped, "a > b" among them: a verdict needs all of them',
    ]);
  });

  it('does not expect shards to judge', async () => {
    const judged = expected.filter(({ project }) => project.name !== 'hypotheses');
    expect(await absentParts(merging, judged, projects)).toEqual([]);
    expect(await absentParts(vitest, judged, projects)).toHaveLength(1);
  });

  it('knows spec files of shards that ran in a checkout elsewhere', async () => {
    expect(await absentParts(merging, projects.map(file('/there/checkout')), projects)).toEqual([]);
  });

  it('tells spec files of different projects apart', async () => {
    const twice = [...expected.slice(0, -2), expected[0]!, expected.at(-1)!];
    expect(await absentParts(vitest, twice, projects)).toEqual([
      expect.stringMatching(/^1 of 33 spec files took no part, sigmoid-depth-1-seed-3 /),
    ]);
  });
});
