/** The run cache, shared by two checkouts: work is done once, and what is found there is believed no more than a record. */
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { Network } from '../../../src/network/network.ts';
import { nodeHost } from '../../../src/node-host.ts';
import { type Ensured, ensureProbe, ensureRun } from '../../../src/records/ensure-record.ts';
import type { RunRecord } from '../../../src/records/run-record.ts';
import { pathsOf, readStored, type Store, type StoredFiles } from '../../../src/records/store.ts';
import { decodeWeights } from '../../../src/records/weights-file.ts';
import { plantedFingerprint } from '../../support/planted-evidence.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { probeJob, runJob } from '../../support/this-study.ts';

// Read and verified once, not for every run: most of a smoke run would be spent on it.
vi.mock('../../../src/dataset/cifar10.ts', async (importOriginal) => {
  const actual = await importOriginal<typeof import('../../../src/dataset/cifar10.ts')>();
  const loaded = actual.loadCifar10();
  return { ...actual, loadCifar10: () => loaded };
});

const job = runJob({ scale: 'smoke', activation: 'relu', depth: 1, seed: 1 });
const checkout = async (fingerprint = plantedFingerprint): Promise<Store> => ({
  folder: await temporaryFolder(),
  fingerprint,
});

interface Watched extends Ensured<RunRecord> {
  /** Epochs trained. */
  readonly epochs: number;
  readonly told: readonly string[];
}

async function ensureWatched(target: Store, cacheFolder: string): Promise<Watched> {
  let epochs = 0;
  const told: string[] = [];
  const tell = async (line: string) => void told.push(line);
  const ensured = await ensureRun(job, { target, cacheFolder, computes: true, tell }, async () => {
    epochs += 1;
  });
  return { ...ensured, epochs, told };
}

describe('ensureRun', () => {
  beforeAll(async () => {
    await startEngine('wasm');
  });

  it('trains for the first checkout and gives the second the same bytes, weights and provenance included', async () => {
    const [one, other, cache] = [await checkout(), await checkout(), await temporaryFolder()];
    const first = await ensureWatched(one, cache);
    expect(first).toMatchObject({
      epochs: 2,
      obtained: { how: 'trained', reason: 'missing (no record is stored)' },
    });
    const second = await ensureWatched(other, cache);
    expect(second).toMatchObject({
      epochs: 0,
      obtained: { how: 'cached', reason: 'missing (no record is stored)' },
    });
    expect(second.told).toEqual([
      'relu-depth-1-seed-1: in the run cache, its record is missing (no record is stored)',
    ]);
    expect(await readStored(other, job)).toEqual(await readStored(one, job));
    expect(JSON.parse((await readStored(other, job)).provenance).node).toBe(process.version);
  });

  it('takes a stored record without looking further', async () => {
    const [one, cache] = [await checkout(), await temporaryFolder()];
    await ensureWatched(one, cache);
    expect(await ensureWatched(one, await temporaryFolder())).toMatchObject({
      epochs: 0,
      told: [],
      obtained: undefined,
    });
  });

  it('trains once when both checkouts ask at the same time: the second waits, and says for whom', async () => {
    const [one, other, cache] = [await checkout(), await checkout(), await temporaryFolder()];
    const both = await Promise.all([ensureWatched(one, cache), ensureWatched(other, cache)]);
    expect(both.map(({ epochs }) => epochs).sort()).toEqual([0, 2]);
    expect(both.map(({ obtained }) => obtained?.how).sort()).toEqual(['cached', 'trained']);
    expect(both.flatMap(({ told }) => told)).toContain(
      `relu-depth-1-seed-1: process ${process.pid} is computing it, waiting`,
    );
  });

  // Catches a record that nobody's plan has checked, since none of them had it.
  it('confirms what another process has stored in the same place while it waited', async () => {
    const [target, cacheFolder] = [await checkout(), await temporaryFolder()];
    const confirmed: string[] = [];
    const confirm = async ({ record }: StoredFiles) => void confirmed.push(record);
    const ask = () =>
      ensureRun(job, { target, cacheFolder, computes: true, confirm, tell: async () => {} }, async () => {});
    const both = await Promise.all([ask(), ask()]);
    expect(both.map(({ obtained }) => obtained?.how).sort()).toEqual(['cached', 'trained']);
    expect(confirmed).toEqual([(await readStored(target, job)).record]);
    expect((await ask()).obtained).toBeUndefined();
    const planned = [{ name: job.name, reason: 'no record is stored' }];
    const late = { target, cacheFolder, planned, computes: true, confirm, tell: async () => {} };
    expect((await ensureRun(job, late, async () => {})).obtained?.how).toBe('cached');
    expect(confirmed).toHaveLength(2);
  });

  it('takes nothing that other code computed', async () => {
    const [one, cache] = [await checkout(), await temporaryFolder()];
    await ensureWatched(one, cache);
    const changed = await checkout({ ...plantedFingerprint, source: 'd'.repeat(64) });
    expect(await ensureWatched(changed, cache)).toMatchObject({ epochs: 2, obtained: { how: 'trained' } });
  });

  it('trains again rather than believe a cached record that was edited', async () => {
    const [one, other, cache] = [await checkout(), await checkout(), await temporaryFolder()];
    const { record } = await ensureWatched(one, cache);
    const names = await readdir(cache, { recursive: true });
    const name = names.find((each) => /runs.smoke.relu-depth-1-seed-1\.json$/.test(each))!;
    const text = await readFile(join(cache, name), 'utf8');
    await writeFile(join(cache, name), text.replace('"seed": 1', '"seed": 2'));
    const again = await ensureWatched(other, cache);
    expect(again).toMatchObject({ epochs: 2, obtained: { how: 'trained' }, record });
  });

  it.each(['lost', 'altered'])(
    'trains again rather than believe a cached record whose weights were %s',
    async (how) => {
      const [one, other, cache] = [await checkout(), await checkout(), await temporaryFolder()];
      await ensureWatched(one, cache);
      const names = await readdir(cache, { recursive: true });
      const path = join(cache, names.find((each) => each.endsWith('relu-depth-1-seed-1.safetensors'))!);
      await (how === 'lost' ? rm(path) : appendFile(path, ' '));
      const again = await ensureWatched(other, cache);
      expect(again).toMatchObject({ epochs: 2, obtained: { how: 'trained' } });
      expect((await readStored(other, job)).weights).toBe((await readStored(one, job)).weights);
    },
  );

  it('says what is wrong with a stored record before it obtains another', async () => {
    const [one, cache] = [await checkout(), await temporaryFolder()];
    await ensureWatched(one, cache);
    await rm(pathsOf(one, 'smoke', job.name).weights);
    const { obtained } = await ensureWatched(one, cache);
    expect(obtained).toMatchObject({
      how: 'cached',
      reason: expect.stringMatching(/^invalid \(.*has lost the file/),
    });
    expect((await readStored(one, job)).weights).toBeDefined();
  });

  it('stores weights that belong to the run and hold both kinds of statistics', async () => {
    const one = await checkout();
    const { record } = await ensureWatched(one, await temporaryFolder());
    const bytes = Buffer.from((await readStored(one, job)).weights!, 'base64');
    const { parameters, statistics } = Network.initialised(job.settings, 1);
    const expected = { parameters, running: statistics, recomputed: statistics };
    const { running, recomputed } = decodeWeights(
      bytes,
      'relu-versus-sigmoid/smoke/relu-depth-1-seed-1',
      expected,
    );
    expect(running).not.toEqual(recomputed);
    expect(nodeHost.sha256([bytes])).toBe(record.weights);
    expect(() => decodeWeights(bytes, 'relu-versus-sigmoid/smoke/relu-depth-1-seed-2', expected)).toThrow(
      'belongs to relu-versus-sigmoid/smoke/relu-depth-1-seed-1, not to relu-versus-sigmoid/smoke/relu-depth-1-seed-2',
    );
  });
});

describe('ensureRun, interrupted', () => {
  const filesIn = (folder: string) => readdir(folder, { recursive: true });
  const interruptedBy = (error: Error, target: Store, cacheFolder: string) =>
    ensureRun(job, { target, cacheFolder, computes: true, tell: async () => {} }, () =>
      Promise.reject(error),
    );

  it('goes on after the epoch that was saved, ends with the same record, and leaves no checkpoint', async () => {
    const [one, other, cache] = [await checkout(), await checkout(), await temporaryFolder()];
    const { record, told } = await ensureWatched(one, await temporaryFolder());
    expect(told).toEqual(['relu-depth-1-seed-1: computing, its record is missing (no record is stored)']);
    await expect(interruptedBy(new Error('killed'), other, cache)).rejects.toThrow(/^killed$/);
    const checkpoints = (await filesIn(cache)).filter((name) => name.endsWith('.checkpoint'));
    expect(checkpoints).toHaveLength(1);
    expect(checkpoints[0]!.split(sep).slice(1)).toEqual([
      'checkpoints',
      'smoke',
      'relu-depth-1-seed-1.checkpoint',
    ]);
    const resumed = await ensureWatched(other, cache);
    expect(resumed).toMatchObject({ epochs: 1, obtained: { how: 'trained' }, record });
    const provenances = await Promise.all(
      [one, other].map(async (where) => JSON.parse((await readStored(where, job)).provenance)),
    );
    expect(provenances.map(({ resumedAfterEpoch }) => resumedAfterEpoch)).toEqual([0, 1]);
    for (const { durationSeconds } of provenances) expect(durationSeconds).toBeLessThan(60);
    expect((await filesIn(cache)).filter((name) => name.endsWith('.checkpoint'))).toEqual([]);
  });

  // Catches a made-up record in the cache, or one that goes on from a made-up checkpoint: once stored, it would be believed.
  it('takes what was not computed whole only once it is confirmed', async () => {
    const [one, cache] = [await checkout(), await temporaryFolder()];
    const confirm = vi.fn(async () => {});
    const options = { target: one, cacheFolder: cache, computes: true, tell: async () => {}, confirm };
    const take = () => ensureRun(job, options, async () => {});
    await expect(interruptedBy(new Error('killed'), one, cache)).rejects.toThrow('killed');
    for (const what of ['resumed', 'cached']) {
      confirm.mockRejectedValueOnce(new Error('it came out different'));
      await expect(take(), what).rejects.toThrow('it came out different');
      await expect(readStored(one, job), what).rejects.toThrow('ENOENT');
    }
    await take();
    expect(confirm).toHaveBeenCalledTimes(3);
    expect(confirm).toHaveBeenLastCalledWith(await readStored(one, job));
    await ensureRun(
      job,
      { ...options, target: await checkout(), cacheFolder: await temporaryFolder() },
      async () => {},
    );
    expect(confirm).toHaveBeenCalledTimes(3);
  });

  // Catches a checkpoint that is taken over by a run of other code.
  it('starts from nothing when the code has changed since', async () => {
    const [one, cache] = [await checkout(), await temporaryFolder()];
    await expect(interruptedBy(new Error('killed'), one, cache)).rejects.toThrow('killed');
    const changed = { ...one, fingerprint: { ...plantedFingerprint, source: 'd'.repeat(64) } };
    expect(await ensureWatched(changed, cache)).toMatchObject({ epochs: 2 });
  });

  it.each(['ENOSPC', 'EDQUOT', 'EFBIG', 'EACCES', 'EPERM', 'EROFS'])(
    'says what to do when the disk answers %s',
    async (code) => {
      const [one, cache] = [await checkout(), await temporaryFolder()];
      const cause = Object.assign(new Error(`${code}: as planted`), { code });
      const error = await interruptedBy(cause, one, cache).catch((caught: Error) => caught);
      expect(error).toMatchObject({
        message:
          `relu-depth-1-seed-1 cannot be stored (${code}: as planted). Make room or allow writing in ${cache} and ` +
          `${one.folder}, and start again: training goes on at its last epoch`,
        cause,
      });
    },
  );
});

describe('ensureProbe', () => {
  it('computes the probe once for both checkouts', async () => {
    const [one, other, cacheFolder] = [await checkout(), await checkout(), await temporaryFolder()];
    const seeds: number[] = [];
    const ensured = async (target: Store) =>
      ensureProbe(
        probeJob('smoke'),
        { target, cacheFolder, computes: true, tell: async () => {} },
        async (done) => void seeds.push(done),
      );
    const [first, second] = [await ensured(one), await ensured(other)];
    expect([first.obtained?.how, second.obtained?.how]).toEqual(['trained', 'cached']);
    expect(second.record).toEqual(first.record);
    expect(seeds).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
