import { describe, expect, it } from 'vitest';
import { besidePublished, publishedSentence, publishedTable } from '../../../src/report/beside-published.ts';
import { withAverages } from '../../support/planted-accuracies.ts';
import { alignmentOf, cellsOf, withCurves } from '../../support/planted-report.ts';
import type { Run } from '../../support/this-study.ts';

const SPREAD = [-0.01, 0, 0.01];
/** Best accuracies, in an epoch that is not the last, a point apart by seed everywhere; Sigmoid half a point. */
const around = (centreOf: (run: Run) => number) =>
  withCurves((run) => [
    0.1,
    centreOf(run) + SPREAD[run.seed - 1]! * (run.activation === 'relu' ? 1 : 0.5),
    0.05,
  ]);
// The notebook's own figures but for one.
const published: Readonly<Record<string, readonly number[]>> = {
  relu: [0.5499, 0.6611, 0.7363, 0.7884, 0.8007],
  sigmoid: [0.4459, 0.4232, 0.4365, 0.4243, 0.3297],
};
const exact = (run: Run) => published[run.activation]![[1, 2, 4, 6, 8].indexOf(run.depth)]!;

describe('besidePublished', () => {
  it('says how the notebook’s accuracy and ours change from the fewest blocks to the most', () => {
    const rising = around((run) => exact(run) + (run.activation === 'sigmoid' ? run.depth / 100 : 0));
    expect(besidePublished(rising).join('\n')).toContain(
      'From 1 block to 8 the notebook’s changes by +25.08 with ReLU (ours +25.08, +25.08, +25.08) and by −11.62 with Sigmoid (ours ' +
        '−4.62, −4.62, −4.62) points.',
    );
  });
});

describe('publishedTable', () => {
  it('predicts one further run of every condition, with a spread pooled over an activation’s depths', () => {
    const [header, ...rows] = cellsOf(publishedTable(around(exact), 'accuracy'));
    expect(header).toEqual(['Blocks', 'notebook', 'ours, mean', 'each seed', 'one further run', 'inside']);
    // sd 1 point with 5 · 2 degrees of freedom; t(.05 / 20; 10) = 3.5814; 3.5814 · √(4 / 3) = 4.1355 points.
    expect(rows[4]).toEqual(['ReLU, 8', '80.07', '80.07', '79.07, 80.07, 81.07', '75.93 … 84.21', 'yes']);
    expect(rows[9]).toEqual(['Sigmoid, 8', '32.97', '32.97', '32.47, 32.97, 33.47', '30.90 … 35.04', 'yes']);
    expect(alignmentOf(publishedTable(around(exact), 'accuracy'))).toBe('lrrrrr');
  });

  it.each([
    ['above', 0.042, 'no'],
    ['just inside', 0.041, 'yes'],
    ['just inside below', -0.041, 'yes'],
    ['below', -0.042, 'no'],
  ] as const)('sees the notebook %s', (_, distance, inside) => {
    const evidence = around(
      (run) => exact(run) + (run.activation === 'relu' && run.depth === 8 ? distance : 0),
    );
    expect(cellsOf(publishedTable(evidence, 'accuracy'))[5]!.at(-1)).toBe(inside);
    const count = inside === 'yes' ? 10 : 9;
    expect(publishedSentence(evidence, 'accuracy')).toBe(
      `Of the notebook’s 10 best test accuracies, ${count} lie where one further run of ours should, all 10 judged together at 95 %.`,
    );
  });

  it('does the same for gradient averages, whose spread is a share of themselves', () => {
    const evidence = withAverages(({ depth, seed }) => (0.01 / depth) * [0.9, 1, 1 / 0.9][seed - 1]!);
    const rows = cellsOf(publishedTable(evidence, 'gradientAverage')).slice(1);
    const ratios = rows.map((row) => row[4]!.split(' … ').map(Number)).map(([low, high]) => high! / low!);
    expect(Math.abs(ratios[0]! - ratios[1]!)).toBeLessThan(0.1); // 1 and 2 blocks: figures of four decimals
    expect(rows[0]!.slice(0, 4)).toEqual(['ReLU, 1', '0.0124', '0.0100', '0.0090, 0.0100, 0.0111']);
    expect(publishedSentence(evidence, 'gradientAverage')).toContain('10 gradient averages');
  });
});
