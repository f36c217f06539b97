import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Provenance } from '../../../src/records/provenance.ts';
import { formatSealed as formatRecord } from '../../../src/records/seal.ts';
import {
  lookUp,
  lookUpAll,
  lookUpProbe,
  recordPath,
  type Store,
  store,
  storeProbe,
  variantOf,
} from '../../../src/records/store.ts';
import { runName, runsOf } from '../../../src/study.ts';
import { syntheticFingerprint, syntheticProbe, syntheticRecord } from '../../support/synthetic-evidence.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { edited } from './reseal.ts';

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
const record = syntheticRecord(run, 0.5);
const provenance: Provenance = {
  finishedAt: '2000-01-01T00:00:00.000Z',
  durationSeconds: 1,
  resumedAfterEpoch: 0,
  engine: 'made up',
  node: 'v0',
  platform: 'none',
  processor: 'none',
  cores: 1,
  peakMegabytes: 1,
};

async function emptyStore(): Promise<Store> {
  return { folder: await temporaryFolder(), fingerprint: syntheticFingerprint };
}

async function filledStore(): Promise<Store> {
  const target = await emptyStore();
  await store(target, record, provenance);
  return target;
}

describe('store', () => {
  it('keeps the record, and its provenance apart from it', async () => {
    const target = await filledStore();
    const text = await readFile(recordPath(target, run), 'utf8');
    expect(text).toBe(formatRecord(record));
    const beside = join(dirname(recordPath(target, run)), 'provenance', `${runName(run)}.json`);
    expect(JSON.parse(await readFile(beside, 'utf8'))).toEqual(provenance);
    expect(text).not.toContain('2000-01-01');
  });

  it.each(
    ['open', 'write', 'sync', 'rename'].flatMap((step) => [
      [step, 'the record', `smoke/${runName(run)}.json`],
      [step, 'the provenance', `provenance/${runName(run)}.json`],
    ]),
  )('leaves the earlier record whole when the disk fails in %s of %s', async (step, _, file) => {
    const target = await filledStore();
    plant(step, file);
    await expect(store(target, syntheticRecord(run, 0.6), provenance)).rejects.toThrow('ENOSPC');
    plant('', '');
    expect(await lookUp(target, run)).toMatchObject({ status: 'valid', record });
    const left = await readdir(target.folder, { recursive: true });
    expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('leaves no record at all, rather than half of one, when the first write fails', async () => {
    const target = await emptyStore();
    plant('write', `smoke/${runName(run)}.json`);
    await expect(store(target, record, provenance)).rejects.toThrow('ENOSPC');
    plant('', '');
    expect(await lookUp(target, run)).toMatchObject({ status: 'missing' });
  });

  it('ends with one whole record when several processes store the same run at once', async () => {
    const target = await emptyStore();
    const records = [0.1, 0.2, 0.3, 0.4].map((accuracy) => syntheticRecord(run, accuracy));
    await Promise.all(records.map((each) => store(target, each, provenance)));
    const found = await lookUp(target, run);
    expect(records.map(formatRecord)).toContain(found.status === 'valid' ? found.text : found.reason);
  });
});

describe('storeProbe', () => {
  it('keeps the probe among its scale’s records, where lookUpProbe finds it, and its provenance apart', async () => {
    const [target, probe] = [await emptyStore(), syntheticProbe('smoke', () => 0.1)];
    expect(await lookUpProbe(target, 'smoke')).toEqual({
      status: 'missing',
      reason: 'no record is stored',
    });
    await storeProbe(target, probe, provenance);
    const text = formatRecord(probe);
    expect(await lookUpProbe(target, 'smoke')).toEqual({ status: 'valid', record: probe, text });
    const folder = dirname(recordPath(target, run));
    expect(await readFile(join(folder, 'initialisation.json'), 'utf8')).toBe(text);
    const beside = await readFile(join(folder, 'provenance', 'initialisation.json'), 'utf8');
    expect(JSON.parse(beside)).toEqual(provenance);
  });
});

describe('lookUp', () => {
  it('gives a valid record with the very text of its file', async () => {
    const found = await lookUp(await filledStore(), run);
    expect(found).toEqual({ status: 'valid', record, text: formatRecord(record) });
  });

  it('calls a run missing that was never stored', async () => {
    expect(await lookUp(await filledStore(), other)).toEqual({
      status: 'missing',
      reason: 'no record is stored',
    });
  });

  it.each([
    ['empty', ''],
    ['cut off', formatRecord(record).slice(0, 500)],
    ['edited', edited(record, (draft) => Object.assign(draft.epochs[1], { testAccuracy: 0.6 }))],
  ])('calls a record invalid that is %s, naming its file', async (_, text) => {
    const target = await filledStore();
    await writeFile(recordPath(target, run), text);
    const found = await lookUp(target, run);
    expect(found).toMatchObject({ status: 'invalid' });
    expect(found.status === 'invalid' && found.reason).toContain(recordPath(target, run));
  });

  it('calls a record stale that was computed by other code', async () => {
    const target = await filledStore();
    const today = { ...syntheticFingerprint, source: 'd'.repeat(64) };
    expect(await lookUp({ ...target, fingerprint: today }, run)).toEqual({
      status: 'stale',
      reason: 'the training source changed',
    });
  });

  it('gives all reasons for which a record is stale', async () => {
    const target = await filledStore();
    const today = { ...syntheticFingerprint, source: 'd'.repeat(64), dataset: 'd'.repeat(64) };
    expect(await lookUp({ ...target, fingerprint: today }, run)).toEqual({
      status: 'stale',
      reason: 'the training source changed; the dataset changed',
    });
  });

  it('does not take a whole, valid record that was copied to another run’s name', async () => {
    const target = await filledStore();
    await cp(recordPath(target, run), recordPath(target, other));
    const found = await lookUp(target, other);
    expect(found).toMatchObject({ status: 'stale' });
    expect(found.status === 'stale' && found.reason).toContain(`it is the record of ${runName(run)}`);
  });

  it('does not take a record of another scale', async () => {
    const target = await filledStore();
    const quick = { ...run, scale: 'quick' } as const;
    await mkdir(dirname(recordPath(target, quick)), { recursive: true });
    await cp(recordPath(target, run), recordPath(target, quick));
    expect(await lookUp(target, quick)).toMatchObject({ status: 'stale' });
  });

  it('fails aloud, rather than calling the run missing, when its file cannot be read', async () => {
    const target = await filledStore();
    await rm(recordPath(target, run));
    await mkdir(recordPath(target, run));
    await expect(lookUp(target, run)).rejects.toThrow('EISDIR');
  });
});

describe('lookUpAll', () => {
  it('looks up every run of the scale once, in the study’s order', async () => {
    const found = await lookUpAll(await filledStore(), 'smoke');
    expect(found.map((each) => each.run)).toEqual(runsOf('smoke'));
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
