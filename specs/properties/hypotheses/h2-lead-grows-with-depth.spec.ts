import { describe, expect, it } from 'vitest';
import { leadGrowsWithDepth } from '../../../src/hypotheses/h2-lead-grows-with-depth.ts';
import { type Run, study } from '../../../src/study.ts';
import { asTheNotebookSays, planted, swapped } from './planted.ts';

const { depths } = study.grid;

/** Ranks of the lead over depths, one row a seed; rank r is a lead of r points. */
const ranked = (rows: readonly (readonly number[])[]) => (run: Run) => {
  const rank = rows[run.seed - 1]![depths.indexOf(run.depth as (typeof depths)[number])]!;
  return 0.4 + (run.activation === 'relu' ? rank / 100 : 0);
};
const judge = (accuracyOf: (run: Run) => number) => leadGrowsWithDepth.judge(planted(accuracyOf));

const up = [1, 2, 3, 4, 5]; // L of one seed: 55
const mixed = [2, 1, 4, 3, 5]; // 53
const weaker = [3, 1, 2, 5, 4]; // 50? see below

const pageL = (rows: readonly (readonly number[])[]) =>
  rows.flatMap((row) => row.map((rank, index) => rank * (index + 1))).reduce((sum, term) => sum + term, 0);

describe('leadGrowsWithDepth', () => {
  it('is supported by a lead that grows at every depth, and refuted when the arms are swapped', () => {
    expect(judge(asTheNotebookSays).outcome).toBe('supported');
    expect(judge(swapped(asTheNotebookSays)).outcome).toBe('refuted');
  });

  it('has the exact threshold that its rule states: L ≥ 155 with 3 seeds', () => {
    const at155 = [up, [1, 2, 3, 5, 4], [3, 1, 4, 2, 5]];
    const at154 = [up, [1, 2, 3, 5, 4], [3, 1, 4, 5, 2]];
    const found = [at155, at154].map((rows) => [pageL(rows), judge(ranked(rows)).comparisons[0]!] as const);
    for (const [l, { effect }] of found) expect(effect).toBe(l);
    for (const [l, { p, outcome }] of found) {
      expect(outcome).toBe(l >= 155 ? 'supported' : 'inconclusive');
      expect(p! <= 0.01).toBe(l >= 155);
    }
    expect([mixed, weaker]).toBeDefined();
  });

  it('treats leads as tied that differ by less than one image', () => {
    const flat = judge((run) => 0.4 + (run.activation === 'relu' ? run.depth * 1e-6 : 0));
    expect(flat).toMatchObject({ outcome: 'inconclusive' });
    expect(flat.comparisons[0]!.p).toBe(1);
  });

  it('tells leads apart that differ by one image', () => {
    const image = 1 / study.scales.quick.testImages;
    const verdict = judge((run) => 0.4 + (run.activation === 'relu' ? depths.indexOf(run.depth as 1) * image : 0));
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
    const { effect, n } = judge(ranked([up, up, up])).comparisons[0]!;
    expect([effect, n]).toEqual([165, 3]);
  });
});
