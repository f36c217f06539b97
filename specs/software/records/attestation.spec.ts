/** What carries a record to other code, and what does not. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeHost } from '../../../src/node-host.ts';
import {
  ATTESTATION_FILE,
  type Attestation,
  isCarried,
  readAttestation,
} from '../../../src/records/attestation.ts';
import { formatSealed, seal } from '../../../src/records/seal.ts';
import { checkRecord, lookUp, writeStored } from '../../../src/records/store.ts';
import { filesOfRecord, plantedFingerprint, plantedRecord } from '../../support/planted-evidence.ts';
import { type Draft, edited, resealed } from '../../support/reseal.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { probeJob, runJob, runJobs, runsOf, study } from '../../support/this-study.ts';

const [run, other] = [runsOf('smoke')[0]!, runsOf('smoke')[1]!];
const job = runJob(run);
const record = plantedRecord(run, 0.5);
const files = filesOfRecord(record);
const today = { ...plantedFingerprint, source: 'd'.repeat(64) };

const attestation: Attestation = seal(
  {
    schema: 1 as const,
    date: '2027-01-02',
    to: today,
    records: [
      {
        scale: 'smoke' as const,
        name: job.name,
        digest: record.digest,
        extent: { kind: 'parts' as const, steps: 64, testImages: 100 },
      },
      ...[probeJob('quick'), ...runJobs('quick')].map(({ name }) => ({
        scale: 'quick' as const,
        name,
        digest: 'a'.repeat(64),
        extent: { kind: 'whole' as const },
      })),
    ],
  },
  nodeHost,
);

async function folderWith(text: string): Promise<string> {
  const folder = await temporaryFolder();
  const path = join(folder, ATTESTATION_FILE);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return folder;
}

describe('readAttestation', () => {
  it('finds none where nothing was carried', async () => {
    expect(await readAttestation(await temporaryFolder(), study)).toBeUndefined();
  });

  it('reads back what was written', async () => {
    expect(await readAttestation(await folderWith(formatSealed(attestation)), study)).toEqual(attestation);
  });

  it.each<[string, string]>([
    ['is no JSON', '{'],
    ['was edited', edited(attestation, (draft) => (draft.records[0].name = 'relu-depth-8-seed-2'))],
    ['is of another schema', resealed(attestation, (draft) => (draft.schema = 2))],
    ['has no date', resealed(attestation, (draft) => (draft.date = 'today'))],
    ['has a field more', resealed(attestation, (draft) => (draft.extra = 1))],
    [
      'rests on too few steps',
      resealed(attestation, (draft) => {
        draft.records[0].extent = { kind: 'parts', steps: 63, testImages: 100 };
      }),
    ],
    [
      'rests on nothing',
      resealed(attestation, (draft) => {
        draft.records[0].extent = { kind: 'none' };
      }),
    ],
  ])('refuses one that %s, naming its file and the remedy', async (_, text) => {
    const folder = await folderWith(text);
    const refused = expect(readAttestation(folder, study)).rejects;
    await refused.toThrow(join(folder, ATTESTATION_FILE));
    await expect(readAttestation(folder, study)).rejects.toThrow('npm run carry');
  });
});

describe('readAttestation, of one that is partial for the study as it stands', () => {
  // Catches parts that are believed without the wholes that they lean on.
  it.each<[string, string]>([
    ['lacks a quick run', resealed(attestation, (draft) => draft.records.pop())],
    [
      'shows less than the whole of a quick run',
      resealed(
        attestation,
        (draft) => (draft.records.at(-1).extent = { kind: 'parts', steps: 64, testImages: 4000 }),
      ),
    ],
  ])('carries only what was recomputed whole if it %s', async (_, text) => {
    const read = await readAttestation(await folderWith(text), study);
    const kinds = new Set(read!.records.map(({ extent }) => extent.kind));
    expect([...kinds].filter((kind) => kind !== 'whole' && kind !== 'own')).toEqual([]);
    expect(read!.records).toHaveLength(30);
    expect(isCarried(read, job, record.digest, today)).toBe(false);
  });

  it('still carries whole runs when the grid grows', async () => {
    const folder = await folderWith(formatSealed(attestation));
    const grown = { ...study, grid: { ...study.grid, activations: [...study.grid.activations, 'tanh'] } };
    const read = await readAttestation(folder, grown as unknown as typeof study);
    expect(read!.records).toHaveLength(31);
    expect(read!.records.every(({ scale }) => scale === 'quick')).toBe(true);
  });
});

describe('isCarried', () => {
  const changed = (edit: (draft: Draft) => void): Attestation => {
    const draft = structuredClone(attestation) as Draft;
    edit(draft);
    return draft;
  };

  it('is so for the record that was attested, under the code that it was attested for', () => {
    expect(isCarried(attestation, job, record.digest, today)).toBe(true);
  });

  it.each<[string, Attestation | undefined]>([
    ['there is no attestation', undefined],
    ['it is for other code', changed((draft) => (draft.to.source = 'e'.repeat(64)))],
    ['it is for other kernels', changed((draft) => (draft.to.kernels = 'none'))],
    ['it is for another package', changed((draft) => (draft.to.packages['made-up-core'] = 'e'.repeat(64)))],
    ['it names another run', changed((draft) => (draft.records[0].name = runJob(other).name))],
    ['it names another scale', changed((draft) => (draft.records[0].scale = 'quick'))],
    ['it names another record', changed((draft) => (draft.records[0].digest = 'e'.repeat(64)))],
    ['it names none', changed((draft) => (draft.records = []))],
  ])('is not so if %s', (_, given) => {
    expect(isCarried(given, job, record.digest, today)).toBe(false);
  });
});

describe('checkRecord of a record that is carried', () => {
  const check = (text: string, given: Attestation | undefined = attestation, as = job) =>
    checkRecord({ record: text, weights: files.weights }, 'carried.json', as, {
      fingerprint: today,
      attestation: given,
    });

  it('takes it for valid, and says so', async () => {
    expect(check(files.record)).toMatchObject({ status: 'valid', carried: true });
    const target = { folder: await temporaryFolder(), fingerprint: today, attestation };
    await writeStored(target, job, files);
    expect(await lookUp(target, job)).toMatchObject({ status: 'valid', carried: true });
    expect(await lookUp({ ...target, attestation: undefined }, job)).toMatchObject({ status: 'stale' });
  });

  it('finds it stale without the attestation', () => {
    expect(checkRecord(files, 'x', job, { fingerprint: today })).toEqual({
      status: 'stale',
      record,
      reason: 'the source that makes records changed',
    });
  });

  // Recomputing shows that the code gives the same bits, not that the record is of what is asked for.
  it('still finds it stale for another run, or other settings', () => {
    const attested = (name: string, digest: string): Attestation => ({
      ...attestation,
      records: [{ ...attestation.records[0]!, name, digest }],
    });
    const foreign = check(files.record, attested(runJob(other).name, record.digest), runJob(other));
    expect(foreign).toMatchObject({
      status: 'stale',
      reason: expect.stringContaining('it is the record of'),
    });
    const faster = resealed(record, (draft) => (draft.settings.learningRate = 0.1));
    const { digest } = JSON.parse(faster) as { digest: string };
    expect(check(faster, attested(job.name, digest))).toMatchObject({
      status: 'stale',
      reason: 'setting learningRate 0.1 is now 0.001',
    });
  });

  it('still finds it invalid if it was edited, or has other weights', () => {
    const better = edited(record, (draft) => (draft.epochs[1].testAccuracy = 0.9));
    expect(check(better)).toMatchObject({ status: 'invalid' });
    const weights = filesOfRecord(plantedRecord(other, 0.5)).weights;
    const found = checkRecord({ record: files.record, weights }, 'x', job, {
      fingerprint: today,
      attestation,
    });
    expect(found).toMatchObject({ status: 'invalid' });
  });
});
