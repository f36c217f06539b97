import { describe, expect, it } from 'vitest';
import {
  collapsedRuns,
  leaveOneOutTable,
  liftRange,
} from '../../../src/studies/relu-versus-sigmoid/robustness-tables.ts';
import { alignmentOf, cellsOf, evidenceFor, withCurves } from '../../support/planted-report.ts';

describe('leaveOneOutTable', () => {
  // ReLU's lead by seed, points. Two seeds need t > 6.31: 30 and 31 give 30.5 / 0.5 = 61, with 5 there is 1.4 at most.
  const leads: Readonly<Record<number, readonly number[]>> = {
    8: [30, 31, 5],
    6: [20, 21, 5],
    4: [10, 11, 5],
  };
  const evidence = withCurves(({ activation, depth, seed }) => [
    0.9, // an earlier epoch, in which both arms are alike
    0.2 + (activation === 'relu' ? (leads[depth]?.[seed - 1] ?? 0) / 100 : 0),
  ]);

  it('leaves out the seed that it names, and no other', () => {
    expect(cellsOf(leaveOneOutTable(evidence))).toEqual([
      ['Without seed', 'δ where tested (points)', 'H1'],
      ['1', 'depth 8: +18.00', 'inconclusive'],
      ['2', 'depth 8: +17.50', 'inconclusive'],
      ['3', 'depth 8: +30.50, depth 6: +20.50, depth 4: +10.50', 'supported'],
    ]);
  });

  it('withholds every outcome at smoke scale, which is no evidence', () => {
    const [, ...rows] = cellsOf(leaveOneOutTable(evidenceFor('supported', 'smoke')));
    expect(rows.map((row) => row[2])).toEqual(['inconclusive', 'inconclusive', 'inconclusive']);
  });

  it('sets words to the left', () => expect(alignmentOf(leaveOneOutTable(evidence))).toBe('lll'));
});

describe('liftRange', () => {
  it('takes the least and the most of any epoch of deep Sigmoid networks', () => {
    const base = evidenceFor('supported');
    const records = base.records.map((record) => {
      const { activation, depth, seed } = record.run;
      const [lowest, highest] =
        activation === 'sigmoid' && depth === 8 ? [-0.01 * seed, 0.1 * seed] : [-0.9, 0.9];
      const epochs = record.epochs.map((epoch, index) => ({
        ...epoch,
        recomputedTestAccuracy: epoch.testAccuracy + ([lowest, highest][index] ?? 0.05),
      }));
      return { ...record, epochs };
    });
    expect(liftRange({ ...base, records })).toContain(
      'of single Sigmoid networks with 8 blocks lies between −3.00 and +30.00 points.',
    );
  });
});

describe('collapsedRuns', () => {
  // 100 test images: 10 % and three times √(0.1 · 0.9 / 100) = 3 % are 19 %.
  const ending = (finals: Readonly<Record<string, number>>) =>
    withCurves(
      ({ activation, depth, seed }) => [0.1, finals[`${activation} ${depth} ${seed}`] ?? 0.5],
      'smoke',
    );
  const heading =
    'Collapsed runs, whose final test accuracy by running statistics is within 3 standard errors of guessing (at most 19.00 %): ';

  it('names runs that ended at the threshold or below it, and none just above', () => {
    const evidence = ending({ 'relu 8 2': 0.19, 'sigmoid 8 1': 0.18, 'sigmoid 4 3': 0.2 });
    expect(collapsedRuns(evidence)).toBe(
      `${heading}sigmoid-depth-8-seed-1 (18.00 %; recomputed 53.00 %), relu-depth-8-seed-2 (19.00 %; recomputed 69.00 %).`,
    );
  });

  it('says that there is none, whatever earlier epochs were like', () => {
    expect(collapsedRuns(ending({}))).toBe(`${heading}none.`);
  });

  it('draws the line lower for a larger test set', () => {
    const guessing = withCurves(() => [0.1091], 'paper');
    expect(collapsedRuns(guessing)).toContain('(at most 10.90 %): none.'); // √(0.09 / 10,000) = 0.3 %
  });
});
