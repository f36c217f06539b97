import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  finalAccuracy,
  IncompleteEvidence,
  lastThreeAccuracy,
  meanGradientAverage,
  meanRelativeGradientNorms,
  valuesOf,
} from '../../../src/records/evidence.ts';
import type { Job } from '../../../src/records/job.ts';
import { formatSealed } from '../../../src/records/seal.ts';
import { pathsOf, type Store, writeStored } from '../../../src/records/store.ts';
import {
  filesOfRecord,
  onlyRuns,
  plantedEvidence,
  plantedFingerprint,
  plantedRecord,
  withAccuracies,
} from '../../support/planted-evidence.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import {
  evidenceOf,
  gatherEvidence,
  probeJob,
  type Run,
  runJob,
  runName,
  runsOf,
  study,
} from '../../support/this-study.ts';

const accuracyOf = ({ activation, depth, seed }: Run) =>
  (activation === 'relu' ? 0.5 : 0.2) + depth / 100 + seed / 1000;
const evidence = plantedEvidence((run) => Math.round(100 * accuracyOf(run)) / 100, 'smoke');
const runs = runsOf('smoke');

const recordPath = (target: Store, { name, scale }: Pick<Job, 'name' | 'scale'>) =>
  pathsOf(target, scale, name).record;

/** A store that holds every smoke run and the probe. */
async function fullStore(): Promise<Store> {
  const target = { folder: await temporaryFolder(), fingerprint: plantedFingerprint };
  for (const record of evidence.records) {
    await writeStored(target, runJob(record.run), filesOfRecord(record));
  }
  await writeStored(target, probeJob('smoke'), filesOfRecord(evidence.probe));
  return target;
}

async function messageOf(gathering: Promise<unknown>): Promise<string> {
  const error = await gathering.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(IncompleteEvidence);
  expect(error).toHaveProperty('name', 'IncompleteEvidence');
  return (error as Error).message;
}

describe('gatherEvidence', () => {
  it('gives all 30 records, in the study’s order', async () => {
    const gathered = await gatherEvidence(await fullStore(), 'smoke');
    expect(gathered).toEqual(evidence);
    expect(gathered.records.map(({ run }) => run)).toEqual(runs);
  });

  it('names each run that is missing, stale or invalid, with its reason, and the remedy', async () => {
    const target = await fullStore();
    const [missing, stale, invalid, bare] = [runs[3]!, runs[10]!, runs[29]!, runs[28]!];
    const old = { ...plantedFingerprint, kernels: 'd'.repeat(64) };
    await rm(recordPath(target, runJob(missing)));
    await writeFile(recordPath(target, runJob(stale)), formatSealed(plantedRecord(stale, 0.5, old)));
    await writeFile(recordPath(target, runJob(invalid)), '{}');
    await rm(pathsOf(target, 'smoke', runName(bare)).weights);
    const message = await messageOf(gatherEvidence(target, 'smoke'));
    expect(message).toContain('4 of 31 records are not valid evidence');
    expect(message).toContain(`${runName(missing)} is missing (no record is stored)`);
    expect(message).toContain(
      `${runName(missing)} is missing (no record is stored); ${runName(stale)} is stale (the compiled kernels changed); `,
    );
    expect(message).toContain(`${runName(invalid)} is invalid (${recordPath(target, runJob(invalid))}`);
    expect(message).toContain(`${recordPath(target, runJob(bare))} has lost the file of its weights`);
    expect(message).toMatch(
      /"git restore" brings them back; else "npx vitest run --mode relu-versus-sigmoid\/smoke" trains them\.$/,
    );
  });

  it('does not send to Git for records that are only stale', async () => {
    const target = {
      ...(await fullStore()),
      fingerprint: { ...plantedFingerprint, kernels: 'd'.repeat(64) },
    };
    const message = await messageOf(gatherEvidence(target, 'smoke'));
    expect(message).toMatch(/\. Remedy: "npx vitest run --mode relu-versus-sigmoid\/smoke" trains them\.$/);
  });

  it('makes no evidence without the probe of initial gradients', async () => {
    const target = await fullStore();
    await rm(recordPath(target, probeJob('smoke')));
    const message = await messageOf(gatherEvidence(target, 'smoke'));
    expect(message).toContain('the initialisation probe is missing (no record is stored)');
  });

  it('names all 30 when the store is empty', async () => {
    const target = { folder: await temporaryFolder(), fingerprint: plantedFingerprint };
    const message = await messageOf(gatherEvidence(target, 'smoke'));
    for (const run of runs) expect(message).toContain(runName(run));
  });
});

describe('evidenceOf', () => {
  it('does not take a run of another scale for the one it needs', () => {
    const [first, ...others] = evidence.records;
    const elsewhere = plantedRecord({ ...first!.run, scale: 'quick' }, 0.5);
    expect(() =>
      evidenceOf('smoke', { fingerprint: plantedFingerprint }, [elsewhere, ...others], evidence.probe),
    ).toThrow(`evidenceOf needs one record of ${runName(first!.run)}, got 0`);
    const both = [elsewhere, ...evidence.records];
    expect(evidenceOf('smoke', { fingerprint: plantedFingerprint }, both, evidence.probe)).toEqual(evidence);
  });
});

describe('valuesOf', () => {
  it('gives one value per seed in the study’s order, whatever the order of the records', () => {
    const expected = study.grid.seeds.map((seed) => 0.5 + 4 / 100 + Math.round(seed / 10) / 100);
    const reversed = { ...evidence, records: [...evidence.records].reverse() };
    for (const each of [evidence, reversed]) {
      valuesOf(each, 'relu', 4, finalAccuracy).forEach((value, index) => {
        expect(value).toBeCloseTo(expected[index]!, 12);
      });
    }
  });

  it('refuses a run that is there twice, even with equal values', () => {
    const doubled = { ...evidence, records: [...evidence.records, evidence.records[0]!] };
    const { activation, depth } = evidence.records[0]!.run;
    expect(() => valuesOf(doubled, activation, depth, finalAccuracy)).toThrow('got 2 records');
  });

  it('refuses a condition with a seed absent, naming the run', () => {
    const partial = onlyRuns(evidence, ({ depth, seed }) => !(depth === 6 && seed === 2));
    expect(() => valuesOf(partial, 'sigmoid', 6, finalAccuracy)).toThrow(IncompleteEvidence);
    expect(() => valuesOf(partial, 'sigmoid', 6, finalAccuracy)).toThrow('sigmoid-depth-6-seed-2');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses the value %d, naming it', (value) => {
    const broken = withAccuracies(evidence, (run) => (run.seed === 3 ? value : 0.5));
    expect(() => valuesOf(broken, 'relu', 8, finalAccuracy)).toThrow(`value ${value}`);
  });
});

describe('finalAccuracy and lastThreeAccuracy', () => {
  it('read the last epoch, and the mean of the last three', () => {
    const [epoch] = evidence.records[0]!.epochs;
    const epochs = [0.9, 0.1, 0.2, 0.6].map((testAccuracy) => ({ ...epoch!, testAccuracy }));
    expect(finalAccuracy({ ...evidence.records[0]!, epochs })).toBe(0.6);
    expect(lastThreeAccuracy({ ...evidence.records[0]!, epochs })).toBeCloseTo(0.3, 12);
  });

  it('find none in a record without an epoch, of which then nothing is concluded', () => {
    const [first, ...others] = evidence.records;
    const { activation, depth } = first!.run;
    const records = [{ ...first!, epochs: [] }, ...others];
    for (const read of [finalAccuracy, lastThreeAccuracy]) {
      expect(() => valuesOf({ ...evidence, records }, activation, depth, read)).toThrow(
        'got 1 records, value NaN',
      );
    }
  });
});

describe('meanRelativeGradientNorms', () => {
  it('is the mean over epochs, layer by layer', () => {
    const epochs = [
      [1, 2, 6],
      [3, 8, 7],
    ].map((relativeGradientNorms, index) => ({
      ...evidence.records[0]!.epochs[index]!,
      relativeGradientNorms,
    }));
    expect(meanRelativeGradientNorms({ ...evidence.records[0]!, epochs })).toEqual([2, 5, 6.5]);
  });

  it('has no layer without an epoch', () => {
    expect(meanRelativeGradientNorms({ ...evidence.records[0]!, epochs: [] })).toEqual([]);
  });
});

describe('meanGradientAverage', () => {
  it('is the mean over epochs of the mean over tensors', () => {
    const epochs = [
      [1, 2, 3],
      [4, 5, 9],
    ].map((meanAbsoluteGradients, index) => ({
      ...evidence.records[0]!.epochs[index]!,
      meanAbsoluteGradients,
    }));
    expect(meanGradientAverage({ ...evidence.records[0]!, epochs })).toBe(4);
  });
});
