import { describe, expect, it } from 'vitest';
import type { Fingerprint } from '../../../src/records/fingerprint.ts';
import { reasonsProbeStale, reasonsStale } from '../../../src/records/staleness.ts';
import { runsOf } from '../../../src/study.ts';
import { syntheticFingerprint, syntheticProbe, syntheticRecord } from '../../support/synthetic-evidence.ts';

const [run, other] = [runsOf('smoke')[0]!, runsOf('smoke')[29]!];
const record = syntheticRecord(run, 0.5);
const { packages } = syntheticFingerprint;
const changed = (change: Partial<Fingerprint>) => ({ ...syntheticFingerprint, ...change });
const digest = 'd'.repeat(64);

describe('reasonsStale', () => {
  it('has none for a record of the code as it stands', () => {
    expect(reasonsStale(record, run, structuredClone(syntheticFingerprint))).toEqual([]);
  });

  it.each<[string, Partial<Fingerprint>, string]>([
    ['source', { source: digest }, 'the training source changed'],
    ['kernels', { kernels: digest }, 'the compiled kernels changed'],
    ['dataset', { dataset: digest }, 'the dataset changed'],
    ['engine', { engine: 'cpu' }, 'engine wasm is now cpu'],
    ['platform', { platform: 'no simd' }, 'simd, one thread is now no simd'],
    [
      'a package’s version',
      { packages: { ...packages, 'made-up-core': '4.5.7' } },
      'package made-up-core "4.5.6" is now "4.5.7"',
    ],
    [
      'a package more',
      { packages: { ...packages, 'made-up-more': '1.0.0' } },
      'package made-up-more absent is now "1.0.0"',
    ],
    [
      'a package less',
      { packages: { 'made-up-core': '4.5.6' } },
      'package made-up-engine "1.2.3" is now absent',
    ],
  ])('says that %s changed, and nothing else', (_, change, reason) => {
    expect(reasonsStale(record, run, changed(change))).toEqual([reason]);
  });

  it('says which setting was what, and what it is now', () => {
    const settings = { ...record.settings, learningRate: 0.01, imageShape: [32, 32, 1] };
    expect(reasonsStale({ ...record, settings }, run, syntheticFingerprint)).toEqual([
      'setting imageShape [32,32,1] is now [32,32,3]',
      'setting learningRate 0.01 is now 0.001',
    ]);
  });

  it('notices a setting that came or went, and a number that became text', () => {
    const { epsilon: _, ...without } = record.settings;
    const settings = { ...without, depth: '8', momentum: 0.9 };
    expect(reasonsStale({ ...record, settings }, run, syntheticFingerprint)).toEqual([
      'setting depth "8" is now 8',
      'setting momentum 0.9 is now absent',
      'setting epsilon absent is now 1e-8',
    ]);
  });

  it('says of which scale the record is when it is stored as the same run at another', () => {
    const reasons = reasonsStale(record, { ...run, scale: 'quick' }, syntheticFingerprint);
    expect(reasons).toContain('it is the record of relu-depth-8-seed-1 at smoke scale');
    expect(reasons).toContain('setting epochs 2 is now 4');
  });

  it('gives every reason at once', () => {
    const reasons = reasonsStale(record, other, changed({ source: digest, dataset: digest }));
    expect(reasons).toEqual(
      expect.arrayContaining([
        'it is the record of relu-depth-8-seed-1 at smoke scale',
        'setting depth 8 is now 1',
        'the training source changed',
        'the dataset changed',
      ]),
    );
  });
});

describe('reasonsProbeStale', () => {
  const probe = syntheticProbe('smoke', () => 0.1);

  it('has none for the probe of the code as it stands', () => {
    expect(reasonsProbeStale(probe, 'smoke', syntheticFingerprint)).toEqual([]);
  });

  it('notices other code, other settings and another scale', () => {
    expect(reasonsProbeStale(probe, 'smoke', changed({ kernels: digest }))).toEqual([
      'the compiled kernels changed',
    ]);
    const settings = { ...probe.settings, batchSize: 1 };
    expect(reasonsProbeStale({ ...probe, settings }, 'smoke', syntheticFingerprint)).toEqual([
      `setting batchSize 1 is now ${probe.settings.batchSize}`,
    ]);
    expect(reasonsProbeStale(probe, 'paper', syntheticFingerprint)).toContain(
      'it is the record of smoke scale',
    );
  });
});
