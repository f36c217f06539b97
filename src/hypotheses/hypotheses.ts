/** The study's hypotheses together: their list, their verdicts, and which of them is the gate. */
import type { Evidence } from '../records/evidence.ts';
import { judgeFamilies } from './families.ts';
import { reluBeatsSigmoid } from './h1-relu-beats-sigmoid.ts';
import { leadGrowsWithDepth } from './h2-lead-grows-with-depth.ts';
import { leadSlope } from './h2b-lead-slope.ts';
import { reluImprovesWithDepth } from './h3-relu-improves-with-depth.ts';
import { sigmoidDoesNotImprove } from './h4-sigmoid-does-not-improve.ts';
import { sigmoidDeclines } from './h4b-sigmoid-declines.ts';
import { gradientAverageFalls } from './h5-gradient-average-falls.ts';
import { fallsMoreForSigmoid } from './h6-falls-more-for-sigmoid.ts';
import { gradientShrinksFaster } from './h7-gradient-shrinks-faster.ts';
import { gradientsShrinkAlike } from './h7b-gradients-shrink-alike.ts';
import { batchNormPreventsDecay } from './h8-batch-norm-prevents-decay.ts';
import { recomputingLiftsSigmoid } from './h9a-recomputing-lifts-sigmoid.ts';
import { sigmoidLearnsWithDepth } from './h9b-sigmoid-learns-with-depth.ts';
import { type Hypothesis, judge, type Verdict } from './verdict.ts';

/** All hypotheses of the study, in its order. */
export const hypotheses: readonly Hypothesis[] = [
  reluBeatsSigmoid,
  leadGrowsWithDepth,
  leadSlope,
  reluImprovesWithDepth,
  sigmoidDoesNotImprove,
  sigmoidDeclines,
  gradientAverageFalls,
  fallsMoreForSigmoid,
  gradientShrinksFaster,
  gradientsShrinkAlike,
  batchNormPreventsDecay,
  recomputingLiftsSigmoid,
  sigmoidLearnsWithDepth,
];

/**
 * Judges every hypothesis.
 *
 * @returns one verdict each, in the study's order
 * @throws IncompleteEvidence if a run that a rule needs is absent or not finite
 */
export function judgeAll(evidence: Evidence): readonly Verdict[] {
  return judgeFamilies(hypotheses.map((hypothesis) => judge(hypothesis, evidence)));
}

/** Finds the verdict on the gate among some verdicts, if it was judged. */
export function gateVerdict(verdicts: readonly Verdict[]): Verdict | undefined {
  const gates = hypotheses.filter(({ gate }) => gate).map(({ id }) => id);
  return verdicts.find(({ id }) => gates.includes(id));
}
