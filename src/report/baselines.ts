/** What no network is needed for: test accuracies that a network must beat before its own says anything. */

/** Guessing one of ten classes. */
export const CHANCE = 0.1;

/**
 * Logistic regressions on each image's colours, fitted and scored on the images of the scale; 0–1. A spec computes them
 * anew.
 */
export const baselines = {
  quick: { means: 0.231, meansAndDeviations: 0.276 },
  paper: { means: 0.241, meansAndDeviations: 0.283 },
} as const;
