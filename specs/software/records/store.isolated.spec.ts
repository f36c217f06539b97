import { appendFile, cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Job } from '../../../src/records/job.ts';
import { provenanceOf } from '../../../src/records/provenance.ts';
import type { AnyRecord } from '../../../src/records/record-kind.ts';
import {
  checkRecord,
  filesOf,
  lookUp,
  lookUpAll,
  pathsOf,
  readStored,
  type Store,
  type StoredFiles,
  variantOf,
  writeStored,
} from '../../../src/records/store.ts';
import {
  filesOfRecord,
  plantedFingerprint,
  plantedProbe,
  plantedRecord,
  plantedWeights,
} from '../../support/planted-evidence.ts';
import { type Draft, edited, resealed } from '../../support/reseal.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { probeJob, runJob, runJobs, runsOf } from '../../support/this-study.ts';

/** Where a write fails, once a spec has said so. */
const fault = vi.hoisted(() => ({ step: '', file: '' }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const actual = await importOriginal<typeof import('node:fs/promises')>();
  const failure = () => Object.assign(new Error(`ENOSPC: planted in ${fault.step}`), { code: 'ENOSPC' });
  const hits = (step: string, path: unknown) => fault.step === step && String(path).includes(fault.file);
  const open: typeof actual.open = async (...parameters) => {
    if (hits('open', parameters[0])) throw failure();
    const handle = await actual.open(...parameters);
    if (hits('write', parameters[0])) {
      handle.writeFile = async (data) => {
        if (data instanceof Uint8Array) await handle.write(data.subarray(0, data.length / 2));
        throw failure();
      };
    }
    if (hits('sync', parameters[0])) handle.sync = () => Promise.reject(failure());
    return handle;
  };
  const rename: typeof actual.rename = (from, to) =>
    hits('rename', to) ? Promise.reject(failure()) : actual.rename(from, to);
  return { ...actual, open, rename };
});

function plant(step: string, file: string): void {
  Object.assign(fault, { step, file });
  onTestFinished(() => void Object.assign(fault, { step: '', file: '' }));
}

const [run, other] = [runsOf('smoke')[0]!, runsOf('smoke')[1]!];
const [job, otherJob] = [runJob(run), runJob(other)];
const record = plantedRecord(run, 0.5);
const provenance = '{\n "finishedAt": "2000-01-01T00:00:00.000Z"\n}\n';
const files: StoredFiles = { ...filesOfRecord(record), provenance };
const otherFiles = filesOfRecord(plantedRecord(other, 0.5));
const probe = plantedProbe('smoke', () => 0.1);

/** The same bytes of weights, the last one differing in its lowest bit. */
function flipped(weights: string): string {
  const bytes = Buffer.from(weights, 'base64');
  bytes[bytes.length - 1]! ^= 1;
  return bytes.toString('base64');
}

async function emptyStore(): Promise<Store> {
  return { folder: await temporaryFolder(), fingerprint: plantedFingerprint };
}

async function filledStore(): Promise<Store> {
  const target = await emptyStore();
  await writeStored(target, job, files);
  return target;
}

const pathOf = (target: Store, of: Pick<Job, 'scale' | 'name'> = job) =>
  pathsOf(target, of.scale, of.name).record;
const weightsPathOf = (target: Store, of: Pick<Job, 'scale' | 'name'> = job) =>
  pathsOf(target, of.scale, of.name).weights;

// One code for both kinds of record.
describe.each<[string, Job, AnyRecord, StoredFiles]>([
  ['run', job, record, files],
  ['probe', probeJob('smoke'), probe, { ...filesOfRecord(probe), provenance }],
])('the store of a %s', (_, each, its, stored) => {
  it('calls it missing before it is written, and then gives it with the very text of its file', async () => {
    const target = await emptyStore();
    expect(await lookUp(target, each)).toEqual({ status: 'missing', reason: 'no record is stored' });
    await writeStored(target, each, stored);
    expect(await lookUp(target, each)).toEqual({
      status: 'valid',
      record: its,
      carried: false,
    });
    expect(await readFile(pathOf(target, each), 'utf8')).toBe(stored.record);
  });

  it('keeps provenance apart from it, and reads all files back as they were', async () => {
    const target = await emptyStore();
    await writeStored(target, each, stored);
    expect(await readStored(target, each)).toEqual(stored);
    const beside = join(dirname(pathOf(target, each)), 'provenance', `${each.name}.json`);
    expect(await readFile(beside, 'utf8')).toBe(provenance);
    expect(stored.record).not.toContain('2000-01-01');
  });

  it('reads nothing that is not there', async () => {
    await expect(readStored(await emptyStore(), each)).rejects.toThrow('ENOENT');
  });

  it.each(['open', 'write', 'sync', 'rename'])(
    'leaves the earlier one whole when the disk fails in %s of any file of a later one',
    async (step) => {
      for (const file of [
        join('smoke', `${each.name}.json`),
        join('provenance', `${each.name}.json`),
        join('weights', 'smoke'),
      ]) {
        const target = await emptyStore();
        await writeStored(target, each, stored);
        plant(step, file);
        const written = writeStored(target, each, stored);
        const fails = stored.weights !== undefined || !file.startsWith('weights');
        await (fails ? expect(written).rejects.toThrow('ENOSPC') : written);
        plant('', '');
        expect(await lookUp(target, each)).toMatchObject({ status: 'valid', record: its });
        const left = await readdir(target.folder, { recursive: true });
        expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
      }
    },
  );

  it.each(['json', 'safetensors'])(
    'leaves no record at all, rather than half of one, when the first write of a .%s fails',
    async (ending) => {
      const target = await emptyStore();
      plant('write', ending);
      const written = writeStored(target, each, stored);
      const fails = stored.weights !== undefined || ending === 'json';
      await (fails ? expect(written).rejects.toThrow('ENOSPC') : written);
      plant('', '');
      expect(await lookUp(target, each)).toMatchObject({ status: fails ? 'missing' : 'valid' });
    },
  );

  it('gives all reasons for which it is stale', async () => {
    const target = await emptyStore();
    await writeStored(target, each, stored);
    const today = { ...plantedFingerprint, source: 'd'.repeat(64), kernels: 'd'.repeat(64) };
    expect(await lookUp({ ...target, fingerprint: today }, each)).toEqual({
      status: 'stale',
      record: its,
      reason: 'the source that makes records changed; the compiled kernels changed',
    });
  });

  it('fails aloud, rather than calling it missing, when its file cannot be read', async () => {
    const target = await emptyStore();
    await mkdir(pathOf(target, each), { recursive: true });
    await expect(lookUp(target, each)).rejects.toThrow('EISDIR');
  });
});

describe('writeStored', () => {
  it('ends with one whole record when several processes store the same run at once', async () => {
    const target = await emptyStore();
    const several = [0.1, 0.2, 0.3, 0.4].map((accuracy) => filesOfRecord(plantedRecord(run, accuracy)));
    await Promise.all(several.map((each) => writeStored(target, job, each)));
    expect(await lookUp(target, job)).toMatchObject({ status: 'valid' });
    const { record } = await readStored(target, job);
    expect(several.map((each) => each.record)).toContain(record);
  });

  it('writes the record last: before it is there, nothing is believed', async () => {
    const target = await emptyStore();
    plant('write', join('smoke', `${job.name}.json`));
    await expect(writeStored(target, job, files)).rejects.toThrow('ENOSPC');
    plant('', '');
    expect(await readFile(weightsPathOf(target), 'base64')).toBe(files.weights);
    expect(await lookUp(target, job)).toMatchObject({ status: 'missing' });
  });

  it('never has an earlier record believed beside the weights of a later one', async () => {
    const target = await filledStore();
    plant('write', join('smoke', `${job.name}.json`));
    const later = { ...files, weights: flipped(files.weights!) };
    await expect(writeStored(target, job, later)).rejects.toThrow('ENOSPC');
    plant('', '');
    expect(await lookUp(target, job)).toMatchObject({ status: 'invalid' });
  });
});

describe('filesOf', () => {
  it('gives what was computed as the texts that are stored, weights in base64', () => {
    const where = provenanceOf('made up', 1, 0);
    const made = filesOf(record, Uint8Array.of(0, 255, 16), where);
    expect(made.record).toBe(files.record);
    expect(JSON.parse(made.provenance)).toEqual(where);
    expect(made.weights).toBe('AP8Q');
    expect(filesOf(probe, undefined, where).weights).toBeUndefined();
  });
});

describe('lookUp', () => {
  it('calls a run missing that was never stored', async () => {
    expect(await lookUp(await filledStore(), otherJob)).toEqual({
      status: 'missing',
      reason: 'no record is stored',
    });
  });

  it.each([
    ['empty', ''],
    ['cut off', files.record.slice(0, 500)],
    ['edited', edited(record, (draft) => Object.assign(draft.epochs[1], { testAccuracy: 0.6 }))],
  ])('calls a record invalid that is %s, naming its file', async (_, text) => {
    const target = await filledStore();
    await writeFile(pathOf(target), text);
    const found = await lookUp(target, job);
    expect(found).toMatchObject({ status: 'invalid' });
    expect(found.status === 'invalid' && found.reason).toContain(pathOf(target));
  });

  it('does not take a whole, valid record that was copied to another run’s name, weights and all', async () => {
    const target = await filledStore();
    await writeStored(target, otherJob, files);
    const found = await lookUp(target, otherJob);
    expect(found).toMatchObject({ status: 'stale' });
    expect(found.status === 'stale' && found.reason).toContain(`it is the record of ${job.name}`);
  });

  it('does not take a record of another scale', async () => {
    const target = await filledStore();
    const quick = runJob({ ...run, scale: 'quick' });
    await writeStored(target, quick, files);
    expect(await lookUp(target, quick)).toMatchObject({ status: 'stale' });
  });

  it('does not take a run for the probe, nor the probe for a run', async () => {
    const target = await filledStore();
    await mkdir(dirname(pathOf(target)), { recursive: true });
    await cp(pathOf(target), pathOf(target, probeJob('smoke')));
    await writeFile(pathOf(target), filesOfRecord(probe).record);
    for (const each of [job, probeJob('smoke')] as Job[]) {
      expect(await lookUp(target, each)).toMatchObject({ status: 'invalid' });
    }
  });

  it('fails aloud when the weights cannot be read', async () => {
    const target = await filledStore();
    await rm(weightsPathOf(target));
    await mkdir(weightsPathOf(target));
    await expect(lookUp(target, job)).rejects.toThrow('EISDIR');
  });
});

describe('lookUp of a record whose weights are not its own', () => {
  it.each<[string, (path: string) => Promise<unknown>, RegExp]>([
    ['absent', (path) => rm(path), /has lost the file of its weights$/],
    [
      'empty',
      (path) => writeFile(path, ''),
      /weights have SHA-256 [0-9a-f]{12}…, their file has e3b0c44298fc…$/,
    ],
    ['cut', (path) => truncate(path, 1000), /says that its weights have SHA-256/],
    [
      'flipped in one bit',
      (path) => writeFile(path, Buffer.from(flipped(files.weights!), 'base64')),
      /says that its weights have SHA-256/,
    ],
    ['longer by a byte', (path) => appendFile(path, '\0'), /says that its weights have SHA-256/],
    [
      'those of another run',
      (path) => writeFile(path, Buffer.from(plantedWeights(other), 'base64')),
      /says that its weights have SHA-256/,
    ],
  ])('calls it invalid when they are %s, and names its file', async (_, spoil, reason) => {
    const target = await filledStore();
    await spoil(weightsPathOf(target));
    const found = await lookUp(target, job);
    expect(found).toMatchObject({ status: 'invalid', reason: expect.stringMatching(reason) });
    expect(found.status === 'invalid' && found.reason).toContain(pathOf(target));
  });

  it('calls both invalid when two runs’ weights were exchanged', async () => {
    const target = await filledStore();
    await writeStored(target, otherJob, otherFiles);
    await cp(weightsPathOf(target), `${weightsPathOf(target)}.held`);
    await cp(weightsPathOf(target, otherJob), weightsPathOf(target));
    await cp(`${weightsPathOf(target)}.held`, weightsPathOf(target, otherJob));
    const found = await lookUpAll(target, [job, otherJob]);
    expect(found.map(({ stored }) => stored.status)).toEqual(['invalid', 'invalid']);
  });
});

describe('checkRecord of a forged record, its digest computed anew', () => {
  const check = (text: string) =>
    checkRecord({ record: text, weights: files.weights }, 'forged.json', job, {
      fingerprint: plantedFingerprint,
    });

  it('takes the true one', () => {
    expect(check(resealed(record, () => {}))).toEqual({
      status: 'valid',
      record,
      carried: false,
    });
  });

  it('does not believe another digest of the weights', () => {
    const forged = resealed(record, (draft) => {
      draft.weights = 'd'.repeat(64);
    });
    expect(check(forged)).toEqual({
      status: 'invalid',
      reason: expect.stringContaining(
        'forged.json says that its weights have SHA-256 dddddddddddd…, their file has',
      ),
    });
  });

  // Whatever is edited about what was asked for: it contradicts the record's own lists, or the study.
  it.each(Object.keys(record.settings))('does not believe another setting of %s', (name) => {
    for (const value of [11, 7, 1e9, 'another', []]) {
      const found = check(resealed(record, (draft) => Object.assign(draft.settings, { [name]: value })));
      expect(found.status).toMatch(/stale|invalid/);
      if (found.status === 'stale') expect(found.reason).toMatch(`setting ${name} `);
    }
  });

  it.each<[string, (draft: Draft) => void]>([
    ['another seed', (d) => (d.run.seed = 2)],
    ['another activation', (d) => (d.run.activation = 'sigmoid')],
    ['another scale', (d) => (d.run.scale = 'quick')],
    ['another seed in run and settings', (d) => (d.run.seed = d.settings.seed = 2)],
    ['no settings', (d) => (d.settings = {})],
    ['other source', (d) => (d.fingerprint.source = 'd'.repeat(64))],
    ['other kernels', (d) => (d.fingerprint.kernels = 'none')],
    ['another engine', (d) => (d.fingerprint.engine = 'cpu')],
    ['another platform', (d) => (d.fingerprint.platform = 'unknown')],
    ['another package', (d) => (d.fingerprint.packages['made-up-core'] = 'd'.repeat(64))],
    ['a package more', (d) => (d.fingerprint.packages.more = 'd'.repeat(64))],
    ['no packages', (d) => (d.fingerprint.packages = {})],
    ['another tool', (d) => (d.fingerprint.tools['made-up-bundler'] = '9')],
  ])('does not believe %s', (_, edit) => {
    expect(check(resealed(record, edit)).status).toMatch(/stale|invalid/);
  });
});

describe('lookUpAll', () => {
  it('looks up every job once, in its order', async () => {
    const found = await lookUpAll(await filledStore(), runJobs('smoke'));
    expect(found.map((each) => each.job.run)).toEqual(runsOf('smoke'));
    expect(found.map(({ stored }) => stored.status)).toEqual(['valid', ...new Array(29).fill('missing')]);
  });
});

describe('variantOf', () => {
  it('keeps every scale and engine in a folder of its own', () => {
    const scales = ['smoke', 'quick', 'paper'] as const;
    const engines = ['wasm', 'tensorflow', 'cpu'] as const;
    const variants = scales.flatMap((scale) => engines.map((engine) => variantOf(scale, engine)));
    expect(new Set(variants).size).toBe(9);
    expect(variantOf('quick', 'wasm')).toBe('quick');
    expect(variantOf('paper', 'tensorflow')).toBe('paper-tensorflow');
  });
});
