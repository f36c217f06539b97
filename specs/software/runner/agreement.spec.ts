import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/records/run-record.ts';
import { agreementText, compareRuns } from '../../../src/runner/agreement.ts';
import { plantedFingerprint, plantedRecord } from '../../support/planted-evidence.ts';
import { type Run, runName, runsOf, study } from '../../support/this-study.ts';

const runs = runsOf('quick');
const elsewhere = { ...plantedFingerprint, engine: 'tensorflow', platform: 'native' } as const;
// Of the three seeds of each condition: mean 0.5, standard deviation 0.01.
const recorded = runs.map((run) => plantedRecord(run, 0.48 + run.seed / 100));
const [run] = runs as [Run];
const own = (accuracy: number, fingerprint: RunRecord['fingerprint'] = elsewhere) => [
  plantedRecord(run, accuracy, fingerprint),
];
const compareOne = (...records: [readonly RunRecord[], (readonly RunRecord[])?]) =>
  compareRuns(study, [run], records[1] ?? recorded, records[0])[0]!;

describe('compareRuns', () => {
  it('agrees with equal bits', () => {
    const compared = compareRuns(study, runs, recorded, recorded);
    expect(compared.map(({ name }) => name)).toEqual(runs.map(runName));
    for (const each of compared) {
      expect(each).toMatchObject({ agreement: 'bit-equal', agrees: true, differences: [] });
      expect(each.own).toBe(each.recorded);
    }
  });

  it('leaves it to all runs together whether another engine agrees', () => {
    for (const accuracy of [0.1, 0.49, 0.9]) {
      expect(compareOne(own(accuracy))).toMatchObject({
        agreement: 'another engine, compared jointly',
        agrees: undefined,
      });
    }
  });

  it('takes nothing but equal bits on the same engine and platform, and says what differs', () => {
    const other = { ...plantedFingerprint, source: 'd'.repeat(64) };
    expect(compareOne(own(0.4925, other))).toMatchObject({
      agreement: 'other bits',
      agrees: false,
      differences: ['the source that makes records changed'],
    });
    // Of our own engines, whatever platform a record claims.
    expect(compareOne(own(0.4925, { ...plantedFingerprint, platform: 'two threads' }))).toMatchObject({
      agreement: 'other bits',
      agrees: false,
    });
  });

  // A native library's bits hang on the machine.
  it('takes a native library’s record of another platform for that of another engine', () => {
    const theirs = [plantedRecord(run, 0.49, elsewhere)];
    expect(compareOne(own(0.4925, { ...elsewhere, platform: 'other' }), theirs)).toMatchObject({
      agreement: 'another engine, compared jointly',
      agrees: undefined,
    });
    expect(compareOne(own(0.4925), theirs)).toMatchObject({ agreement: 'other bits', agrees: false });
  });

  // What computed a record is in its bytes, so a refactoring changes them; what was found must not.
  it('agrees with equal results of other source on the same engine, and says what differs', () => {
    const other = { ...plantedFingerprint, source: 'd'.repeat(64) };
    expect(compareOne(own(0.49, other))).toMatchObject({
      agreement: 'bit-equal',
      agrees: true,
      differences: ['the source that makes records changed'],
    });
  });

  it('agrees with nothing where a run was not trained, or has no record', () => {
    expect(compareOne([])).toMatchObject({
      agreement: 'not trained',
      agrees: false,
      own: undefined,
      differences: [],
    });
    expect(compareOne(own(0.5), [])).toMatchObject({
      agreement: 'no valid record to compare with',
      agrees: false,
      recorded: undefined,
      differences: [],
    });
  });

  it('does not take the record of another scale for the run’s', () => {
    const smoke = runsOf('smoke').map((each) => plantedRecord(each, 0.5));
    expect(compareOne(own(0.5), smoke).agreement).toBe('no valid record to compare with');
  });
});

describe('agreementText', () => {
  it('gives each run a line with both accuracies, and shouts where it does not agree', () => {
    const records = [recorded[0]!, plantedRecord(runs[1]!, 0.5, elsewhere), plantedRecord(runs[2]!, 0.9)];
    const text = agreementText(compareRuns(study, runs.slice(0, 4), recorded, records));
    expect(text.split('\n')).toEqual([
      ' Final test accuracy of    recorded       own',
      ' relu-depth-8-seed-1        49.00 %   49.00 %   bit-equal',
      ' sigmoid-depth-8-seed-1     49.00 %   50.00 %   another engine, compared jointly (engine wasm is now tensorflow; simd, one thread is now native)',
      ' relu-depth-6-seed-1        49.00 %   90.00 %   OTHER BITS',
      ' sigmoid-depth-6-seed-1     49.00 %         –   NOT TRAINED',
      ' 1 of 4 runs have the recorded bits.',
    ]);
  });

  it('says where there is nothing to compare with', () => {
    expect(agreementText(compareRuns(study, [run], [], recorded))).toContain(
      'NO VALID RECORD TO COMPARE WITH',
    );
  });
});
