import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../src/records/evidence.ts';
import { uncertaintyTable } from '../../../src/studies/relu-versus-sigmoid/robustness-tables.ts';
import { answersOf, plantedState, recordOfState } from '../../support/planted-evidence.ts';
import { alignmentOf, cellsOf, evidenceFor } from '../../support/planted-report.ts';
import { type Run, settingsOf } from '../../support/this-study.ts';

/** Of 100 test images: how many ReLU gets right, and how many of them, or others, only one network gets right. */
interface Answers {
  readonly right: number;
  readonly onlyRelu: number;
  readonly onlySigmoid: number;
}

const same = (right: number): Answers => ({ right, onlyRelu: 0, onlySigmoid: 0 });

/** One entry per seed. */
const planted: Readonly<Record<number, readonly [Answers, Answers, Answers]>> = {
  1: [
    { right: 50, onlyRelu: 3, onlySigmoid: 1 },
    { right: 52, onlyRelu: 5, onlySigmoid: 2 },
    { right: 51, onlyRelu: 4, onlySigmoid: 0 },
  ],
  2: [same(50), same(50), same(50)],
  4: [same(50), same(52), same(54)],
  6: [
    { right: 50, onlyRelu: 1, onlySigmoid: 3 },
    { right: 48, onlyRelu: 2, onlySigmoid: 5 },
    { right: 49, onlyRelu: 0, onlySigmoid: 4 },
  ],
  8: [
    { right: 60, onlyRelu: 60, onlySigmoid: 40 },
    { right: 62, onlyRelu: 62, onlySigmoid: 38 },
    { right: 64, onlyRelu: 58, onlySigmoid: 36 },
  ],
};

// ReLU gets the first images right; Sigmoid leaves out the first of those and goes on beyond the last.
function correctOf(run: Run): Uint8Array {
  const { right, onlyRelu, onlySigmoid } = planted[run.depth]![run.seed - 1]!;
  const [from, to] = run.activation === 'relu' ? [0, right] : [onlyRelu, right + onlySigmoid];
  const { testImages } = settingsOf(run);
  return Uint8Array.from({ length: testImages }, (_, image) => (image >= from && image < to ? 1 : 0));
}

const base = evidenceFor('supported', 'smoke');
const evidence: Evidence = {
  ...base,
  records: base.records.map(({ run }) => {
    const correct = correctOf(run);
    const accuracy = correct.reduce((sum, hit) => sum + hit, 0) / correct.length;
    const state = plantedState(run, accuracy);
    const running = answersOf(correct);
    return recordOfState(run, { ...state, predictions: { ...state.predictions, running } });
  }),
};
const cells = () => cellsOf(uncertaintyTable(evidence));
/** A depth's row without its correlation. */
const rowOf = (depth: number) =>
  cells()
    .find(([blocks]) => blocks === String(depth))!
    .filter((_, column) => column !== 3);

describe('uncertaintyTable', () => {
  it('has a row for each depth, its numbers to the right', () => {
    const [header, ...rows] = cells();
    expect(header).toEqual([
      'Blocks',
      'paired interval',
      'Welch interval',
      'correlation of pairs',
      'sd of δ over seeds',
      'test-set error of δ',
      'McNemar p, largest',
    ]);
    expect(rows.map(([blocks]) => blocks)).toEqual(['1', '2', '4', '6', '8']);
    expect(alignmentOf(uncertaintyTable(evidence))).toBe('lrrrrrr');
  });

  // Accuracies 60, 62, 64 and 40, 38, 42 %: both have variance 4, δ is 20, 24, 22 and has variance 4 as well.
  // Paired: 22 ± 4.302653 · 2 / √3. Welch, with 4 degrees of freedom: 22 ± 2.776445 · √(8 / 3).
  // Test-set error: √96, √94.24 and √89.16, mean 9.649. McNemar, largest: twice P(at most 40 heads in 100) = .02844.
  it('takes its numbers from the seeds’ differences and the images that one network alone got right', () => {
    expect(rowOf(8)).toEqual(['8', '[+17.03, +26.97]', '[+17.47, +26.53]', '2.00', '9.65', '0.0569']);
  });

  // δ is 2, 3, 4: paired 3 ± 4.302653 / √3. Both arms have variance 1: Welch 3 ± 2.776445 · √(2 / 3).
  // Test-set error: √3.96, √6.91 and √3.84, mean 2.193.
  // McNemar: 2 · (1 + 4) / 2⁴ = .625, 2 · (1 + 7 + 21) / 2⁷ = .453, 2 / 2⁴ = .125.
  it('gives the largest p of the seeds, not the smallest or the last', () => {
    expect(rowOf(1)).toEqual(['1', '[+0.52, +5.48]', '[+0.73, +5.27]', '1.00', '2.19', '0.6250']);
  });

  it('mirrors the intervals, and nothing else, where Sigmoid leads by as much', () => {
    expect(rowOf(6)).toEqual(['6', '[−5.48, −0.52]', '[−5.27, −0.73]', '1.00', '2.19', '0.6250']);
  });

  it('gives no interval where there is no spread to judge by', () => {
    expect(rowOf(2)).toEqual(['2', '—', '—', '0.00', '0.00', '1.0000']);
    expect(rowOf(4)).toEqual(['4', '—', '[−4.53, +4.53]', '0.00', '0.00', '1.0000']); // 2.776445 · √(8 / 3)
  });

  // Deviations −1, 1, 0 and 0, 1, −1 have products that sum to 1, over 2 · 1 · 1; those of 8 blocks 4, over 2 · 2 · 2.
  it('says how closely pairs follow each other', () => {
    const [, ...rows] = cells();
    expect(rows.map((row) => row[3])).toEqual(['0.50', '—', '1.00', '0.50', '0.50']); // seeds with 2 blocks are alike
  });
});
