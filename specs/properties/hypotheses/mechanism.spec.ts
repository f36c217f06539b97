/** H5 to H8, the hypotheses about gradients, on planted ones. */
import { describe, expect, it } from 'vitest';
import { gradientAverageFalls } from '../../../src/hypotheses/h5-gradient-average-falls.ts';
import { fallsMoreForSigmoid } from '../../../src/hypotheses/h6-falls-more-for-sigmoid.ts';
import { gradientShrinksFaster } from '../../../src/hypotheses/h7-gradient-shrinks-faster.ts';
import { batchNormPreventsDecay } from '../../../src/hypotheses/h8-batch-norm-prevents-decay.ts';
import { type Evidence, IncompleteEvidence } from '../../../src/records/evidence.ts';
import type { Run } from '../../../src/study.ts';
import { type GradientOf, syntheticProbe } from '../../support/synthetic-evidence.ts';
import { planted, withAverages, withKept } from './planted.ts';

const base = planted(() => 0.5);

const outcomes = ({ comparisons }: { comparisons: readonly { outcome: string }[] }) =>
  comparisons.map(({ outcome }) => outcome);

describe('gradientAverageFalls', () => {
  const falling = ({ depth, seed }: Run) => 0.01 / depth + seed / 1e5;
  const rising = ({ depth, seed }: Run) => 0.001 * depth + seed / 1e5;

  it('is supported when it falls for both, refuted when it rises for both', () => {
    expect(gradientAverageFalls.judge(withAverages(falling)).outcome).toBe('supported');
    expect(gradientAverageFalls.judge(withAverages(rising)).outcome).toBe('refuted');
  });

  it('is inconclusive when the activations disagree, and says which does what', () => {
    const mixed = withAverages((run) => (run.activation === 'relu' ? falling(run) : rising(run)));
    const verdict = gradientAverageFalls.judge(mixed);
    expect([verdict.outcome, ...outcomes(verdict)]).toEqual(['inconclusive', 'supported', 'refuted']);
  });

  it('is inconclusive when it does not change', () => {
    const constant = withAverages(() => 2 ** -7); // a power of two, so that means of it do not round
    expect(gradientAverageFalls.judge(constant).outcome).toBe('inconclusive');
  });
});

describe('fallsMoreForSigmoid', () => {
  /** Shares lost from 1 block to 8, with a little spread over seeds. */
  const losing = (shares: Readonly<Record<Run['activation'], number>>) =>
    withAverages(({ activation, depth, seed }) => {
      return 0.01 * (depth === 8 ? 1 - shares[activation] - (activation === 'relu' ? seed / 1000 : 0) : 1);
    });

  it('compares shares, not sizes: in the notebook’s figures Sigmoid loses 4.8 points more', () => {
    const verdict = fallsMoreForSigmoid.judge(losing({ relu: 0.685, sigmoid: 0.733 }));
    expect(verdict.outcome).toBe('supported');
    expect(verdict.comparisons[0]!.effect).toBeCloseTo(4.6, 9); // 4.8 less the mean of the spread
  });

  it('is refuted when ReLU loses more, inconclusive when both lose as much', () => {
    expect(fallsMoreForSigmoid.judge(losing({ relu: 0.733, sigmoid: 0.685 })).outcome).toBe('refuted');
    expect(fallsMoreForSigmoid.judge(losing({ relu: 0.698, sigmoid: 0.7 })).outcome).toBe('inconclusive');
  });
});

describe('gradientShrinksFaster', () => {
  const keeping = (relu: number, sigmoid: number) =>
    withKept(
      ({ activation, seed }) =>
        (activation === 'relu' ? relu : sigmoid) + (seed ** 2 / 1000) * (activation === 'relu' ? 1 : 2),
    );

  it('finds which activation loses more a block, and by what factor', () => {
    const verdict = gradientShrinksFaster.judge(keeping(0.9, 0.5));
    expect(verdict.outcome).toBe('supported');
    expect(Math.exp(verdict.comparisons[0]!.effect)).toBeCloseTo(0.5 / 0.9, 1);
    expect(gradientShrinksFaster.judge(keeping(0.5, 0.9)).outcome).toBe('refuted');
  });

  it('needs initialisation and training to agree', () => {
    const mixed = withKept(({ activation, seed }, phase) => {
      const less = (activation === 'sigmoid') === (phase === 'initial');
      return (less ? 0.5 : 0.9) + seed ** 2 / (activation === 'relu' ? 1000 : 500);
    });
    const verdict = gradientShrinksFaster.judge(mixed);
    expect([verdict.outcome, ...outcomes(verdict)]).toEqual(['inconclusive', 'supported', 'refuted']);
  });

  it('makes no verdict of a gradient that is exactly zero', () => {
    const dead = withKept(({ seed }) => (seed === 2 ? 0 : 0.5));
    expect(() => gradientShrinksFaster.judge(dead)).toThrow(IncompleteEvidence);
  });
});

describe('batchNormPreventsDecay', () => {
  const probed = (gradientOf: GradientOf): Evidence => ({
    ...base,
    probe: syntheticProbe('quick', gradientOf),
  });
  /** First-layer gradients that keep this share of themselves with every block. */
  const keeping = (without: number, withBatchNorm: number) =>
    probed(
      ({ batchNorm, depth, seed }) =>
        0.1 * ((batchNorm ? withBatchNorm : without) + (seed % 5) / 1000) ** depth,
    );

  it('is supported by decay without batch norm and none with it', () => {
    expect(batchNormPreventsDecay.judge(keeping(0.3, 0.95)).outcome).toBe('supported');
  });

  it('is refuted the other way round', () => {
    expect(batchNormPreventsDecay.judge(keeping(0.95, 0.3)).outcome).toBe('refuted');
  });

  it('is inconclusive when only one half holds', () => {
    for (const [without, withBatchNorm] of [
      [0.3, 0.3],
      [0.95, 0.95],
    ] as const) {
      const verdict = batchNormPreventsDecay.judge(keeping(without, withBatchNorm));
      expect(verdict.outcome).toBe('inconclusive');
      expect(outcomes(verdict)).toContain('supported');
      expect(outcomes(verdict)).toContain('refuted');
    }
  });

  it('does not call a decay geometric that happens all at once', () => {
    const cliff = probed(
      ({ batchNorm, depth, seed }) => (batchNorm || depth < 8 ? 0.1 : 1e-9) * (1 + seed / 1000),
    );
    const [without] = batchNormPreventsDecay.judge(cliff).comparisons;
    expect(without!.outcome).toBe('inconclusive');
    expect(without!.reason).toContain('R² = 0.');
  });

  it('makes no verdict of a gradient that is exactly zero, or absent', () => {
    const dead = probed(({ activation, seed }) => (activation === 'sigmoid' && seed === 2 ? 0 : 0.1));
    expect(() => batchNormPreventsDecay.judge(dead)).toThrow(IncompleteEvidence);
    const [, ...others] = base.probe.probes.filter(({ activation }) => activation === 'sigmoid');
    const absent = { ...base, probe: { ...base.probe, probes: others } };
    expect(() => batchNormPreventsDecay.judge(absent)).toThrow(IncompleteEvidence);
  });
});
