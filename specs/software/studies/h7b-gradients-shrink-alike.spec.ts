import { describe, expect, it } from 'vitest';
import { probeSeeds } from '../../../src/judging/probed-norms.ts';
import { IncompleteEvidence } from '../../../src/records/evidence.ts';
import { gradientsShrinkAlike } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h7b-gradients-shrink-alike.ts';
import { planted, withProbed } from '../../support/planted-accuracies.ts';

/**
 * Networks with batch norm whose slope of ln(first / last block) is `difference` more for Sigmoid than for ReLU, a little
 * more or less with each second seed.
 */
const differing = (difference: number, spread = 0.01) =>
  withProbed(({ activation, seed }) => {
    const more = difference + (seed % 2 ? spread : -spread);
    return Math.exp(0.02 + seed / 1000 + (activation === 'sigmoid' ? more : 0));
  });
const outcomeOf = (difference: number, spread?: number) =>
  gradientsShrinkAlike.judge(differing(difference, spread)).outcome;
const margin = Math.log(1 / 0.9);

describe('gradientsShrinkAlike', () => {
  it('compares the slopes of Sigmoid and ReLU over the 30 new seeds, 31 to 60', () => {
    const [{ effect, bounds, n, unit, bySeed }] = gradientsShrinkAlike.judge(differing(-0.035))
      .comparisons as [ReturnType<typeof gradientsShrinkAlike.judge>['comparisons'][number]];
    expect([n, unit, bySeed.firstSeed, bySeed.rows.length]).toEqual([30, 'log', 31, 30]);
    expect(effect).toBeCloseTo(-0.035, 9);
    // Half of the differences .01 above and half below: sd² = .0001 · 30 / 29, standard error .01 / √29; t(.95, 29).
    const reach = (1.6991270265334972 * 0.01) / Math.sqrt(29);
    expect(bounds![0]).toBeCloseTo(-0.035 - reach, 9);
    expect(bounds![1]).toBeCloseTo(-0.035 + reach, 9);
    const [first] = bySeed.rows; // seed 31
    for (const [place, slope] of [0.026, 0.051, -0.025].entries()) {
      expect(first![place]).toBeCloseTo(slope, 9);
    }
  });

  it.each([
    [0, 'supported'],
    [0.9 * margin, 'supported'],
    [-0.9 * margin, 'supported'],
    [margin, 'inconclusive'],
    [-margin, 'inconclusive'],
    [1.1 * margin, 'refuted'],
    [-1.1 * margin, 'refuted'],
  ])('has its margin at a tenth per block: a difference of %d is as it should be', (difference, outcome) => {
    expect(outcomeOf(difference)).toBe(outcome);
  });

  it('takes ignorance for no evidence: alike on average, known badly, is inconclusive', () => {
    expect(outcomeOf(0, 0.5)).toBe('inconclusive');
  });

  it('does not look at the seeds that had been seen, nor at networks without batch norm', () => {
    const evidence = withProbed(({ activation, seed, batchNorm }) => {
      const seen = seed <= 30 || !batchNorm;
      const more = (seen ? -1 : 0) + (seed % 2) / 100;
      return Math.exp(activation === 'sigmoid' ? more : 0);
    });
    expect(gradientsShrinkAlike.judge(evidence).outcome).toBe('supported');
  });

  it('reads what is kept on the way, not how large the gradient is', () => {
    const evidence = differing(0.03);
    const probes = evidence.probe.probes.map((probe) => {
      const scale = probe.activation === 'sigmoid' ? 10 ** probe.depth : 1;
      return { ...probe, relativeGradientNorms: probe.relativeGradientNorms.map((norm) => norm * scale) };
    });
    const scaled = { ...evidence, probe: { ...evidence.probe, probes } };
    const effect = gradientsShrinkAlike.judge(scaled).comparisons[0]!.effect;
    expect(effect).toBeCloseTo(0.03, 9);
  });

  it('compares the first block with the last, not stem or head', () => {
    const evidence = differing(0.03);
    const probes = evidence.probe.probes.map((probe) => {
      const ends = probe.relativeGradientNorms.map((norm, layer) =>
        layer === 0 || layer === probe.depth + 1 ? 7 ** probe.depth : norm,
      );
      return { ...probe, relativeGradientNorms: ends };
    });
    const verdict = gradientsShrinkAlike.judge({ ...evidence, probe: { ...evidence.probe, probes } });
    expect(verdict.comparisons[0]!.effect).toBeCloseTo(0.03, 9);
  });

  it('makes no verdict of a gradient that is exactly zero, or absent', () => {
    const dead = withProbed(({ activation, seed }) => (activation === 'relu' && seed === 47 ? 0 : 1));
    expect(() => gradientsShrinkAlike.judge(dead)).toThrow(IncompleteEvidence);
    const alive = differing(0);
    const probes = alive.probe.probes.filter(({ seed }) => seed !== 60);
    expect(() => gradientsShrinkAlike.judge({ ...alive, probe: { ...alive.probe, probes } })).toThrow(
      'The probe needs positive gradients of sigmoid, depth 1, seed 60, got undefined',
    );
  });

  it('is confirmatory and no gate', () => {
    expect([gradientsShrinkAlike.status, gradientsShrinkAlike.gate]).toEqual(['confirmatory', false]);
  });
});

describe('probeSeeds', () => {
  it.each([
    ['smoke', 3],
    ['quick', 30],
    ['paper', 30],
  ] as const)('halves the probe’s seeds at %s scale: %i that had been seen, as many new', (scale, half) => {
    const evidence = planted(() => 0.5, scale);
    const [seen, fresh] = [probeSeeds(evidence, 'first'), probeSeeds(evidence, 'new')];
    expect(seen).toEqual(Array.from({ length: half }, (_, index) => index + 1));
    expect(fresh).toEqual(Array.from({ length: half }, (_, index) => half + index + 1));
  });
});
