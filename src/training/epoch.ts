/** What one epoch left behind, and how its averages are gathered step by step. */
import type { BatchGradients, Network } from '../network/network.ts';
import { meanAbsoluteGradients, relativeGradientNorms } from './gradient-flow.ts';

/** Accuracies are fractions 0–1, losses mean cross-entropy in nats. */
export interface Epoch {
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  /** By the running statistics, as the notebook evaluates. */
  readonly testLoss: number;
  readonly testAccuracy: number;
  /** By statistics recomputed for the weights at the epoch's end. */
  readonly recomputedTestLoss: number;
  readonly recomputedTestAccuracy: number;
  /** Mean |g| per parameter tensor, mean over the epoch's batches; their mean is the notebook's gradient average. */
  readonly meanAbsoluteGradients: readonly number[];
  /** ‖∂L/∂W‖ / ‖W‖ per layer (stem, blocks, head), mean over the epoch's batches. */
  readonly relativeGradientNorms: readonly number[];
  /** Per batch norm (stem, blocks): how far its running means trail the recomputed ones, in standard deviations. */
  readonly runningMeanLag: readonly number[];
}

/** The half of an epoch's figures that training gives. */
export type TrainedEpoch = Pick<
  Epoch,
  'trainLoss' | 'trainAccuracy' | 'meanAbsoluteGradients' | 'relativeGradientNorms'
>;

/** Running totals of an epoch: each step adds its share. */
export interface EpochTotals {
  loss: number;
  correct: number;
  means: readonly number[];
  norms: readonly number[];
}

/** No step taken. */
export function freshTotals(): EpochTotals {
  return { loss: 0, correct: 0, means: [], norms: [] };
}

/**
 * Adds a batch's share to the totals.
 *
 * @param totals - changed in place
 * @param network - with the weights that the gradients were taken at
 * @param loss - mean loss of the batch
 * @param correct - images of the batch that were right
 * @param steps - number of batches in the epoch
 * @returns the batch's ‖∂L/∂W‖ / ‖W‖ per layer
 */
export function addBatch(
  totals: EpochTotals,
  { parameters }: Network,
  { gradients }: BatchGradients,
  loss: number,
  correct: number,
  steps: number,
): readonly number[] {
  const norms = relativeGradientNorms(parameters, gradients);
  totals.loss += loss / steps;
  totals.correct += correct;
  totals.means = addShare(totals.means, meanAbsoluteGradients(gradients), steps);
  totals.norms = addShare(totals.norms, norms, steps);
  return norms;
}

function addShare(totals: readonly number[], values: readonly number[], count: number): number[] {
  return values.map((value, index) => (totals[index] ?? 0) + value / count);
}
