import { describe, expect, it } from 'vitest';
import type { ActivationName } from '../../../src/network/activations.ts';
import { publishedOf } from '../../../src/report/published.ts';
import { fallsMoreForSigmoid } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h6-falls-more-for-sigmoid.ts';
import { deviationsOf, publishedConditions } from '../../../src/studies/relu-versus-sigmoid/notebook.ts';
import { study } from '../../support/this-study.ts';

describe('publishedConditions', () => {
  it('are those of the study, each once', () => {
    expect(publishedConditions.map(({ activation, depth }) => [activation, depth])).toEqual(
      study.grid.activations.flatMap((activation) => study.grid.depths.map((depth) => [activation, depth])),
    );
  });
});

const publishedCondition = (activation: ActivationName, depth: number) =>
  publishedOf(study, activation, depth)!;

describe('publishedOf', () => {
  it('tells activations and depths apart', () => {
    expect(publishedCondition('sigmoid', 6)).toEqual({
      activation: 'sigmoid',
      depth: 6,
      bestTestAccuracy: 0.4243,
      gradientAverage: 0.003,
    });
    expect(publishedCondition('relu', 6)).toMatchObject({
      bestTestAccuracy: 0.7884,
      gradientAverage: 0.0049,
    });
    expect(publishedCondition('relu', 4)).toMatchObject({
      bestTestAccuracy: 0.7363,
      gradientAverage: 0.0064,
    });
  });

  it('agrees with what the hypotheses say the notebook claims', () => {
    const lead = (depth: number) =>
      100 *
      (publishedCondition('relu', depth).bestTestAccuracy -
        publishedCondition('sigmoid', depth).bestTestAccuracy);
    expect([lead(1).toFixed(1), lead(8).toFixed(1)]).toEqual(['10.4', '47.1']); // H2
    const fall = (activation: ActivationName) => {
      const [one, eight] = [publishedCondition(activation, 1), publishedCondition(activation, 8)];
      return (100 * (1 - eight.gradientAverage / one.gradientAverage)).toFixed(1);
    };
    expect(fallsMoreForSigmoid.origin).toContain(
      `${fall('sigmoid')} % for Sigmoid and ${fall('relu')} % for ReLU`,
    );
  });

  it('knows of no condition that the notebook has not', () => {
    expect(publishedOf(study, 'relu', 3)).toBeUndefined();
    expect(publishedOf(study, 'tanh', 1)).toBeUndefined();
  });
});

describe('deviationsOf', () => {
  it('are distinct full sentences', () => {
    for (const scale of ['quick', 'paper'] as const) {
      const deviations = deviationsOf(scale);
      expect(new Set(deviations).size).toBe(deviations.length);
      for (const deviation of deviations)
        expect(deviation).toMatch(/^(The|Width|`quick`) .*\.$|^Width, .*\.$/);
    }
  });
});
