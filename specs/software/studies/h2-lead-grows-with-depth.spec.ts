import { describe, expect, it } from 'vitest';
import { leadGrowsWithDepth } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h2-lead-grows-with-depth.ts';
import { asTheNotebookSays, planted, swapped } from '../../support/planted-accuracies.ts';
import { type Run, study } from '../../support/this-study.ts';

const { depths } = study.grid;

/** Ranks of the lead over depths, one row per seed; rank r is a lead of r points. */
const ranked = (rows: readonly (readonly number[])[]) => (run: Run) => {
  const rank = rows[run.seed - 1]![depths.indexOf(run.depth as (typeof depths)[number])]!;
  return 0.4 + (run.activation === 'relu' ? rank / 100 : 0);
};
const judge = (accuracyOf: (run: Run) => number) => leadGrowsWithDepth.judge(planted(accuracyOf));

// Page's L of one seed: Σ position × rank.
const [l55, l54, l50] = [
  [1, 2, 3, 4, 5],
  [1, 2, 3, 5, 4],
  [1, 3, 5, 2, 4],
];

describe('leadGrowsWithDepth', () => {
  it('is supported by a lead that grows at every depth, and refuted when the arms are swapped', () => {
    expect(judge(asTheNotebookSays).outcome).toBe('supported');
    expect(judge(swapped(asTheNotebookSays)).outcome).toBe('refuted');
  });

  it.each([
    [155, [l55, l50, l50], 'supported'],
    [154, [l54, l50, l50], 'inconclusive'],
  ] as const)(
    'has the exact threshold that its rule states: L = %i is as it should be',
    (l, rows, outcome) => {
      const verdict = judge(ranked(rows.map((row) => row!)));
      expect(verdict.comparisons[0]!.effect).toBe(l);
      expect(verdict.outcome).toBe(outcome);
      expect(verdict.comparisons[0]!.p! <= 0.01).toBe(l === 155);
      // The mirror image, a lead that shrinks, is refuted at the same threshold.
      const falling = judge(ranked(rows.map((row) => [...row!].reverse())));
      expect(falling.outcome).toBe(l === 155 ? 'refuted' : 'inconclusive');
    },
  );

  it('treats leads as tied that differ by less than one image', () => {
    const flat = judge((run) => 0.4 + (run.activation === 'relu' ? run.depth * 1e-6 : 0));
    expect(flat).toMatchObject({ outcome: 'inconclusive' });
    expect(flat.comparisons[0]!.p).toBe(1);
  });

  it('tells leads apart that differ by one image', () => {
    const image = 1 / study.scales.quick.testImages;
    const verdict = judge(
      (run) => 0.4 + (run.activation === 'relu' ? depths.indexOf(run.depth as 1) * image : 0),
    );
    expect(verdict.outcome).toBe('supported');
  });

  it('concludes nothing from a network that always answers the same', () => {
    expect(judge(() => 0.1).outcome).toBe('inconclusive');
  });

  it('is about the lead, not about accuracy: both arms climbing alike is no trend', () => {
    const verdict = judge((run) => 0.3 + run.depth / 100 + (run.activation === 'relu' ? 0.1 : 0));
    expect(verdict.outcome).toBe('inconclusive');
  });

  it('uses seeds as blocks, depths in ascending order', () => {
    const { effect, n } = judge(ranked([l55!, l55!, l55!])).comparisons[0]!;
    expect([effect, n]).toEqual([165, 3]);
  });
});
