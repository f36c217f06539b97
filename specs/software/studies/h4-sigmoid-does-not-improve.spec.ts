import { describe, expect, it } from 'vitest';
import { sigmoidDoesNotImprove } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h4-sigmoid-does-not-improve.ts';
import { planted } from '../../support/planted-accuracies.ts';
import type { Run } from '../../support/this-study.ts';

/** Sigmoid gains so much from 1 to 8 blocks: a mean in points, with a spread of ±`spread` points over three seeds. */
const judge = (mean: number, spread: number) =>
  sigmoidDoesNotImprove.judge(
    planted((run: Run) => {
      const gain = (mean + (run.seed - 2) * spread) / 100;
      return 0.4 + run.seed / 1000 + (run.activation === 'sigmoid' && run.depth === 8 ? gain : 0);
    }),
  );

describe('sigmoidDoesNotImprove', () => {
  it('is supported by a loss, and by no change that is known well enough', () => {
    expect(judge(-10, 0.5).outcome).toBe('supported');
    expect(judge(0, 0.1).outcome).toBe('supported');
  });

  it('is refuted by a gain beyond the margin', () => {
    const verdict = judge(5, 0.5);
    expect(verdict.outcome).toBe('refuted');
    expect(verdict.comparisons[0]!.effect).toBeCloseTo(5, 9);
  });

  it('takes ignorance for no evidence: no change, known badly, is inconclusive', () => {
    expect(judge(0, 2).outcome).toBe('inconclusive');
  });

  it.each([
    [0.8, 'supported'],
    [1, 'inconclusive'],
    [1.2, 'refuted'],
  ])('has its margin at 1 percentage point: a gain of %d is as it should be', (gain, outcome) => {
    expect(judge(gain, 0.05).outcome).toBe(outcome);
  });

  it('is two-sided: t = 4.5 of three seeds is enough, t = 3.5 is not', () => {
    const spread = (t: number) => (2 * Math.sqrt(3)) / t; // 2 points beyond the margin
    expect(judge(-1, spread(4.5)).outcome).toBe('supported');
    expect(judge(-1, spread(3.5)).outcome).toBe('inconclusive');
    expect(judge(3, spread(4.5)).outcome).toBe('refuted');
    expect(judge(3, spread(3.5)).outcome).toBe('inconclusive');
  });

  it('is not a gate, and looks at Sigmoid alone', () => {
    expect(sigmoidDoesNotImprove.gate).toBe(false);
    const relu = planted((run) => (run.activation === 'relu' ? 0.1 * run.depth : 0.4) + run.seed ** 2 / 1000);
    expect(sigmoidDoesNotImprove.judge(relu).comparisons[0]!.effect).toBeCloseTo(0, 9);
  });
});
