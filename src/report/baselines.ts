/** What no network is needed for: test accuracies that a network must beat before its own says anything. */
import { type Evidence, finalAccuracy, valuesOf } from '../records/evidence.ts';
import { mean } from '../statistics/mean.ts';

export interface Baseline {
  readonly label: string;
  /** Of a few letters, for figures. */
  readonly short: string;
  /** Test accuracy, 0–1. */
  readonly accuracy: number;
}

/** The baselines of a scale, the weakest first; those on colours only where the study has them. */
export function baselinesOf({ study, scale }: Pick<Evidence, 'study' | 'scale'>): readonly Baseline[] {
  const chance = { label: 'Guessing', short: 'guessing', accuracy: 0.1 };
  const colours = study.colourBaselines[scale];
  if (!colours) return [chance];
  const { means, meansAndDeviations } = colours;
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

/** The accuracy of a network that may only have guessed: 3 standard errors above chance, √(p(1 − p) / images) each. */
export function guessingLimit({ study, scale }: Pick<Evidence, 'study' | 'scale'>): number {
  return 0.1 + 3 * Math.sqrt((0.1 * (1 - 0.1)) / study.scales[scale].testImages);
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
  const { arms, grid, colourBaselines } = evidence.study;
  const baseline = colourBaselines[evidence.scale]?.means;
  if (baseline === undefined) return undefined;
  const accuracy = mean(valuesOf(evidence, arms.baseline, Math.min(...grid.depths), finalAccuracy));
  return { admissible: accuracy > baseline, accuracy, baseline };
}
