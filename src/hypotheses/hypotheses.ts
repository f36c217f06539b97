/** The study's hypotheses together: their list, their verdicts, and which of them is the gate. */
import type { Evidence } from '../records/evidence.ts';
import { reluBeatsSigmoid } from './h1-relu-beats-sigmoid.ts';
import { leadGrowsWithDepth } from './h2-lead-grows-with-depth.ts';
import { reluImprovesWithDepth } from './h3-relu-improves-with-depth.ts';
import { sigmoidDoesNotImprove } from './h4-sigmoid-does-not-improve.ts';
import { gradientAverageFalls } from './h5-gradient-average-falls.ts';
import { fallsMoreForSigmoid } from './h6-falls-more-for-sigmoid.ts';
import { gradientShrinksFaster } from './h7-gradient-shrinks-faster.ts';
import { batchNormPreventsDecay } from './h8-batch-norm-prevents-decay.ts';
import { type Hypothesis, judge, type Verdict } from './verdict.ts';

/** All hypotheses of the study, in its order. */
export const hypotheses: readonly Hypothesis[] = [
  reluBeatsSigmoid,
  leadGrowsWithDepth,
  reluImprovesWithDepth,
  sigmoidDoesNotImprove,
  gradientAverageFalls,
  fallsMoreForSigmoid,
  gradientShrinksFaster,
  batchNormPreventsDecay,
];

/**
 * Judges every hypothesis.
 *
 * @returns one verdict each, in the study's order
 * @throws IncompleteEvidence if a run that a rule needs is absent or not finite
 */
export function judgeAll(evidence: Evidence): readonly Verdict[] {
  return hypotheses.map((hypothesis) => judge(hypothesis, evidence));
}

/** Finds the verdict on the gate among some verdicts, if it was judged. */
export function gateVerdict(verdicts: readonly Verdict[]): Verdict | undefined {
  const gates = hypotheses.filter(({ gate }) => gate).map(({ id }) => id);
  return verdicts.find(({ id }) => gates.includes(id));
}
