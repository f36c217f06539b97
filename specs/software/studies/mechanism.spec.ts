/** H5 to H8, the hypotheses about gradients, on planted ones. Critical values of Student's t are SciPy's. */
import { describe, expect, it } from 'vitest';
import { type Evidence, IncompleteEvidence } from '../../../src/records/evidence.ts';
import { gradientAverageFalls } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h5-gradient-average-falls.ts';
import { fallsMoreForSigmoid } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h6-falls-more-for-sigmoid.ts';
import { gradientShrinksFaster } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h7-gradient-shrinks-faster.ts';
import { batchNormPreventsDecay } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h8-batch-norm-prevents-decay.ts';
import { planted, withAverages, withKept } from '../../support/planted-accuracies.ts';
import { type GradientOf, plantedProbe } from '../../support/planted-evidence.ts';
import type { Run } from '../../support/this-study.ts';

const base = planted(() => 0.5);

/** The bound that two-sided 95 % puts on the mean of three values, in standard deviations: t(.975, 2) / √3. */
const REACH_OF_3 = 4.302652729749462 / Math.sqrt(3);

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
  const losing = (shares: Readonly<Record<'relu' | 'sigmoid', number>>) =>
    withAverages(({ activation, depth, seed }) => {
      return (
        0.01 *
        (depth === 8
          ? 1 - shares[activation as 'relu' | 'sigmoid'] - (activation === 'relu' ? seed / 1000 : 0)
          : 1)
      );
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

  it('is judged by a two-sided 95 % interval, which t = 3.46 of three seeds does not clear', () => {
    // Sigmoid loses 1, 2 and 3 points more: mean 2, sd 1. A 90 % interval would lie above 0.
    const verdict = fallsMoreForSigmoid.judge(
      withAverages(({ activation, depth, seed }) => {
        const lost = depth === 8 ? 0.7 + (activation === 'sigmoid' ? seed / 100 : 0) : 0;
        return 0.01 * (1 - lost);
      }),
    );
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.comparisons[0]!.bounds![0]).toBeCloseTo(2 - REACH_OF_3, 9);
    expect(verdict.comparisons[0]!.bounds![1]).toBeCloseTo(2 + REACH_OF_3, 9);
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

  it('reads what is kept on the way, not how large the gradient is', () => {
    const evidence = keeping(0.9, 0.5);
    const records = evidence.records.map((record) => {
      // Larger throughout by a factor that grows with depth, as for a loss in other units.
      const scaled = (norms: readonly number[]) => norms.map((norm) => norm * 10 ** record.run.depth);
      const epochs = record.epochs.map((epoch) => {
        return { ...epoch, relativeGradientNorms: scaled(epoch.relativeGradientNorms) };
      });
      const sigmoid = { ...record, initialGradientNorms: scaled(record.initialGradientNorms), epochs };
      return record.run.activation === 'sigmoid' ? sigmoid : record;
    });
    const verdict = gradientShrinksFaster.judge({ ...evidence, records });
    expect(verdict.outcome).toBe('supported');
    for (const [index, { effect }] of gradientShrinksFaster.judge(evidence).comparisons.entries()) {
      expect(verdict.comparisons[index]!.effect).toBeCloseTo(effect, 9);
    }
  });

  it('is judged by two-sided 95 % intervals, which t = 3.46 of three seeds does not clear', () => {
    // Sigmoid's slopes are −.01, −.02 and −.03, ReLU's 0: mean −.02, sd .01. 90 % intervals would lie below 0.
    const verdict = gradientShrinksFaster.judge(
      withKept(({ activation, seed }) => (activation === 'sigmoid' ? Math.exp(-seed / 100) : 1)),
    );
    expect([verdict.outcome, ...outcomes(verdict)]).toEqual(new Array(3).fill('inconclusive'));
    for (const { bounds } of verdict.comparisons) {
      expect(bounds![0]).toBeCloseTo(-0.02 - 0.01 * REACH_OF_3, 9);
      expect(bounds![1]).toBeCloseTo(-0.02 + 0.01 * REACH_OF_3, 9);
    }
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
    probe: plantedProbe('quick', gradientOf),
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

  /** All of a change at the last depth, the same for every seed but for a little; with batch norm steady. */
  const cliff = (change: number) =>
    probed(({ batchNorm, depth, seed }) => {
      return 0.1 * (batchNorm || depth < 8 ? 1 : change) * (1 + seed / 1e6) ** depth;
    });
  // R² of 0, 0, 0, 0, c over 1, 2, 4, 6, 8: (3.8 c)² / (32.8 · 0.8 c²) = .550, and a slope of 3.8 c / 32.8.
  const CLIFF_FIT = 'R² = 0.550';

  it('does not call a decay geometric that happens all at once, however sure its slope', () => {
    const verdict = batchNormPreventsDecay.judge(cliff(1e-8));
    const [without] = verdict.comparisons;
    expect(without!.bounds![1]).toBeLessThan(-2); // far beyond ln ½: the fit alone stands in the way
    expect(without!.reason).toContain(CLIFF_FIT);
    expect(outcomes(verdict)).toEqual(['inconclusive', 'supported']);
    expect(verdict.outcome).toBe('inconclusive');
  });

  it('asks for no straight line to be refuted', () => {
    const verdict = batchNormPreventsDecay.judge(cliff(1e8));
    expect(verdict.comparisons[0]!.reason).toContain(CLIFF_FIT);
    expect(outcomes(verdict)).toEqual(['refuted', 'supported']);
  });

  it('goes by the interval, even where one of the 30 seeds lies on the other side', () => {
    const one = probed(({ batchNorm, depth, seed }) => {
      const kept = batchNorm ? (seed === 17 ? 0.7 : 0.95) : seed === 17 ? 0.6 : 0.3;
      return 0.1 * (kept + seed / 1e6) ** depth;
    });
    const verdict = batchNormPreventsDecay.judge(one);
    expect(verdict.outcome).toBe('supported');
    for (const { reason } of verdict.comparisons)
      expect(reason).toContain("29 of 30 seeds on the claim's side");
  });

  it('is judged by two-sided 95 % intervals over all 30 seeds', () => {
    // Half of the slopes are .1 above their middle and half .1 below: sd² = .01 · 30 / 29, standard error .1 / √29.
    const spread = probed(({ batchNorm, depth, seed }) => {
      return 0.1 * Math.exp((batchNorm ? -0.1 : -1) + (seed % 2 ? 0.1 : -0.1)) ** depth;
    });
    const { comparisons } = batchNormPreventsDecay.judge(spread);
    const reach = (2.045229642132703 * 0.1) / Math.sqrt(29); // t(.975, 29)
    for (const [index, middle] of [-1, -0.1].entries()) {
      expect(comparisons[index]!.bounds![0]).toBeCloseTo(middle - reach, 9);
      expect(comparisons[index]!.bounds![1]).toBeCloseTo(middle + reach, 9);
    }
  });

  it('makes no verdict of a gradient that is exactly zero, or absent', () => {
    const dead = probed(({ activation, seed }) => (activation === 'sigmoid' && seed === 2 ? 0 : 0.1));
    expect(() => batchNormPreventsDecay.judge(dead)).toThrow(IncompleteEvidence);
    expect(() => batchNormPreventsDecay.judge(dead)).toThrow(
      'The probe needs positive gradients of sigmoid, depth 1, seed 2, got 0,0.05,0.05',
    );
    const [, ...others] = base.probe.probes.filter(({ activation }) => activation === 'sigmoid');
    const absent = { ...base, probe: { ...base.probe, probes: others } };
    expect(() => batchNormPreventsDecay.judge(absent)).toThrow(IncompleteEvidence);
  });
});
