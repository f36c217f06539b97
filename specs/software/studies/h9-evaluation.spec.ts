/** H9a and H9b, the hypotheses about the evaluation by recomputed statistics, on planted accuracies. */
import { describe, expect, it } from 'vitest';
import { recomputingLiftsSigmoid } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h9a-recomputing-lifts-sigmoid.ts';
import { sigmoidLearnsWithDepth } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h9b-sigmoid-learns-with-depth.ts';
import { planted } from '../../support/planted-accuracies.ts';
import type { Run } from '../../support/this-study.ts';

/** t(.95, 2) / √3: how far a one-sided 95 % bound of three differences reaches, in standard deviations. SciPy’s t. */
const REACH = 2.919985580353726 / Math.sqrt(3);

const isDeep = ({ activation, depth }: Run) => activation === 'sigmoid' && depth === 8;
const isEnd = ({ activation, depth }: Run) => activation === 'sigmoid' && [1, 8].includes(depth);

describe('recomputingLiftsSigmoid', () => {
  /** Recomputing lifts Sigmoid with 8 blocks by so many points, ± `spread` over three seeds. */
  const lifting = (mean: number, spread: number) => {
    const running = (run: Run) => 0.2 + run.seed / 100;
    const lift = (run: Run) => (isDeep(run) ? (mean + (run.seed - 2) * spread) / 100 : 0.5);
    return planted(running, 'quick', (run) => running(run) + lift(run));
  };
  const outcomeOf = (mean: number, spread: number) =>
    recomputingLiftsSigmoid.judge(lifting(mean, spread)).outcome;

  it('finds the planted lift, in points, from recomputed to running', () => {
    const verdict = recomputingLiftsSigmoid.judge(lifting(8, 0.5));
    expect(verdict.outcome).toBe('supported');
    const [{ effect, bounds, bySeed }] = verdict.comparisons as [(typeof verdict.comparisons)[number]];
    expect(effect).toBeCloseTo(8, 9);
    expect(bounds![0]).toBeCloseTo(8 - 0.5 * REACH, 9);
    expect(bounds![1]).toBeCloseTo(8 + 0.5 * REACH, 9);
    expect(bySeed.columns).toEqual(['recomputed (%)', 'running (%)', 'difference']);
    expect(bySeed.rows.map((row) => row.map((cell) => cell.toFixed(6)))).toEqual([
      ['28.500000', '21.000000', '7.500000'],
      ['30.000000', '22.000000', '8.000000'],
      ['31.500000', '23.000000', '8.500000'],
    ]);
  });

  it.each([
    [1.2, 'supported'],
    [1, 'inconclusive'],
    [0.8, 'refuted'],
    [0, 'refuted'],
    [-8, 'refuted'],
  ])('has its margin at 1 percentage point: a lift of %d is as it should be', (lift, outcome) => {
    expect(outcomeOf(lift, 0.05)).toBe(outcome);
  });

  it('is one-sided: t = 3.5 of three seeds is enough, t = 2.5 is not', () => {
    expect(outcomeOf(3, (2 * Math.sqrt(3)) / 3.5)).toBe('supported');
    expect(outcomeOf(3, (2 * Math.sqrt(3)) / 2.5)).toBe('inconclusive');
  });

  it('pairs the two evaluations of the same weights, so that what the seeds differ by does not count', () => {
    const running = (run: Run) => 0.1 * run.seed;
    const evidence = planted(running, 'quick', (run) => running(run) + 0.03 + run.seed / 1e4);
    expect(recomputingLiftsSigmoid.judge(evidence).outcome).toBe('supported');
  });

  it('concludes nothing where every seed is lifted alike', () => {
    expect(outcomeOf(8, 0)).toBe('inconclusive');
  });
});

describe('sigmoidLearnsWithDepth', () => {
  /** By recomputed statistics, Sigmoid gains so many points from 1 to 8 blocks, ± `spread`; by running ones it falls. */
  const gaining = (mean: number, spread: number, elsewhere: (run: Run) => number = () => 0.9) =>
    planted(
      (run) => 0.5 - run.depth / 50 - run.seed ** 2 / 1000,
      'quick',
      (run) => {
        if (!isEnd(run)) return elsewhere(run);
        return 0.3 + run.seed / 100 + (run.depth === 8 ? (mean + (run.seed - 2) * spread) / 100 : 0);
      },
    );
  const outcomeOf = (mean: number, spread: number) =>
    sigmoidLearnsWithDepth.judge(gaining(mean, spread)).outcome;

  it('finds the planted gain by recomputed statistics, whatever the running ones say', () => {
    const verdict = sigmoidLearnsWithDepth.judge(gaining(6, 0.5));
    expect(verdict.outcome).toBe('supported');
    expect(verdict.comparisons[0]!.effect).toBeCloseTo(6, 9);
    expect(verdict.comparisons[0]!.bounds![0]).toBeCloseTo(6 - 0.5 * REACH, 9);
    expect(outcomeOf(-6, 0.5)).toBe('refuted');
  });

  it('has no margin: what is known to lie above 0 is enough', () => {
    expect(outcomeOf(0.2, 0.05)).toBe('supported');
    expect(outcomeOf(0, 0.05)).toBe('inconclusive');
    expect(outcomeOf(-0.2, 0.05)).toBe('refuted');
  });

  it('is one-sided: t = 3.5 of three seeds is enough, t = 2.5 is not', () => {
    expect(outcomeOf(2, (2 * Math.sqrt(3)) / 3.5)).toBe('supported');
    expect(outcomeOf(2, (2 * Math.sqrt(3)) / 2.5)).toBe('inconclusive');
  });

  it('looks at Sigmoid alone, with 8 blocks and with 1', () => {
    const { comparisons } = sigmoidLearnsWithDepth.judge(gaining(6, 0.5));
    const others = gaining(6, 0.5, ({ depth, seed }) => depth / 10 - seed / 100);
    expect(sigmoidLearnsWithDepth.judge(others).comparisons).toEqual(comparisons);
  });
});

describe('recomputingLiftsSigmoid and sigmoidLearnsWithDepth', () => {
  it('are confirmatory and no gates', () => {
    for (const { status, gate } of [recomputingLiftsSigmoid, sigmoidLearnsWithDepth]) {
      expect([status, gate]).toEqual(['confirmatory', false]);
    }
  });
});
