import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ScalePlan } from '../../../src/runner/plan.ts';
import {
  isJudging,
  projectName,
  projectSpecs,
  roleIn,
  spotCheckNames,
  together,
} from '../../../src/runner/projects.ts';
import { plan } from '../../support/planted-plan.ts';
import { runName, runsOf } from '../../support/this-study.ts';

const checks = { draw: 'd', networks: [], images: 1, prefixes: [], probes: [] };
const trained: ScalePlan = { ...plan, spotChecks: [checks, checks] };
const kept: ScalePlan = { ...trained, together: true, audit: 'relu-depth-2-seed-3' };
const judged: ScalePlan = { ...trained, scale: 'paper', trains: false, plain: false };

describe('projectName', () => {
  it('is the part’s own name where the scale trains, and has the scale before it elsewhere', () => {
    expect(projectName(trained, 'relu-depth-1-seed-1')).toBe('relu-depth-1-seed-1');
    expect(projectName(judged, 'relu-depth-1-seed-1')).toBe('paper-relu-depth-1-seed-1');
    expect(spotCheckNames(judged)).toEqual(['paper-spot-checks-1', 'paper-spot-checks-2']);
  });
});

describe('roleIn', () => {
  it('gives every project of a plan one role, and those of another scale none', () => {
    for (const own of [trained, judged]) {
      const other = own === trained ? judged : trained;
      const parts = own.trains ? ['initialisation', ...runsOf(own.scale).map(runName)] : ['records'];
      const records = [...parts, 'spot-checks-1', 'spot-checks-2'];
      for (const part of records) {
        expect(roleIn(own, projectName(own, part))).toBe('evidence');
        expect(roleIn(other, projectName(own, part))).toBeUndefined();
      }
      expect(roleIn(own, projectName(own, 'hypotheses'))).toBe('verdicts');
      expect(roleIn(other, projectName(own, 'hypotheses'))).toBeUndefined();
      expect(roleIn(own, 'properties')).toBe('software');
    }
    expect(roleIn(trained, 'spot-checks-3')).toBeUndefined();
  });
});

describe('projectSpecs', () => {
  it('lists one for all records that are only looked at, and the audited run’s', () => {
    expect(projectSpecs(kept)).toEqual([
      'records specs/studies/records.spec.ts',
      'relu-depth-2-seed-3 specs/studies/run.spec.ts',
      'spot-checks-1 specs/studies/spot-checks.spec.ts',
      'spot-checks-2 specs/studies/spot-checks.spec.ts',
      'hypotheses specs/studies/verdicts.spec.ts',
    ]);
    expect(roleIn(kept, 'records')).toBe('evidence');
    expect(roleIn(kept, 'relu-depth-2-seed-3')).toBe('evidence');
    expect(roleIn(kept, 'relu-depth-2-seed-2')).toBeUndefined();
  });

  it('lists the spec file of every project, each once', () => {
    const all = [judged, trained].flatMap(projectSpecs);
    expect(all).toHaveLength(30 + 1 + 2 + 1 + (1 + 2 + 1)); // what is only judged needs one process for all records
    expect(new Set(all).size).toBe(all.length);
    expect(all).toContain('relu-depth-8-seed-1 specs/studies/run.spec.ts');
    expect(all).toContain('paper-records specs/studies/records.spec.ts');
    expect(all.filter((spec) => isJudging(spec.split(' ')[0]!))).toEqual([
      'paper-hypotheses specs/studies/verdicts.spec.ts',
      'hypotheses specs/studies/verdicts.spec.ts',
    ]);
    for (const spec of all) expect(existsSync(spec.split(' ')[1]!)).toBe(true);
  });
});

describe('together', () => {
  it('puts records into one project where all hold and nothing but `run` is typed', () => {
    expect(together(plan, [])).toEqual({ ...plan, together: true });
    expect(together(plan, ['run'])).toEqual({ ...plan, together: true });
  });

  // A shard that finds more records than another must be dealt the same files, and a merge must know them by name.
  it.each([
    ['run'],
    ['--shard=1/3'],
    ['--merge-reports'],
    ['--reporter=blob'],
    ['--project', 'relu-depth-1-seed-1'],
  ])('leaves each its own for %s', (...typed) =>
    expect(together(plan, ['run', ...typed]).together).toBe(false),
  );

  it('leaves each its own where one lacks', () => {
    const [first, ...others] = plan.records;
    const lacking = { ...plan, records: [{ ...first!, status: 'missing' as const }, ...others] };
    expect(together(lacking, ['run']).together).toBe(false);
  });
});
