import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestModule, Vitest } from 'vitest/node';
import { PROBE_NAME } from '../../../src/records/probe-record.ts';
import { readStored } from '../../../src/records/store.ts';
import { absentFromShards, storeMerged } from '../../../src/report/merge.ts';
import { sessionResult } from '../../../src/report/session-result.ts';
import { runName, runsOf } from '../../../src/study.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { passing, session } from './planted-session.ts';

const projects = ['properties', ...runsOf('quick').map(runName), PROBE_NAME];
const file = (root: string) => (name: string) =>
  ({
    project: { name },
    moduleId: `${root}/specs/${name === 'properties' ? 'a' : 'runs/run'}.spec.ts`,
  }) as TestModule;
const expected = [...projects, 'hypotheses'].map(file('/here'));
const vitest = { globTestSpecifications: async () => expected } as unknown as Vitest;
const modules = projects.map(file('/here'));

const audits = [{ run: 'relu-depth-1-seed-1', equal: true }];
const audited = { ...sessionResult(session, passing('supported'), 0), audits };

describe('absentFromShards', () => {
  it('finds nothing absent when every spec file but the hypotheses’ took part', async () => {
    expect(await absentFromShards(vitest, modules, audited)).toEqual([]);
  });

  it('knows spec files of shards that ran in a checkout elsewhere', async () => {
    expect(await absentFromShards(vitest, projects.map(file('/there/checkout')), audited)).toEqual([]);
  });

  it('says how many spec files a missing shard leaves out, and names one', async () => {
    const [absent] = await absentFromShards(vitest, modules.slice(0, 20), audited);
    expect(absent).toMatch(
      /^12 of 32 spec files took part in no shard, \S+ specs\/runs\/run\.spec\.ts among them/,
    );
    expect(absent).toContain(projects[20]);
  });

  it('tells spec files of different projects apart', async () => {
    const twice = [...modules.slice(0, -1), modules[0]!];
    expect(await absentFromShards(vitest, twice, audited)).toEqual([
      expect.stringContaining('1 of 32 spec files took part in no shard, initialisation'),
    ]);
  });

  it('misses an audit where stored records were leaned on, and only there', async () => {
    const unaudited = await absentFromShards(vitest, modules, { ...audited, audits: [] });
    expect(unaudited).toEqual([expect.stringContaining('AUDIT_SEED')]);
    const allTrained = { ...sessionResult(session, passing('supported', 30), 0), audits: [] };
    expect(await absentFromShards(vitest, modules, allTrained)).toEqual([]);
  });
});

describe('storeMerged', () => {
  it('stores what the shards computed, with its provenance, and leaves what was stored alone', async () => {
    const store = { ...session.store, folder: await temporaryFolder() };
    const reports = passing('supported', 2);
    await storeMerged({ ...session, store }, reports, audited);
    const [first, second, third] = runsOf('quick').map(runName);
    for (const [place, name] of [first!, second!].entries()) {
      expect(await readStored(store, { scale: 'quick', name })).toEqual(
        reports[place + 1]!.metas[0]!.run!.texts,
      );
    }
    await expect(readStored(store, { scale: 'quick', name: third! })).rejects.toThrow(
      join('quick', `${third}.json`),
    );
  });

  it('stores nothing when the evidence is incomplete', async () => {
    const store = { ...session.store, folder: await temporaryFolder() };
    await storeMerged({ ...session, store }, passing('supported', 2), { ...audited, evidence: undefined });
    await expect(readStored(store, { scale: 'quick', name: 'relu-depth-8-seed-1' })).rejects.toThrow(
      'ENOENT',
    );
  });
});
