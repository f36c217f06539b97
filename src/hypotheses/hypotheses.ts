/** All hypotheses, in the order of the study. */
import { reluBeatsSigmoid } from './h1-relu-beats-sigmoid.ts';
import { leadGrowsWithDepth } from './h2-lead-grows-with-depth.ts';
import { reluImprovesWithDepth } from './h3-relu-improves-with-depth.ts';
import { sigmoidDoesNotImprove } from './h4-sigmoid-does-not-improve.ts';
import type { Hypothesis } from './verdict.ts';

export const hypotheses: readonly Hypothesis[] = [
  reluBeatsSigmoid,
  leadGrowsWithDepth,
  reluImprovesWithDepth,
  sigmoidDoesNotImprove,
];
