/** A carry's plan and its end: what it has to recompute, and that it attests nothing less than all of it. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestModule, Vitest } from 'vitest/node';
import { type AttestedRecord, readAttestation } from '../../../src/records/attestation.ts';
import { fingerprintOf } from '../../../src/records/fingerprint.ts';
import type { Fingerprint } from '../../../src/records/fingerprint-schema.ts';
import type { RunJob } from '../../../src/records/job.ts';
import { lookUp, pathsOf, writeStored } from '../../../src/records/store.ts';
import { type PendingRecord, planCarry } from '../../../src/runner/carry-plan.ts';
import { CarryReporter } from '../../../src/runner/carry-reporter.ts';
import { codeState } from '../../../src/runner/code-digest.ts';
import { filesOfRecord, plantedProbe, plantedRecord } from '../../support/planted-evidence.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { probeJob, runJob, runJobs, study } from '../../support/this-study.ts';

let today: Fingerprint;
let before: Fingerprint;
let full: string;
let root: string;

/** Every record of quick scale and one of paper scale, computed by `before`. */
beforeAll(async () => {
  today = await fingerprintOf('wasm');
  before = { ...today, source: 'a'.repeat(64) };
  root = await mkdtemp(join(tmpdir(), 'carry-'));
  for (const job of [...runJobs('quick'), runJob({ ...runJobs('paper')[0]!.run })]) await put(job, before);
  const probe = plantedProbe('quick', ({ depth, seed }) => 0.1 / (depth + seed), before);
  await writeStored(store(), probeJob('quick'), filesOfRecord(probe));
  full = root;
});
afterAll(() => rm(full, { recursive: true }));

beforeEach(async () => {
  root = await temporaryFolder();
  await cp(full, root, { recursive: true });
});

const store = () => ({ folder: join(root, 'reports', study.name), fingerprint: today });

async function put(job: RunJob, fingerprint: Fingerprint): Promise<void> {
  const record = plantedRecord(job.run, 0.4 + job.run.seed / 100, fingerprint);
  await writeStored(store(), job, filesOfRecord(record));
}

const whole = { kind: 'whole' } as const;
const attested = (records: readonly PendingRecord[]): AttestedRecord[] =>
  records.map((record) => ({ ...record, extent: whole }));

/** Ends a carry whose tests handed over these records. */
async function end(
  entries: readonly AttestedRecord[],
  reason: 'passed' | 'interrupted' = 'passed',
  failed: readonly string[] = [],
  {
    config,
    retryCount = 0,
    errors = [],
    fingerprint,
    ...loaded
  }: {
    config?: object;
    /** What the carry was planned under, if not today's. */
    fingerprint?: Fingerprint;
    code?: string;
    startedAt?: number;
    retryCount?: number;
    errors?: readonly unknown[];
  } = {},
) {
  const said: string[] = [];
  const here = process.cwd();
  const { digest } = codeState(here);
  const plan = await planCarry(study, root);
  const planned = { ...plan, store: { ...plan.store, ...(fingerprint && { fingerprint }) } };
  // One with nothing to carry, of which nothing is to be written.
  const settled = {
    ...plan,
    study: 'settled',
    store: { ...plan.store, folder: join(root, 'settled') },
    pending: [],
  };
  const reporter = new CarryReporter([planned, settled], {
    ...{ root: here, code: digest, startedAt: Date.now() + 1e9, node: '', ...loaded },
  });
  reporter.onInit({
    config: { root: here, ...config },
    projects: [],
    logger: { log: (text: string) => said.push(text) },
  } as unknown as Vitest);
  const tests = entries.map((entry, index) => ({
    ok: () => true,
    meta: () => ({ attested: entry }),
    diagnostic: () => ({ retryCount: index === 0 ? retryCount : 0 }),
  }));
  const module = (name: string, state: string, own: readonly object[]) =>
    ({ project: { name }, state: () => state, children: { allTests: () => own } }) as unknown as TestModule;
  const modules = [module('all', 'passed', tests), ...failed.map((name) => module(name, 'failed', []))];
  const code = process.exitCode;
  await reporter.onTestRunEnd(modules, errors, reason);
  const ended = process.exitCode;
  process.exitCode = code;
  return { said: said.join(''), ended };
}

describe('planCarry', () => {
  it('recomputes what other code computed, and nothing that this code did', async () => {
    const { pending } = await planCarry(study, root);
    expect(pending).toHaveLength(32);
    expect(pending.filter(({ scale }) => scale === 'paper')).toHaveLength(1);
    for (const scale of ['quick', 'paper'] as const) await put(runJobs(scale)[0]!, today);
    const { pending: others, settled } = await planCarry(study, root);
    expect(others).toHaveLength(30);
    expect(settled).toMatchObject([
      { scale: 'quick', name: runJobs('quick')[0]!.name, extent: { kind: 'own' } },
      { scale: 'paper', name: runJobs('paper')[0]!.name, extent: { kind: 'own' } },
    ]);
  });

  // Catches hours of recomputation for an attestation that nobody then believes: what this code computed shows nothing.
  it('refuses parts of long runs where a quick one was computed anew', async () => {
    await put(runJobs('quick')[0]!, today);
    await expect(planCarry(study, root)).rejects.toThrow(
      /rests on its quick records, .* put the earlier ones back from Git/,
    );
  });

  it('has nothing to carry of a study that has no records yet', async () => {
    const nothing = await planCarry({ ...study, name: 'not-yet-trained' }, root);
    expect(nothing).toMatchObject({ pending: [], settled: [] });
  });

  it.each([
    [
      'absent',
      async (path: string) => rm(path),
      /needs every record of a scale that is not long, .*is missing/,
    ],
    [
      'cut',
      async (path: string) => writeFile(path, '{'),
      /cannot be carried: .*relu-depth-4-seed-2\.json is not JSON/,
    ],
    [
      'edited',
      async (path: string) =>
        writeFile(path, (await readFile(path, 'utf8')).replace('"seed": 2', '"seed": 3')),
      /cannot be carried: .*relu-depth-4-seed-2\.json field digest/,
    ],
  ])('refuses to begin where a record is %s, and names it', async (_, harm, message) => {
    await harm(pathsOf(store(), 'quick', 'relu-depth-4-seed-2').record);
    await expect(planCarry(study, root)).rejects.toThrow(message);
    await expect(planCarry(study, root)).rejects.toThrow('relu-depth-4-seed-2.json');
  });

  it('refuses a record that has lost its weights, which no recomputation can mend', async () => {
    const { weights } = pathsOf(store(), 'quick', 'relu-depth-4-seed-2');
    await rm(weights);
    await expect(planCarry(study, root)).rejects.toThrow(
      /cannot be carried: .*relu-depth-4-seed-2\.json has lost the file of its weights/,
    );
  });

  it('refuses records of other settings, which no recomputation can mend', async () => {
    const files = filesOfRecord(plantedRecord(runJobs('quick')[1]!.run, 0.4, before));
    await writeStored(store(), runJobs('quick')[0]!, files);
    await expect(planCarry(study, root)).rejects.toThrow(
      /cannot be carried: .*relu-depth-8-seed-1\.json: it is the record of .*train it again/,
    );
  });
});

describe('CarryReporter', () => {
  // Catches an edit that is taken back before the first record is recomputed: `to` would name code that showed nothing.
  it.each([
    [{ code: 'other' }, 'the code was changed while this ran'],
    [{ startedAt: 0 }, 'the code was changed while this ran'],
    [{ config: { root: '/' } }, 'specs were taken from /'],
  ])('attests nothing if other code may have recomputed it: %o', async (loaded, words) => {
    const { pending } = await planCarry(study, root);
    const { said, ended } = await end(attested(pending), 'passed', [], loaded);
    expect(said).toContain(`Nothing is carried: ${words}`);
    expect(ended).toBe(5);
  });

  it('attests nothing if what computes has changed since the carry was planned', async () => {
    const { pending } = await planCarry(study, root);
    const fingerprint = { ...today, source: 'c'.repeat(64) };
    const { said, ended } = await end(attested(pending), 'passed', [], { fingerprint });
    expect(said).toMatch(/Nothing is carried: .*changed/);
    expect(ended).toBe(5);
    expect(await readAttestation(store().folder, study)).toBeUndefined();
  });

  // Catches a merge whose shards other code recomputed.
  it.each([{ mergeReports: '.vitest-reports' }, { shard: { index: 1, count: 2 } }])(
    'attests nothing that was recomputed elsewhere: %o',
    async (config) => {
      const { pending } = await planCarry(study, root);
      const { said, ended } = await end(attested(pending), 'passed', [], { config });
      expect(said).toContain('Nothing is carried: a carry is done at once');
      expect(ended).toBe(2);
      expect(await readAttestation(store().folder, study)).toBeUndefined();
    },
  );

  it('attests once all came out the same: the records are then valid, as carried, and need no second carry', async () => {
    const { pending } = await planCarry(study, root);
    const { said, ended } = await end(attested(pending));
    expect(said).toContain('32 records came out the same under this code and are carried');
    expect(ended).toBe(0);
    const attestation = await readAttestation(store().folder, study);
    const found = await lookUp({ ...store(), attestation }, runJobs('quick')[3]!);
    expect(found).toMatchObject({ status: 'valid', carried: true });
    expect((await planCarry(study, root)).pending).toEqual([]);
  });

  it('attests of each study its own records, with the day, and writes nothing for one that had none to carry', async () => {
    const { pending } = await planCarry(study, root);
    const another = { scale: 'quick', name: 'another-study', digest: 'f'.repeat(64) } as const;
    const day = new Date().toISOString().slice(0, 10);
    await end(attested([...pending, another]));
    expect(await readdir(root)).toEqual(['reports']);
    const attestation = await readAttestation(store().folder, study);
    expect(attestation?.records).toEqual(attested(pending));
    expect([day, new Date().toISOString().slice(0, 10)]).toContain(attestation?.date);
    expect((await planCarry(study, root)).settled).toEqual(attested(pending));
  });

  // Catches --retry, and an error that belongs to no test.
  it.each([
    [{ retryCount: 1 }, '1 of 32 records did not come out the same'],
    [{ errors: [new Error('unhandled')] }, '0 of 32 records'],
  ])('attests nothing where something went wrong on the way: %o', async (mishap, words) => {
    const { pending } = await planCarry(study, root);
    const { said, ended } = await end(attested(pending), 'passed', [], mishap);
    expect(said).toContain(`Nothing is carried: ${words}`);
    expect(ended).toBe(5);
    expect(await readAttestation(store().folder, study)).toBeUndefined();
  });

  it('attests nothing if one record did not come out the same, or was left out, and names it', async () => {
    const { pending } = await planCarry(study, root);
    const { said, ended } = await end(attested(pending.slice(1)));
    expect(said).toContain(`Nothing is carried: 1 of 32 records did not come out the same`);
    expect(said).toContain(`${study.name}-${pending[0]!.scale}-${pending[0]!.name} among them`);
    const other = await end(attested(pending.slice(2)), 'interrupted', ['quick-relu-depth-8-seed-1']);
    expect(other.said).toContain('quick-relu-depth-8-seed-1 among them'); // the one that differs, and not one that never began
    expect(ended).toBe(5);
    expect(await readAttestation(store().folder, study)).toBeUndefined();
  });

  it('attests nothing if it was interrupted', async () => {
    const { pending } = await planCarry(study, root);
    expect((await end(attested(pending), 'interrupted')).ended).toBe(5);
    expect(await readAttestation(store().folder, study)).toBeUndefined();
  });

  it('carries to the code that recomputed, and to no other', async () => {
    await end(attested((await planCarry(study, root)).pending));
    const attestation = await readAttestation(store().folder, study);
    const tomorrow = { ...store(), fingerprint: { ...today, source: 'b'.repeat(64) }, attestation };
    expect(await lookUp(tomorrow, runJobs('quick')[3]!)).toMatchObject({ status: 'stale' });
  });
});
