import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStored } from '../../../src/records/store.ts';
import { storeMerged, unauditedShards } from '../../../src/runner/merge.ts';
import { scaleResult } from '../../../src/runner/scale-result.ts';
import { passing, plan } from '../../support/planted-plan.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { runName, runsOf } from '../../support/this-study.ts';

const audits = [{ run: 'relu-depth-1-seed-1', equal: true }];
const audited = { ...scaleResult(plan, passing('supported'), 0), audits };

describe('unauditedShards', () => {
  it('misses an audit where stored records were leaned on, and only there', () => {
    const unaudited = { ...audited, audits: [] };
    expect(unauditedShards(audited)).toEqual([]);
    expect(unauditedShards(unaudited)).toEqual([expect.stringContaining('AUDIT_SEED')]);
    const allTrained = { ...scaleResult(plan, passing('supported', 30), 0), audits: [] };
    expect(unauditedShards(allTrained)).toEqual([]);
    expect(unauditedShards({ ...unaudited, plan: { ...plan, trains: false } })).toEqual([]);
  });
});

describe('storeMerged', () => {
  it('stores what the shards computed, with its provenance, and leaves what was stored alone', async () => {
    const store = { ...plan.store, folder: await temporaryFolder() };
    const reports = passing('supported', 2);
    await storeMerged({ ...audited, plan: { ...plan, store } }, reports);
    const [first, second, third] = runsOf('quick').map(runName);
    for (const [index, name] of [first!, second!].entries()) {
      expect(await readStored(store, { scale: 'quick', name })).toEqual(
        reports[index + 1]!.metas[0]!.record!.texts,
      );
    }
    await expect(readStored(store, { scale: 'quick', name: third! })).rejects.toThrow(
      join('quick', `${third}.json`),
    );
  });

  // Findings of records that a checkout does not have could not be traced to any.
  it('stores what this checkout lacks, though a shard had it', async () => {
    const store = { ...plan.store, folder: await temporaryFolder() };
    const [, second] = runsOf('quick').map(runName);
    const records = plan.records.map((record) =>
      record.name === second ? { ...record, status: 'invalid' as const, reason: 'edited' } : record,
    );
    await storeMerged({ ...audited, plan: { ...plan, store, records } }, passing('supported'));
    expect(await readdir(join(store.folder, 'runs/quick'))).toEqual(['provenance', `${second}.json`]);
  });

  // Catches records of one scale that are stored as another's, in a test run that judges both.
  it('stores nothing of another scale, whose runs have the same names', async () => {
    const store = { ...plan.store, folder: await temporaryFolder() };
    const paper = { ...plan, store, scale: 'paper' as const, trains: false, plain: false };
    await storeMerged({ ...audited, plan: paper }, passing('supported', 2));
    expect(await readdir(store.folder)).toEqual([]);
  });

  it('stores nothing when the evidence is incomplete', async () => {
    const store = { ...plan.store, folder: await temporaryFolder() };
    const incomplete = { ...audited, plan: { ...plan, store }, evidence: undefined };
    await storeMerged(incomplete, passing('supported', 2));
    await expect(readStored(store, { scale: 'quick', name: 'relu-depth-8-seed-1' })).rejects.toThrow(
      'ENOENT',
    );
  });
});
