/** What no network is needed for: test accuracies that a network must beat before its own says anything. */
import { type Evidence, finalAccuracy, valuesOf } from '../records/evidence.ts';
import { mean } from '../statistics/mean.ts';
import type { ScaleName } from '../study.ts';

export interface Baseline {
  readonly label: string;
  /** Of a few letters, for figures. */
  readonly short: string;
  /** Test accuracy, 0–1. */
  readonly accuracy: number;
}

/**
 * Logistic regressions on each image's colours, fitted and scored on the images of the scale; 0–1. A spec computes them
 * anew. None at `smoke` scale, which is no evidence.
 */
export const colourAccuracies = {
  quick: { means: 0.231, meansAndDeviations: 0.276 },
  paper: { means: 0.241, meansAndDeviations: 0.283 },
} as const;

/** The baselines of a scale, the weakest first. */
export function baselinesOf(scale: ScaleName): readonly Baseline[] {
  const chance = { label: 'Guessing', short: 'guessing', accuracy: 0.1 };
  if (scale === 'smoke') return [chance];
  const { means, meansAndDeviations } = colourAccuracies[scale];
  return [
    chance,
    { label: 'Regression on an image’s 3 mean colours', short: '3 mean colours', accuracy: means },
    {
      label: 'Regression on their means and standard deviations',
      short: 'means and sds',
      accuracy: meansAndDeviations,
    },
  ];
}

/** Whether a scale trains long enough to test a claim about what networks can do. */
export interface Admissibility {
  readonly admissible: boolean;
  /** Mean over seeds of the baseline arm's final test accuracy in the shallowest networks, 0–1. */
  readonly accuracy: number;
  readonly baseline: number;
}

/**
 * Applies the rule: a scale can test the claim if even the simplest network of the baseline arm, Sigmoid with 1 block, beats
 * a regression on three mean colours. What such a network has not learned says something about the time it was given.
 *
 * @returns undefined at a scale that has no baselines
 */
export function admissibility(evidence: Evidence): Admissibility | undefined {
  if (evidence.scale === 'smoke') return undefined;
  const { arms, grid } = evidence.study;
  const accuracy = mean(valuesOf(evidence, arms.baseline, Math.min(...grid.depths), finalAccuracy));
  const baseline = colourAccuracies[evidence.scale].means;
  return { admissible: accuracy > baseline, accuracy, baseline };
}
