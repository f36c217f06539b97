/** The study's hypotheses, in its order. */
import type { Hypothesis } from '../../judging/hypothesis.ts';
import { reluBeatsSigmoid } from './hypotheses/h1-relu-beats-sigmoid.ts';
import { leadGrowsWithDepth } from './hypotheses/h2-lead-grows-with-depth.ts';
import { leadSlope } from './hypotheses/h2b-lead-slope.ts';
import { reluImprovesWithDepth } from './hypotheses/h3-relu-improves-with-depth.ts';
import { sigmoidDoesNotImprove } from './hypotheses/h4-sigmoid-does-not-improve.ts';
import { sigmoidDeclines } from './hypotheses/h4b-sigmoid-declines.ts';
import { gradientAverageFalls } from './hypotheses/h5-gradient-average-falls.ts';
import { fallsMoreForSigmoid } from './hypotheses/h6-falls-more-for-sigmoid.ts';
import { gradientShrinksFaster } from './hypotheses/h7-gradient-shrinks-faster.ts';
import { gradientsShrinkAlike } from './hypotheses/h7b-gradients-shrink-alike.ts';
import { batchNormPreventsDecay } from './hypotheses/h8-batch-norm-prevents-decay.ts';
import { recomputingLiftsSigmoid } from './hypotheses/h9a-recomputing-lifts-sigmoid.ts';
import { sigmoidLearnsWithDepth } from './hypotheses/h9b-sigmoid-learns-with-depth.ts';

export { design, judgedScales } from './design.ts'; // registered with them

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
