import { describe, expect, it } from 'vitest';
import { reluBeatsSigmoid } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h1-relu-beats-sigmoid.ts';
import { asTheNotebookSays, jitter, planted, swapped } from '../../support/planted-accuracies.ts';
import type { Run } from '../../support/this-study.ts';

const judge = (accuracyOf: (run: Run) => number) => reluBeatsSigmoid.judge(planted(accuracyOf));

/** ReLU's lead at each depth, else 0.2. */
const leading = (leads: Readonly<Record<number, number>>) => (run: Run) =>
  0.4 + jitter(run) + (run.activation === 'relu' ? (leads[run.depth] ?? 0.2) : 0);

describe('reluBeatsSigmoid', () => {
  it('is the gate', () => expect(reluBeatsSigmoid.gate).toBe(true));

  it('is supported by a planted lead, tested at 8, 6 and 4 in that order', () => {
    const verdict = judge(asTheNotebookSays);
    expect(verdict.outcome).toBe('supported');
    expect(verdict.comparisons.map(({ label }) => label)).toEqual(['depth 8', 'depth 6', 'depth 4']);
    expect(verdict.comparisons.map(({ effect }) => effect.toFixed(6))).toEqual([
      '32.000000',
      '24.000000',
      '16.000000',
    ]);
    expect(verdict.reason).toBe('It holds at depth 8, depth 6, depth 4.');
  });

  it('is refuted when the arms are swapped: the difference has a direction', () => {
    const verdict = judge(swapped(asTheNotebookSays));
    expect(verdict.outcome).toBe('refuted');
    expect(verdict.comparisons[0]!.effect).toBeLessThan(0);
  });

  it.each([
    [8, ['depth 8']],
    [6, ['depth 8', 'depth 6']],
    [4, ['depth 8', 'depth 6', 'depth 4']],
  ])('stops at the first failure, depth %i, and names it', (depth, tested) => {
    const verdict = judge(leading({ [depth]: 0 }));
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.comparisons.map(({ label }) => label)).toEqual(tested);
    expect(verdict.reason).toContain(`It fails at depth ${depth}`);
  });

  it('is not saved by shallow depths when the deepest fails', () => {
    expect(judge(leading({ 8: -0.2 })).outcome).toBe('refuted');
    expect(judge(leading({ 4: -0.2 })).outcome).toBe('refuted');
  });

  it('does not look at depths 1 and 2, about which it claims nothing', () => {
    expect(judge(leading({ 1: -0.3, 2: -0.3 })).outcome).toBe('supported');
  });

  it.each([8, 6, 4])('is blocked by one seed without a lead at depth %i', (depth) => {
    for (const lead of [0, -0.0002]) {
      const verdict = judge((run) =>
        run.depth === depth && run.seed === 2 && run.activation === 'relu'
          ? leading({})({ ...run, activation: 'sigmoid' }) + lead
          : leading({})(run),
      );
      expect(verdict.outcome).toBe('inconclusive');
      expect(verdict.reason).toContain("2 of 3 seeds on the claim's side");
    }
  });

  it('needs a bound above zero, not merely three positive seeds', () => {
    const leads = [0.001, 0.002, 0.03];
    const verdict = judge((run) => 0.4 + (run.activation === 'relu' ? leads[run.seed - 1]! : 0));
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.reason).toContain("3 of 3 seeds on the claim's side");
  });
});
