import { describe, expect, it } from 'vitest';
import type { Fingerprint } from '../../../src/records/fingerprint-schema.ts';
import { fingerprintChanges, reasonsForeign, reasonsStale } from '../../../src/records/staleness.ts';
import { plantedFingerprint, plantedProbe, plantedRecord } from '../../support/planted-evidence.ts';
import { probeJob, runJob, runsOf, settingsOf } from '../../support/this-study.ts';

const [run, other] = [runsOf('smoke')[0]!, runsOf('smoke')[29]!];
const job = runJob(run);
const record = plantedRecord(run, 0.5);
const { packages, tools } = plantedFingerprint;
const changed = (change: Partial<Fingerprint>) => ({ ...plantedFingerprint, ...change });
const digest = 'd'.repeat(64);

describe('reasonsStale', () => {
  it('has none for a record of the code as it stands', () => {
    expect(reasonsStale(record, job, structuredClone(plantedFingerprint))).toEqual([]);
  });

  it.each<[string, Partial<Fingerprint>, string]>([
    ['source', { source: digest }, 'the source that makes records changed'],
    ['kernels', { kernels: digest }, 'the compiled kernels changed'],
    ['engine', { engine: 'cpu' }, 'engine wasm is now cpu'],
    ['platform', { platform: 'no simd' }, 'simd, one thread is now no simd'],
    [
      'a package’s content',
      { packages: { ...packages, 'made-up-core': digest } },
      'the content of package made-up-core changed',
    ],
    [
      'a package more',
      { packages: { ...packages, 'made-up-more': digest } },
      'the content of package made-up-more changed',
    ],
    [
      'a package less',
      { packages: { 'made-up-core': packages['made-up-core']! } },
      'the content of package made-up-engine changed',
    ],
    [
      'a tool’s version',
      { tools: { ...tools, 'made-up-bundler': '1.2.4' } },
      'tool made-up-bundler "1.2.3" is now "1.2.4"',
    ],
    [
      'a tool more',
      { tools: { ...tools, 'made-up-more': '1.0.0' } },
      'tool made-up-more absent is now "1.0.0"',
    ],
    ['a tool less', { tools: {} }, 'tool made-up-bundler "1.2.3" is now absent'],
  ])('says that %s changed, and nothing else', (_, change, reason) => {
    expect(reasonsStale(record, job, changed(change))).toEqual([reason]);
    expect(fingerprintChanges(record.fingerprint, changed(change))).toEqual([reason]);
    expect(reasonsForeign(record, job)).toEqual([]);
  });

  it('says which setting was what, and what it is now', () => {
    const settings = { ...record.settings, learningRate: 0.01, imageShape: [32, 32, 1] };
    expect(reasonsStale({ ...record, settings }, job, plantedFingerprint)).toEqual([
      'setting imageShape [32,32,1] is now [32,32,3]',
      'setting learningRate 0.01 is now 0.001',
    ]);
  });

  it.each(Object.keys(settingsOf(run)))('notices another value of the setting %s', (name) => {
    for (const value of ['another', 7]) {
      const settings = { ...record.settings, [name]: value };
      const now = JSON.stringify(settingsOf(run)[name as keyof typeof job.settings]);
      expect(reasonsStale({ ...record, settings }, job, plantedFingerprint)).toEqual([
        `setting ${name} ${JSON.stringify(value)} is now ${now}`,
      ]);
    }
  });

  it('notices a setting that came or went, and a number that became text', () => {
    const { epsilon: _, ...without } = record.settings;
    const settings = { ...without, depth: '8', momentum: 0.9 };
    expect(reasonsStale({ ...record, settings }, job, plantedFingerprint)).toEqual([
      'setting depth "8" is now 8',
      'setting momentum 0.9 is now absent',
      'setting epsilon absent is now 1e-8',
    ]);
  });

  it('does not mind the order in which settings stand', () => {
    const settings = Object.fromEntries(Object.entries(record.settings).reverse());
    expect(reasonsStale({ ...record, settings }, job, plantedFingerprint)).toEqual([]);
  });

  it('says of which scale the record is when it is stored as the same run at another', () => {
    const reasons = reasonsStale(record, runJob({ ...run, scale: 'quick' }), plantedFingerprint);
    expect(reasons).toContain(
      'it is the record of relu-depth-8-seed-1 at smoke scale of relu-versus-sigmoid',
    );
    expect(reasons).toContain('setting epochs 2 is now 4');
  });

  it('gives every reason at once', () => {
    const reasons = reasonsStale(record, runJob(other), changed({ source: digest, kernels: digest }));
    expect(reasons).toEqual(
      expect.arrayContaining([
        'it is the record of relu-depth-8-seed-1 at smoke scale of relu-versus-sigmoid',
        'setting depth 8 is now 1',
        'the source that makes records changed',
        'the compiled kernels changed',
      ]),
    );
  });

  it('tells what is foreign, which no recomputation mends, from what changed in the code', () => {
    const today = changed({ source: digest });
    expect(reasonsForeign(record, runJob(other))).toContain('setting depth 8 is now 1');
    expect(reasonsStale(record, runJob(other), today)).toEqual([
      ...reasonsForeign(record, runJob(other)),
      ...fingerprintChanges(record.fingerprint, today),
    ]);
  });
});

describe('reasonsStale of a probe', () => {
  const probe = plantedProbe('smoke', () => 0.1);

  it('has none for the probe of the code as it stands', () => {
    expect(reasonsStale(probe, probeJob('smoke'), plantedFingerprint)).toEqual([]);
  });

  it('notices other code, other settings and another scale', () => {
    expect(reasonsStale(probe, probeJob('smoke'), changed({ kernels: digest }))).toEqual([
      'the compiled kernels changed',
    ]);
    const settings = { ...probe.settings, batchSize: 1 };
    expect(reasonsStale({ ...probe, settings }, probeJob('smoke'), plantedFingerprint)).toEqual([
      `setting batchSize 1 is now ${probe.settings.batchSize}`,
    ]);
    expect(reasonsStale(probe, probeJob('paper'), plantedFingerprint)).toContain(
      'it is the record of initialisation at smoke scale of relu-versus-sigmoid',
    );
  });
});
