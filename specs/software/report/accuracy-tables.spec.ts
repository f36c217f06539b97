import { describe, expect, it } from 'vitest';
import { testLabels } from '../../../src/dataset/test-labels.ts';
import { IncompleteEvidence } from '../../../src/records/evidence.ts';
import {
  accuracyTable,
  bestEpochTable,
  classTable,
  slopeTable,
  trainTestSentence,
  trainTestTable,
} from '../../../src/report/accuracy-tables.ts';
import { planted } from '../../support/planted-accuracies.ts';
import { onlyRuns } from '../../support/planted-evidence.ts';
import { alignmentOf, cellsOf, withCurves } from '../../support/planted-report.ts';

// By running statistics ReLU gains 4 points per block and Sigmoid loses 1, by recomputed ones both gain 2. Seeds lie 0,
// 1 and 3 tenths of a point per block apart for Sigmoid, and as much the other way for ReLU.
const spread = ({ activation, seed }: { activation: string; seed: number }) =>
  ([0, 0.001, 0.003][seed - 1] ?? 0) * (activation === 'relu' ? -1 : 1);
const evidence = planted(
  (run) => 0.4 + ((run.activation === 'relu' ? 0.04 : -0.01) + spread(run)) * run.depth,
  'quick',
  (run) => 0.4 + (0.02 + spread(run)) * run.depth,
);

describe('accuracyTable', () => {
  const [header, ...rows] = cellsOf(accuracyTable(evidence));

  it('says what stands in each column, numbers to the right', () => {
    expect(header).toEqual([
      'Blocks',
      'ReLU, running (%)',
      'ReLU, recomputed (%)',
      'Sigmoid, running (%)',
      'Sigmoid, recomputed (%)',
      'δ, running',
      'δ, recomputed',
    ]);
    expect(alignmentOf(accuracyTable(evidence))).toBe('lrrrrrr');
  });

  it('gives each arm and its lead under both evaluations', () => {
    expect(rows.map(([depth]) => depth)).toEqual(['1', '2', '4', '6', '8']);
    // Seeds 0, .8 and 2.4 points from the first: mean 16 / 15, sd 1.2220; their difference twice that, ± 4.302653 · 2.4440 / √3.
    expect(rows[4]).toEqual([
      '8',
      '70.93 ± 1.22',
      '54.93 ± 1.22',
      '33.07 ± 1.22',
      '57.07 ± 1.22',
      '+37.87 [+31.80, +43.94]',
      '−2.13 [−8.20, +3.94]',
    ]);
  });

  it('has no interval where seeds do not spread', () => {
    const [, first] = cellsOf(accuracyTable(withCurves(() => [0.5])));
    expect(first![5]).toBe('+0.00 —');
  });

  it('is not made of incomplete evidence', () => {
    const partial = onlyRuns(evidence, ({ depth, seed }) => !(depth === 8 && seed === 2));
    expect(() => accuracyTable(partial)).toThrow(IncompleteEvidence);
  });
});

describe('slopeTable', () => {
  it('gives each arm’s slope and the lead’s, with interval and seeds, beside the notebook’s', () => {
    // ReLU: 4, 3.9 and 3.7 points per block, mean 3.87, sd .1528, ± 4.302653 · .1528 / √3 = .3795.
    expect(cellsOf(slopeTable(evidence))).toEqual([
      ['Points per block', 'mean', 'two-sided 95 % interval', 'each seed', 'notebook, best epochs'],
      ['ReLU, running', '+3.87', '[+3.49, +4.25]', '+4.00, +3.90, +3.70', '+3.35'],
      ['Sigmoid, running', '−0.87', '[−1.25, −0.49]', '−1.00, −0.90, −0.70', '−1.31'],
      ['δ, running', '+4.73', '[+3.97, +5.49]', '+5.00, +4.80, +4.40', '+4.66'],
      ['ReLU, recomputed', '+1.87', '[+1.49, +2.25]', '+2.00, +1.90, +1.70', '+3.35'],
      ['Sigmoid, recomputed', '+2.13', '[+1.75, +2.51]', '+2.00, +2.10, +2.30', '−1.31'],
      ['δ, recomputed', '−0.27', '[−1.03, +0.49]', '+0.00, −0.20, −0.60', '+4.66'],
    ]);
    expect(alignmentOf(slopeTable(evidence))).toBe('lrrrr');
  });
});

describe('trainTestTable', () => {
  it('says how far training is from either test accuracy where it is farthest, for Sigmoid', () => {
    const records = evidence.records.map((record) => {
      const last = { ...record.epochs.at(-1)!, trainAccuracy: record.run.activation === 'relu' ? 0.9 : 0.57 };
      return { ...record, epochs: [...record.epochs.slice(0, -1), last] };
    });
    // Recomputed 42.13 % with 1 block and 57.07 with 8, running 39.13 and 33.07.
    expect(trainTestSentence({ ...evidence, records })).toBe(
      'With Sigmoid training accuracy is at no depth farther than 14.87 points from that test accuracy, and up to 23.93 from the one by running statistics.',
    );
  });

  it('sets training beside recomputed test accuracy, with the gap', () => {
    const records = evidence.records.map((record) => {
      const last = { ...record.epochs.at(-1)!, trainAccuracy: record.run.activation === 'relu' ? 0.9 : 0.3 };
      return { ...record, epochs: [...record.epochs.slice(0, -1), last] };
    });
    const [header, ...rows] = cellsOf(trainTestTable({ ...evidence, records }));
    expect(header).toEqual([
      'Blocks',
      ...['ReLU', 'Sigmoid'].flatMap((label) => [`${label}: training (%)`, 'test (%)', 'gap (points)']),
    ]);
    expect(rows[4]).toEqual([
      '8',
      '90.00 ± 0.00',
      '54.93 ± 1.22',
      '+35.07',
      '30.00 ± 0.00',
      '57.07 ± 1.22',
      '−27.07',
    ]);
  });
});

describe('classTable', () => {
  it('gives each class its own accuracy, under both evaluations', () => {
    // All right but for two kinds of cats: those by running statistics, and dogs by recomputed ones.
    const answers = (wrong: number) => (_: string, image: number) =>
      `${testLabels[image] === wrong ? (wrong + 1) % 10 : testLabels[image]}`;
    const records = evidence.records.map((record) => {
      if (record.run.depth !== 8 || record.run.activation !== 'sigmoid') return record;
      const { running, recomputed } = record.predictions;
      const predictions = {
        running: [...running].map(answers(3)).join(''),
        recomputed: [...recomputed].map(answers(5)).join(''),
      };
      return { ...record, predictions };
    });
    const rows = cellsOf(classTable({ ...evidence, records })).slice(1);
    expect(rows.map(([name]) => name).join(' ')).toBe(
      'airplane automobile bird cat deer dog frog horse ship truck',
    );
    expect(rows.map((row) => row[3])).toEqual(rows.map(([name]) => (name === 'cat' ? '0.0' : '100.0')));
    expect(rows.map((row) => row[4])).toEqual(rows.map(([name]) => (name === 'dog' ? '0.0' : '100.0')));
  });

  it('averages to the accuracy itself, since classes are nearly of one size', () => {
    const rows = cellsOf(classTable(evidence)).slice(1); // its predictions are right for one half of the images
    const mean = rows.reduce((sum, row) => sum + Number(row[1]), 0) / rows.length;
    expect(Math.abs(mean - 50)).toBeLessThan(0.5);
  });
});

describe('bestEpochTable', () => {
  it('sets the best epoch beside its distance from the last', () => {
    const curves = withCurves(({ activation, depth }) => {
      const final = activation === 'relu' && depth > 1 ? 0.62 : 0.4;
      return [0.2, final + (activation === 'relu' ? 0.01 : 0.05), final];
    });
    expect(cellsOf(bestEpochTable(curves))).toEqual([
      ['Blocks', 'ReLU, best', 'best − final', 'Sigmoid, best', 'best − final'],
      ['1', '41.00 %', '+1.00', '45.00 %', '+5.00'],
      ...['2', '4', '6', '8'].map((depth) => [depth, '63.00 %', '+1.00', '45.00 %', '+5.00']),
    ]);
    expect(alignmentOf(bestEpochTable(curves))).toBe('lrrrr');
  });
});
