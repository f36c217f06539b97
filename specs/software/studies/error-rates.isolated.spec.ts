/**
 * How often the rules about accuracy are wrong, by simulation of whole studies with normal accuracies. Every assertion states its own
 * chance of a false alarm, and the draws are seeded, so a pass is a pass for good.
 */
import { describe, expect, it, vi } from 'vitest';
import type { Hypothesis } from '../../../src/judging/hypothesis.ts';
import type { Outcome } from '../../../src/judging/verdict.ts';
import { power } from '../../../src/statistics/power.ts';
import { reluBeatsSigmoid } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h1-relu-beats-sigmoid.ts';
import { leadGrowsWithDepth } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h2-lead-grows-with-depth.ts';
import { reluImprovesWithDepth } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h3-relu-improves-with-depth.ts';
import { sigmoidDoesNotImprove } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h4-sigmoid-does-not-improve.ts';
import { chernoff } from '../../support/chernoff.ts';
import { outcomeFrequencies } from '../../support/outcome-frequencies.ts';
import { planted } from '../../support/planted-accuracies.ts';
import { onlyRuns, withAccuracies } from '../../support/planted-evidence.ts';
import { type Run, study } from '../../support/this-study.ts';

// How many seeds would be needed is worked out after the outcome and takes most of the time.
vi.mock('../../../src/statistics/power.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../../src/statistics/power.ts')>();
  return { ...original, seedsNeeded: () => undefined };
});
vi.mock('../../../src/statistics/trend-power.ts', () => ({ seedsNeededForTrend: () => undefined }));

const FALSE_ALARM = 1e-6;
const DEVIATION = 0.01; // of a run's accuracy over seeds
const { alpha, trendAlpha } = study.analysis;

interface Simulation {
  readonly trials: number;
  /** Expected accuracy of a run, over 0.5. */
  readonly effect: (run: Run) => number;
  /** The runs that the hypothesis reads. */
  readonly reads: (run: Run) => boolean;
}

/** Frequency of each outcome when every run's accuracy is its expectation plus independent normal noise. */
function frequencies(hypothesis: Hypothesis, { trials, effect, reads }: Simulation): Record<Outcome, number> {
  const read = onlyRuns(
    planted(() => 0.5),
    reads,
  );
  return outcomeFrequencies(hypothesis, trials, (draw) =>
    withAccuracies(read, (run) => 0.5 + effect(run) + DEVIATION * draw()),
  );
}

const gateDepths: readonly number[] = study.analysis.gateDepths;
const ends = (activation: Run['activation']) => (run: Run) =>
  run.activation === activation && [1, 8].includes(run.depth);

describe('chernoff', () => {
  it('bounds a frequency by the exact tail: 10 heads of 10 have a chance of 2⁻¹⁰', () => {
    const [low, high] = chernoff(10, 0.5, 2 ** -10);
    expect(high).toBeCloseTo(1, 9);
    expect(low).toBeCloseTo(0, 9);
  });
});

describe('reluBeatsSigmoid', () => {
  // Worst case for a fixed sequence: the first two depths are certain, and all hangs on a third without any lead.
  it('supports a false claim at most α of the time (false alarm: 1e-6)', () => {
    const trials = 4000;
    const { supported } = frequencies(reluBeatsSigmoid, {
      trials,
      effect: ({ activation, depth }) => (activation === 'relu' && depth > 4 ? 1 : 0),
      reads: ({ depth }) => gateDepths.includes(depth),
    });
    const [low, high] = chernoff(trials, alpha, FALSE_ALARM);
    expect(supported).toBeLessThan(high);
    expect(supported).toBeGreaterThan(low); // and it is not needlessly strict: with 3 seeds the rule has level α exactly
  });

  it('supports a true claim as often as power says (false alarm: 1e-6 a side)', () => {
    const trials = 4000;
    const lead = 2.3 * DEVIATION * Math.SQRT2; // 2.3 standard deviations of the paired difference
    const { supported } = frequencies(reluBeatsSigmoid, {
      trials,
      effect: ({ activation, depth }) => (activation === 'relu' ? (depth > 4 ? 1 : lead) : 0),
      reads: ({ depth }) => gateDepths.includes(depth),
    });
    const expected = power({ effect: 2.3, standardDeviation: 1, alpha }, study.grid.seeds.length);
    const [low, high] = chernoff(trials, expected, FALSE_ALARM);
    expect(supported).toBeGreaterThan(low);
    expect(supported).toBeLessThan(high);
  });
});

describe('leadGrowsWithDepth', () => {
  it('decides at most at its level, each way, when the lead does not depend on depth (false alarm: 1e-6 each)', () => {
    const trials = 1000;
    const counts = frequencies(leadGrowsWithDepth, { trials, effect: () => 0, reads: () => true });
    const [, high] = chernoff(trials, trendAlpha, FALSE_ALARM);
    expect(counts.supported).toBeLessThan(high);
    expect(counts.refuted).toBeLessThan(high);
  });
});

describe('reluImprovesWithDepth', () => {
  it('decides α of the time when depth changes nothing, half of it each way (false alarm: 1e-6 each)', () => {
    const trials = 8000;
    const counts = frequencies(reluImprovesWithDepth, { trials, effect: () => 0, reads: ends('relu') });
    const [low, high] = chernoff(trials, alpha / 2, FALSE_ALARM);
    for (const frequency of [counts.supported, counts.refuted]) {
      expect(frequency).toBeLessThan(high);
      expect(frequency).toBeGreaterThan(low);
    }
  });
});

describe('sigmoidDoesNotImprove', () => {
  it('is wrong at most α / 2 of the time when Sigmoid gains exactly the margin (false alarm: 1e-6 each)', () => {
    const trials = 8000;
    const counts = frequencies(sigmoidDoesNotImprove, {
      trials,
      effect: ({ depth }) => (depth === 8 ? study.analysis.marginPoints / 100 : 0),
      reads: ends('sigmoid'),
    });
    const [, high] = chernoff(trials, alpha / 2, FALSE_ALARM);
    expect(counts.supported).toBeLessThan(high);
    expect(counts.refuted).toBeLessThan(high);
  });
});
