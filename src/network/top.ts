/** The network above its body: pooled features, standardised where the architecture asks for it, and the head. */
import { type BatchLoss, softmaxCrossEntropy } from './cross-entropy.ts';
import { type Head, headBackward, headForward } from './head.ts';
import type { BatchStatistics, NormStatistics } from './running-statistics.ts';
import { standardise, standardiseBy, standardiseGradient } from './standardise.ts';

/** Under this name the statistics of standardised features stand behind those of the layers. */
export const FEATURES = 'features';

/** What one batch's features teach. */
export interface TopGradients {
  readonly loss: BatchLoss;
  readonly head: Readonly<Record<'head.kernel' | 'head.bias', Float32Array>>;
  /** ∂L/∂features, row-major [batch, features]. */
  readonly features: Float32Array;
  /** What the standardisation saw; undefined where there is none. */
  readonly statistics: BatchStatistics | undefined;
}

/**
 * Goes from features to the loss and back.
 *
 * @param features - row-major [batch, features]
 * @param labels - class indices [batch]
 * @param lossFactor - what the loss is multiplied by before its gradient is taken; the loss that is returned is the plain one
 */
export function topGradients(
  features: Float32Array,
  labels: Uint8Array,
  head: Head,
  standardised: boolean,
  lossFactor: number,
): TopGradients {
  const width = features.length / labels.length;
  const batch = standardised ? standardise(features, width) : undefined;
  const inputs = batch?.values ?? features;
  const loss = softmaxCrossEntropy(headForward(inputs, head), labels);
  const slopes = lossFactor === 1 ? loss.gradient : loss.gradient.map((slope) => slope * lossFactor);
  const { kernel, bias, features: dInputs } = headBackward(slopes, inputs, head);
  return {
    loss,
    head: { 'head.kernel': kernel, 'head.bias': bias },
    features: batch ? standardiseGradient(dInputs, batch) : dInputs,
    statistics: batch?.statistics,
  };
}

/**
 * Computes logits in evaluation mode.
 *
 * @param statistics - of all layers; the last stands for the features where they are standardised
 * @returns row-major [batch, classes]
 */
export function topLogits(
  features: Float32Array,
  head: Head,
  statistics: readonly NormStatistics[],
): Float32Array {
  const last = statistics.at(-1);
  return headForward(last?.name === FEATURES ? standardiseBy(features, last) : features, head);
}
