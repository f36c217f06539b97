import { describe, expect, it } from 'vitest';
import { type Evidence, IncompleteEvidence } from '../../../src/records/evidence.ts';
import { evaluationTable } from '../../../src/report/accuracy-tables.ts';
import { otherReadingsTable } from '../../../src/studies/relu-versus-sigmoid/other-readings.ts';
import { planted } from '../../support/planted-accuracies.ts';
import { onlyRuns } from '../../support/planted-evidence.ts';
import { alignmentOf, cellsOf, withCurves } from '../../support/planted-report.ts';
import type { ScaleName } from '../../support/this-study.ts';

// By running statistics ReLU gains 4 points per block and Sigmoid loses 1, by recomputed ones both gain 2. Seeds lie 0,
// 1 and 3 tenths of a point per block apart for Sigmoid, and as much the other way for ReLU.
const evidence = (scale: ScaleName = 'quick'): Evidence => {
  const spread = ({ activation, seed }: { activation: string; seed: number }) =>
    ([0, 0.001, 0.003][seed - 1] ?? 0) * (activation === 'relu' ? -1 : 1);
  return planted(
    (run) => 0.4 + ((run.activation === 'relu' ? 0.04 : -0.01) + spread(run)) * run.depth,
    scale,
    (run) => 0.4 + (0.02 + spread(run)) * run.depth,
  );
};

describe('evaluationTable', () => {
  it('gives the mean lag, what recomputing lifts, and the share of the class that most images get', () => {
    const records = evidence().records.map((record) => {
      const lags = [0.1, 0.3].map(
        (lag) => lag * record.run.seed * (record.run.activation === 'relu' ? 1 : 2),
      );
      const [first, ...others] = record.epochs;
      const last = { ...others.at(-1)!, runningMeanLag: lags };
      const { length } = record.predictions.running;
      // Seven images in ten a class each in turn, and three the class 4; by recomputed statistics all alike.
      const running = Array.from({ length }, (_, image) =>
        image % 10 < 7 ? Math.floor(image / 10) % 10 : 4,
      );
      const recomputed = Array.from({ length }, (_, image) => image % 10);
      return {
        ...record,
        epochs: [first!, ...others.slice(0, -1), last],
        predictions: { running: running.join(''), recomputed: recomputed.join('') },
      };
    });
    const [header, ...rows] = cellsOf(evaluationTable({ ...evidence(), records }));
    expect(header).toEqual([
      'Blocks',
      ...['ReLU', 'Sigmoid'].flatMap((label) => [
        `${label}: lag`,
        'lift',
        'top class, running (%)',
        'recomputed (%)',
      ]),
    ]);
    expect(rows.map(([depth, lag]) => [depth, lag])).toEqual(
      [1, 2, 4, 6, 8].map((depth) => [`${depth}`, '0.40']),
    );
    // By depth ReLU gains 2 points per block less by recomputed statistics, Sigmoid 3 more.
    expect(rows[4]).toEqual(['8', '0.40', '−16.00', '37.0', '10.0', '0.80', '+24.00', '37.0', '10.0']);
  });
});

describe('otherReadingsTable', () => {
  const rows = (scale?: ScaleName) => cellsOf(otherReadingsTable(evidence(scale))).slice(1);

  it('applies the rules of H1, H2b and H4b to both evaluations', () => {
    const last = rows().filter(([, reading]) => reading!.startsWith('last'));
    expect(last.map(([id, reading, , outcome]) => [id, reading, outcome])).toEqual([
      ['H1', 'last epoch, as registered', 'supported'],
      ['H1', 'last epoch, recomputed statistics', 'inconclusive'],
      ['H2b', 'last epoch, as registered', 'supported'],
      ['H2b', 'last epoch, recomputed statistics', 'inconclusive'],
      ['H4b', 'last epoch, as registered', 'supported'],
      ['H4b', 'last epoch, recomputed statistics', 'refuted'],
    ]);
    expect(alignmentOf(otherReadingsTable(evidence()))).toBe('llll');
  });

  it('applies them to the last three epochs and to the best', () => {
    // ReLU's curve means 30 % over its last three epochs; Sigmoid stands at 29, 30 and 31 % with its three seeds, so that
    // δ has a standard deviation of 1 point and its bounds lie 2.92 / √3 = 1.69 points to either side.
    const curves = withCurves(({ activation, depth, seed }) => {
      const lower = (8 - depth) / 20;
      return activation === 'relu'
        ? [0.7, 0.5, 0.3, 0.1].map((accuracy) => accuracy - lower)
        : [0, 0, 0, 0].map(() => 0.28 + seed / 100);
    });
    const [last, , three, best] = cellsOf(otherReadingsTable(curves)).slice(1, 5);
    expect([last, three, best].map((row) => row!.slice(1))).toEqual([
      ['last epoch, as registered', 'depth 8: −20.00 [−21.69, −18.31]', 'refuted'],
      ['mean of the last 3 epochs', 'depth 8: +0.00 [−1.69, +1.69]', 'inconclusive'],
      [
        'best epoch, as in the source',
        'depth 8: +40.00 [+38.31, +41.69]; depth 6: +30.00 [+28.31, +31.69]; depth 4: +20.00 [+18.31, +21.69]',
        'supported',
      ],
    ]);
  });

  it('says what each was applied to, with its bounds', () => {
    const effects = rows().map(([, , effect]) => effect!);
    expect(effects[0]).toMatch(
      /^depth 8: \+37\.87 \[.*\]; depth 6: \+28\.40 \[.*\]; depth 4: \+18\.93 \[.*\]$/,
    );
    expect(effects[1]).toMatch(/^depth 8: −2\.13 \[−6\.25, \+1\.99\]$/); // 2.919986 · 2.4440 / √3 = 4.12
    expect(effects[4]).toMatch(/^slope of the lead, points per block: \+4\.73 /);
    expect(effects[9]).toMatch(/^8 blocks − 1 block: \+14\.93 /);
  });

  it('withholds every outcome at smoke scale, which is no evidence', () => {
    expect(new Set(rows('smoke').map((row) => row[3]))).toEqual(new Set(['inconclusive']));
  });

  it('is not made of incomplete evidence', () => {
    const partial = onlyRuns(evidence(), ({ depth, seed }) => !(depth === 8 && seed === 2));
    expect(() => otherReadingsTable(partial)).toThrow(IncompleteEvidence);
    expect(() => evaluationTable(partial)).toThrow(IncompleteEvidence);
  });
});
