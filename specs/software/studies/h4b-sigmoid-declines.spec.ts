import { describe, expect, it } from 'vitest';
import { recomputedAccuracy } from '../../../src/records/evidence.ts';
import { registeredChoices } from '../../../src/studies/relu-versus-sigmoid/choices.ts';
import { sigmoidDeclines } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h4b-sigmoid-declines.ts';
import { planted } from '../../support/planted-accuracies.ts';
import type { Run } from '../../support/this-study.ts';

/** Sigmoid gains so much from 1 to 8 blocks: a mean in points, with a spread of ±`spread` points over three seeds. */
const gaining =
  (mean: number, spread: number) =>
  (run: Run): number => {
    const gain = (mean + (run.seed - 2) * spread) / 100;
    return 0.4 + run.seed / 1000 + (run.activation === 'sigmoid' && run.depth === 8 ? gain : 0);
  };
const judge = (mean: number, spread: number) => sigmoidDeclines.judge(planted(gaining(mean, spread)));

describe('sigmoidDeclines', () => {
  it('is supported by a loss beyond the margin, with effect and bounds in points', () => {
    const verdict = judge(-11.62, 0.5); // the notebook’s
    expect(verdict.outcome).toBe('supported');
    const [{ effect, bounds, n }] = verdict.comparisons as [(typeof verdict.comparisons)[number]];
    expect([effect.toFixed(6), n]).toEqual(['-11.620000', 3]);
    // t(.95, 2) · .5 / √3 to either side: one-sided bounds.
    expect(bounds![0]).toBeCloseTo(-11.62 - (2.919985580353726 * 0.5) / Math.sqrt(3), 9);
    expect(bounds![1]).toBeCloseTo(-11.62 + (2.919985580353726 * 0.5) / Math.sqrt(3), 9);
  });

  it('is refuted by no loss and by a gain, known well enough', () => {
    expect(judge(0, 0.1).outcome).toBe('refuted');
    expect(judge(5, 0.5).outcome).toBe('refuted');
  });

  it('takes ignorance for no evidence: a loss known badly is inconclusive', () => {
    expect(judge(-5, 4).outcome).toBe('inconclusive');
  });

  it.each([
    [-2.2, 'supported'],
    [-2, 'inconclusive'],
    [-1.8, 'refuted'],
    [2, 'refuted'], // a gain, not a loss, of the margin
  ])('has its margin at −2 percentage points: a change of %d is as it should be', (gain, outcome) => {
    expect(judge(gain, 0.05).outcome).toBe(outcome);
  });

  it('is one-sided: t = 3.5 of three seeds is enough, t = 2.5 is not', () => {
    const spread = (t: number) => (3 * Math.sqrt(3)) / t; // 3 points beyond the margin
    expect(judge(-5, spread(3.5)).outcome).toBe('supported');
    expect(judge(-5, spread(2.5)).outcome).toBe('inconclusive');
    expect(judge(1, spread(3.5)).outcome).toBe('refuted');
  });

  it('looks at Sigmoid alone, with 8 blocks and with 1', () => {
    const others = planted((run) => {
      const end = run.activation === 'sigmoid' && [1, 8].includes(run.depth);
      return end ? gaining(-5, 0.5)(run) : 0.1 * run.depth;
    });
    expect(sigmoidDeclines.judge(others).comparisons).toEqual(judge(-5, 0.5).comparisons);
  });

  it('goes by the running statistics, and can be applied to others', () => {
    const evidence = planted(gaining(-5, 0.5), 'quick', gaining(5, 0.5));
    const recomputed = sigmoidDeclines.judge(evidence, { ...registeredChoices, read: recomputedAccuracy });
    expect(sigmoidDeclines.judge(evidence).comparisons[0]!.effect).toBeCloseTo(-5, 9);
    expect(recomputed.comparisons[0]!.effect).toBeCloseTo(5, 9);
  });

  it('is confirmatory and no gate', () => {
    expect([sigmoidDeclines.status, sigmoidDeclines.gate]).toEqual(['confirmatory', false]);
  });
});
