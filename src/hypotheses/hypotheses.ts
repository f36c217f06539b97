/** All hypotheses, in the order of the study. */
import { reluBeatsSigmoid } from './h1-relu-beats-sigmoid.ts';
import { leadGrowsWithDepth } from './h2-lead-grows-with-depth.ts';
import { reluImprovesWithDepth } from './h3-relu-improves-with-depth.ts';
import { sigmoidDoesNotImprove } from './h4-sigmoid-does-not-improve.ts';
import { gradientAverageFalls } from './h5-gradient-average-falls.ts';
import { fallsMoreForSigmoid } from './h6-falls-more-for-sigmoid.ts';
import { gradientShrinksFaster } from './h7-gradient-shrinks-faster.ts';
import { batchNormPreventsDecay } from './h8-batch-norm-prevents-decay.ts';
import type { Hypothesis } from './verdict.ts';

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
