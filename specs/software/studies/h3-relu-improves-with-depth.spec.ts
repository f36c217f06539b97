import { describe, expect, it } from 'vitest';
import { reluImprovesWithDepth } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h3-relu-improves-with-depth.ts';
import { asTheNotebookSays, planted } from '../../support/planted-accuracies.ts';
import type { Run } from '../../support/this-study.ts';

const judge = (accuracyOf: (run: Run) => number) => reluImprovesWithDepth.judge(planted(accuracyOf));

/** ReLU gains so much from 1 to 8 blocks, a value per seed. */
const gaining = (gains: readonly number[]) => (run: Run) =>
  0.4 + run.seed / 1000 + (run.activation === 'relu' && run.depth === 8 ? gains[run.seed - 1]! : 0);

describe('reluImprovesWithDepth', () => {
  it('finds the planted gain, in points and with its sign', () => {
    const verdict = judge(asTheNotebookSays);
    expect(verdict.outcome).toBe('inconclusive'); // the same gain for every seed: no spread to judge by
    const gained = judge(gaining([0.1, 0.11, 0.12]));
    expect(gained.outcome).toBe('supported');
    expect(gained.comparisons[0]!.effect).toBeCloseTo(11, 9);
    expect(judge(gaining([-0.1, -0.11, -0.12])).outcome).toBe('refuted');
  });

  it('is two-sided: its interval is wider than a one-sided bound at the same α', () => {
    // t = 3.5: beyond the one-sided critical value 2.92, short of the two-sided 4.30.
    const gains = [-1, 0, 1].map((step) => 0.02 + (step * 0.02 * Math.sqrt(3)) / 3.5);
    expect(judge(gaining(gains)).outcome).toBe('inconclusive');
    expect(judge(gaining(gains.map((gain) => gain + 0.01))).outcome).toBe('supported');
  });

  it('looks at ReLU alone', () => {
    const sigmoidOnly = judge((run) => gaining([0.1, 0.11, 0.12])({ ...run, activation: flip(run) }));
    expect(sigmoidOnly.outcome).toBe('inconclusive');
  });

  it('is not a gate', () => expect(reluImprovesWithDepth.gate).toBe(false));
});

function flip({ activation }: Run): Run['activation'] {
  return activation === 'relu' ? 'sigmoid' : 'relu';
}
