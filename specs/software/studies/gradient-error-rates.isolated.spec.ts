/**
 * How often the rules about gradients are wrong, by simulation of whole studies with normal noise. Every assertion
 * states its own chance of a false alarm, and the draws are seeded, so a pass is a pass for good.
 */
import { describe, expect, it, vi } from 'vitest';
import type { Evidence } from '../../../src/records/evidence.ts';
import { mean } from '../../../src/statistics/mean.ts';
import { power } from '../../../src/statistics/power.ts';
import { gradientAverageFalls } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h5-gradient-average-falls.ts';
import { fallsMoreForSigmoid } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h6-falls-more-for-sigmoid.ts';
import { gradientShrinksFaster } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h7-gradient-shrinks-faster.ts';
import { batchNormPreventsDecay } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h8-batch-norm-prevents-decay.ts';
import { chernoff } from '../../support/chernoff.ts';
import { outcomeFrequencies } from '../../support/outcome-frequencies.ts';
import { planted, withAverages, withKept } from '../../support/planted-accuracies.ts';
import { study } from '../../support/this-study.ts';

// How many seeds would be needed is worked out after the outcome and takes most of the time.
vi.mock('../../../src/statistics/power.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../../src/statistics/power.ts')>();
  return { ...original, seedsNeeded: () => undefined };
});
vi.mock('../../../src/statistics/trend-power.ts', () => ({ seedsNeededForTrend: () => undefined }));

const FALSE_ALARM = 1e-6;
const { alpha, trendAlpha, vanishingFactor, steadyFactor } = study.analysis;
const { seeds } = study.grid;
const depths: readonly number[] = study.grid.depths;
/** 3 standard deviations of what is compared: an effect that 3 seeds find more often than not. */
const EFFECT = 3;

const spread = squares(depths);

/** Sum of the squared distances of some depths from the mean of all. */
function squares(some: readonly number[]): number {
  const center = mean([...depths]);
  return some.reduce((sum, depth) => sum + (depth - center) ** 2, 0);
}

describe('gradientAverageFalls', () => {
  /** Averages that fall with depth for ReLU beyond doubt; for Sigmoid by `step` a depth, in units of the noise. */
  const simulate = (step: number) => (draw: () => number) =>
    withAverages(({ activation, depth }) =>
      activation === 'relu' ? 0.01 / depth : 0.01 + 1e-4 * (draw() - step * depths.indexOf(depth)),
    );

  it('is wrong at most at its level when one of the two does not fall (false alarm: 1e-6 each)', () => {
    const trials = 1000;
    const { supported, refuted } = outcomeFrequencies(gradientAverageFalls, trials, simulate(0));
    const [, high] = chernoff(trials, trendAlpha, FALSE_ALARM);
    expect(supported).toBeLessThan(high);
    expect(refuted).toBe(0); // for ReLU it falls, so a rise with both cannot be found
  });

  // Neighbouring depths change places with chance Φ(−3/√2) = .017 a pair, and a change costs L one point; only more
  // than ten of the twelve that there are would spoil the verdict (false alarm: below 1e-12).
  it('finds a fall that is plain to see in every study, and never takes it for a rise', () => {
    const { supported, refuted } = outcomeFrequencies(gradientAverageFalls, 200, simulate(3));
    expect([supported, refuted]).toEqual([expect.closeTo(1, 9), 0]);
  });
});

describe('fallsMoreForSigmoid', () => {
  const DEVIATION = 0.01; // of the share that one run loses
  /** Both lose 60 %; Sigmoid `more` than that, in standard deviations of the paired difference. */
  const simulate = (more: number) => (draw: () => number) =>
    withAverages(({ activation, depth }) => {
      if (depth !== 8) return 0.01;
      const lost = 0.6 + (activation === 'sigmoid' ? more * DEVIATION * Math.SQRT2 : 0);
      return 0.01 * (1 - lost - DEVIATION * draw());
    });

  it('decides α of the time when both lose the same, half of it each way (false alarm: 1e-6 each)', () => {
    const trials = 4000;
    const counts = outcomeFrequencies(fallsMoreForSigmoid, trials, simulate(0));
    const [low, high] = chernoff(trials, alpha / 2, FALSE_ALARM);
    for (const frequency of [counts.supported, counts.refuted]) {
      expect(frequency).toBeLessThan(high);
      expect(frequency).toBeGreaterThan(low);
    }
  });

  it('supports a true claim as often as power says, and refutes its opposite as often (false alarm: 1e-6 a side)', () => {
    const trials = 2000;
    const expected = power({ effect: EFFECT, standardDeviation: 1, alpha: alpha / 2 }, seeds.length);
    const [low, high] = chernoff(trials, expected, FALSE_ALARM);
    const { supported } = outcomeFrequencies(fallsMoreForSigmoid, trials, simulate(EFFECT));
    const { refuted } = outcomeFrequencies(fallsMoreForSigmoid, trials, simulate(-EFFECT));
    for (const frequency of [supported, refuted]) {
      expect(frequency).toBeGreaterThan(low);
      expect(frequency).toBeLessThan(high);
    }
  });
});

describe('gradientShrinksFaster', () => {
  const DEVIATION = 0.1; // of ln(first block / last block) of one run
  // With one block first and last are the same: its point has no noise, the other four give the slope theirs.
  const noisy = squares(depths.filter((depth) => depth > 1));
  const slopeDeviation = (DEVIATION * Math.sqrt(noisy) * Math.SQRT2) / spread;
  /** At initialisation Sigmoid loses far more; over training `more` a block, in standard deviations of the slopes' difference. */
  const simulate = (more: number) => (draw: () => number) =>
    withKept(({ activation, depth }, phase) => {
      if (depth === 1) return 1;
      const lost = activation === 'relu' ? 0 : phase === 'initial' ? 1 : more * slopeDeviation;
      return Math.exp(-lost + (DEVIATION * draw()) / (depth - 1));
    });

  it('is wrong α / 2 of the time when training shows no difference (false alarm: 1e-6 a side)', () => {
    const trials = 2000;
    const { supported, refuted } = outcomeFrequencies(gradientShrinksFaster, trials, simulate(0));
    const [low, high] = chernoff(trials, alpha / 2, FALSE_ALARM);
    expect(supported).toBeGreaterThan(low);
    expect(supported).toBeLessThan(high);
    expect(refuted).toBe(0); // at initialisation it is the other way beyond doubt
  });

  it('supports a true claim as often as power says (false alarm: 1e-6 a side)', () => {
    const trials = 1000;
    const { supported } = outcomeFrequencies(gradientShrinksFaster, trials, simulate(EFFECT));
    const expected = power({ effect: EFFECT, standardDeviation: 1, alpha: alpha / 2 }, seeds.length);
    const [low, high] = chernoff(trials, expected, FALSE_ALARM);
    expect(supported).toBeGreaterThan(low);
    expect(supported).toBeLessThan(high);
  });
});

describe('batchNormPreventsDecay', () => {
  const DEVIATION = 0.1; // of ln of one network's first-layer gradient
  const base = planted(() => 0.5);
  const probes = base.probe.probes.filter(({ activation }) => activation === 'sigmoid');
  const probeSeeds = study.scales.quick.probeSeeds / 2; // the first half

  /** First-layer gradients with these slopes of their logarithm, with and without batch norm. */
  const simulate =
    (slope: (batchNorm: boolean) => number) =>
    (draw: () => number): Evidence => ({
      ...base,
      probe: {
        ...base.probe,
        probes: probes.map((probe) => {
          const first = Math.exp(slope(probe.batchNorm) * probe.depth + DEVIATION * draw());
          return { ...probe, relativeGradientNorms: [first] };
        }),
      },
    });
  const [vanishing, steady] = [Math.log(vanishingFactor), Math.log(steadyFactor)];

  it.each([
    [
      'the decay without batch norm is exactly the margin',
      (batchNorm: boolean) => (batchNorm ? 0 : vanishing),
    ],
    [
      'the decay with batch norm is exactly the margin',
      (batchNorm: boolean) => (batchNorm ? steady : 2 * vanishing),
    ],
  ])('is wrong α / 2 of the time when %s (false alarm: 1e-6 a side)', (_, slope) => {
    const trials = 600;
    const { supported, refuted } = outcomeFrequencies(batchNormPreventsDecay, trials, simulate(slope));
    const [low, high] = chernoff(trials, alpha / 2, FALSE_ALARM);
    expect(supported).toBeGreaterThan(low);
    expect(supported).toBeLessThan(high);
    expect(refuted).toBe(0);
  });

  it('supports a true claim as often as power says (false alarm: 1e-6 a side)', () => {
    const trials = 600;
    const effect = 0.5; // standard deviations of one seed's slope
    const expected = power({ effect, standardDeviation: 1, alpha: alpha / 2 }, probeSeeds);
    const slopeDeviation = DEVIATION / Math.sqrt(spread);
    const slope = (batchNorm: boolean) => (batchNorm ? 0 : vanishing - effect * slopeDeviation);
    const { supported } = outcomeFrequencies(batchNormPreventsDecay, trials, simulate(slope));
    const [low, high] = chernoff(trials, expected, FALSE_ALARM);
    expect(supported).toBeGreaterThan(low);
    expect(supported).toBeLessThan(high);
  });
});
