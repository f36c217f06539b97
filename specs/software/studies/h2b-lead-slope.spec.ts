import { describe, expect, it } from 'vitest';
import { recomputedAccuracy } from '../../../src/records/evidence.ts';
import { registeredChoices } from '../../../src/studies/relu-versus-sigmoid/choices.ts';
import { leadSlope } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h2b-lead-slope.ts';
import { asTheNotebookSays, planted, swapped } from '../../support/planted-accuracies.ts';
import type { Run } from '../../support/this-study.ts';

const judge = (accuracyOf: (run: Run) => number) => leadSlope.judge(planted(accuracyOf));

/** A lead that grows by so many points per block, a value per seed; both arms curve alike. */
const growing = (slopes: readonly number[]) => (run: Run) => {
  const lead = 0.1 + (slopes[run.seed - 1]! / 100) * run.depth;
  return 0.3 + run.seed / 1000 + 0.02 * Math.sqrt(run.depth) + (run.activation === 'relu' ? lead : 0);
};

describe('leadSlope', () => {
  it('finds the planted slope, in points per block and with its sign', () => {
    const { outcome, comparisons } = judge(growing([3.9, 4, 4.1]));
    expect(outcome).toBe('supported');
    expect(comparisons[0]).toMatchObject({ unit: 'points', n: 3 });
    expect(comparisons[0]!.effect).toBeCloseTo(4, 9);
    expect(judge(growing([-3.9, -4, -4.1])).outcome).toBe('refuted');
  });

  // Over 1, 2, 4, 6, 8 blocks, whose mean is 4.2: slope Σ (x − 4.2) y / 32.8.
  it('fits the least-squares line through all five depths', () => {
    const leads: Readonly<Record<number, number>> = { 1: 10.4, 2: 23.79, 4: 29.98, 6: 36.41, 8: 47.1 };
    const published = (run: Run) =>
      0.2 + (run.activation === 'relu' ? (leads[run.depth]! + run.depth * (run.seed - 2)) / 100 : 0);
    const { effect, bounds } = judge(published).comparisons[0]!;
    const slope = (-3.2 * 10.4 - 2.2 * 23.79 - 0.2 * 29.98 + 1.8 * 36.41 + 3.8 * 47.1) / 32.8; // the notebook’s, 4.66
    expect(slope).toBeCloseTo(4.66, 2);
    expect(effect).toBeCloseTo(slope, 9);
    // The seeds’ slopes are 1 apart: 4.302653 / √3 to either side.
    expect(bounds![0]).toBeCloseTo(slope - 4.302652729749462 / Math.sqrt(3), 9);
    expect(bounds![1]).toBeCloseTo(slope + 4.302652729749462 / Math.sqrt(3), 9);
  });

  it('is two-sided: its interval is wider than a one-sided bound at the same α', () => {
    // t = 3.5: beyond the one-sided critical value 2.92, short of the two-sided 4.30.
    const slopes = [-1, 0, 1].map((step) => 2 + (step * 2 * Math.sqrt(3)) / 3.5);
    expect(judge(growing(slopes)).outcome).toBe('inconclusive');
    expect(judge(growing(slopes.map((slope) => slope + 1))).outcome).toBe('supported');
  });

  it('lists both arms’ slopes, whose difference is the slope of the lead', () => {
    const { columns, rows } = judge(asTheNotebookSays).comparisons[0]!.bySeed;
    expect(columns).toEqual(['ReLU, points per block', 'Sigmoid, points per block', 'difference']);
    for (const row of rows) {
      for (const [index, value] of [3, -1, 4].entries()) expect(row[index]).toBeCloseTo(value, 9);
    }
  });

  it('is about the lead, not about accuracy: both arms climbing alike is no growth', () => {
    const jittered = (run: Run) => (run.activation === 'relu' ? 0.1 + (run.seed - 2) * run.depth * 0.001 : 0);
    expect(judge((run) => 0.3 + run.depth / 50 + jittered(run)).outcome).toBe('inconclusive');
  });

  it('is turned round when the arms are swapped', () => {
    const effect = (accuracyOf: (run: Run) => number) => judge(accuracyOf).comparisons[0]!.effect;
    expect(effect(swapped(growing([3, 4, 5])))).toBeCloseTo(-4, 9);
  });

  it('goes by the running statistics, and can be applied to others', () => {
    const evidence = planted(growing([3, 4, 5]), 'quick', growing([-3, -4, -5]));
    const recomputed = leadSlope.judge(evidence, { ...registeredChoices, read: recomputedAccuracy });
    expect(leadSlope.judge(evidence).comparisons[0]!.effect).toBeCloseTo(4, 9);
    expect(recomputed.comparisons[0]!.effect).toBeCloseTo(-4, 9);
  });

  it('is confirmatory and no gate', () => {
    expect([leadSlope.status, leadSlope.gate]).toEqual(['confirmatory', false]);
  });
});
