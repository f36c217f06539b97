import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/records/run-record.ts';
import { agreementText, compareRuns } from '../../../src/runner/agreement.ts';
import { type Run, runName, runsOf } from '../../../src/study.ts';
import { syntheticFingerprint, syntheticRecord } from '../../support/synthetic-evidence.ts';

const runs = runsOf('quick');
const elsewhere = { ...syntheticFingerprint, engine: 'tensorflow', platform: 'native' } as const;
// Of the three seeds of each condition: mean 0.5, standard deviation 0.01.
const recorded = runs.map((run) => syntheticRecord(run, 0.48 + run.seed / 100));
const [run] = runs as [Run];
const own = (accuracy: number, fingerprint: RunRecord['fingerprint'] = elsewhere) => [
  syntheticRecord(run, accuracy, fingerprint),
];
const compareOne = (...records: [readonly RunRecord[], (readonly RunRecord[])?]) =>
  compareRuns([run], records[1] ?? recorded, records[0])[0]!;

describe('compareRuns', () => {
  it('agrees with equal bits', () => {
    const compared = compareRuns(runs, recorded, recorded);
    expect(compared.map(({ name }) => name)).toEqual(runs.map(runName));
    for (const each of compared) {
      expect(each).toMatchObject({ agreement: 'bit-equal', agrees: true, differences: [] });
      expect(each.own).toBe(each.recorded);
    }
  });

  // t(.975, 2) = 4.30265; 4.30265 · .01 · √(4/3) = .04968.
  it('agrees on another engine within the prediction interval, both ends by hand', () => {
    for (const [accuracy, agreement] of [
      [0.5495, 'within'],
      [0.55, 'outside'],
      [0.4505, 'within'],
      [0.45, 'outside'],
    ] as const) {
      expect(compareOne(own(accuracy))).toMatchObject({ agreement, agrees: agreement === 'within' });
    }
  });

  // t at .025 / 30 with 2 degrees of freedom is 24.4640 by t = (1 − 2q) √(2 / (4q(1 − q))): reach .28249.
  it('widens the intervals so that all of 30 together err 5 % of the time', () => {
    const agreementOf = (accuracy: number) =>
      compareRuns(runs, recorded, own(accuracy)).find(({ name }) => name === runName(run))!.agreement;
    const q = 0.025 / 30;
    const reach = (1 - 2 * q) * Math.sqrt(2 / (4 * q * (1 - q))) * 0.01 * Math.sqrt(4 / 3);
    expect([agreementOf(0.5 + reach - 0.0005), agreementOf(0.5 + reach + 0.0005)]).toEqual([
      'within',
      'outside',
    ]);
  });

  it('takes nothing but equal bits on the same engine and platform, and says what differs', () => {
    const other = { ...syntheticFingerprint, source: 'd'.repeat(64) };
    expect(compareOne(own(0.49, other))).toMatchObject({
      agreement: 'within',
      agrees: false,
      differences: ['the source that makes records changed'],
    });
    expect(compareOne(own(0.49, { ...syntheticFingerprint, platform: 'two threads' })).agrees).toBe(true);
  });

  it('agrees with nothing where a run was not trained, or has no record, or has too few to predict from', () => {
    expect(compareOne([])).toMatchObject({
      agreement: 'not trained',
      agrees: false,
      own: undefined,
      differences: [],
    });
    expect(compareOne(own(0.5), [])).toMatchObject({
      agreement: 'no record',
      agrees: false,
      recorded: undefined,
      differences: [],
    });
    const alone = recorded.filter((record) => runName(record.run) === runName(run));
    expect(compareOne(own(0.49), alone)).toMatchObject({ agreement: 'outside', agrees: false });
  });

  it('predicts from seeds without spread only what they say', () => {
    const flat = runs.map((each) => syntheticRecord(each, 0.5));
    expect(compareOne(own(0.5), flat).agreement).toBe('within');
    expect(compareOne(own(0.5005), flat).agreement).toBe('outside');
  });

  // t(.975, 1) = 12.7062; mean .495, sd .00707: 12.7062 · .00707 · √(3/2) = .1100.
  it('predicts from two seeds, the fewest that have a spread', () => {
    const two = recorded.filter((record) => record.run.seed !== 3);
    expect(compareOne(own(0.604), two).agreement).toBe('within');
    expect(compareOne(own(0.606), two).agreement).toBe('outside');
  });

  it('does not take the record of another scale for the run’s', () => {
    const smoke = runsOf('smoke').map((each) => syntheticRecord(each, 0.5));
    expect(compareOne(own(0.5), smoke).agreement).toBe('no record');
  });
});

describe('agreementText', () => {
  it('gives each run a line with both accuracies, and shouts where it does not agree', () => {
    const records = [
      recorded[0]!,
      ...runs.slice(1, 3).map((each, place) => syntheticRecord(each, [0.5, 0.9][place]!, elsewhere)),
    ];
    const text = agreementText(compareRuns(runs.slice(0, 4), recorded, records));
    expect(text.split('\n')).toEqual([
      ' Final test accuracy of    recorded       own',
      ' relu-depth-8-seed-1        49.00 %   49.00 %   bit-equal',
      ' relu-depth-8-seed-2        50.00 %   50.00 %   within the prediction interval (engine wasm is now tensorflow; simd, one thread is now native)',
      ' relu-depth-8-seed-3        51.00 %   90.00 %   OUTSIDE THE PREDICTION INTERVAL (engine wasm is now tensorflow; simd, one thread is now native)',
      ' sigmoid-depth-8-seed-1     49.00 %         –   NOT TRAINED',
      ' 2 of 4 runs agree; 1 of them are byte for byte the recorded ones.',
    ]);
  });

  it('says where there is nothing to compare with', () => {
    expect(agreementText(compareRuns([run], [], recorded))).toContain('NO VALID RECORD TO COMPARE WITH');
  });
});
