/** H9a: the deep Sigmoid network is better than its evaluation by running statistics says. */

import { comparePaired } from '../../../judging/compare-paired.ts';
import { type Hypothesis, yesOrNo } from '../../../judging/hypothesis.ts';
import { unanimous } from '../../../judging/verdict.ts';
import { finalAccuracy, recomputedAccuracy } from '../../../records/evidence.ts';
import { accuracies, registeredChoices } from '../choices.ts';
import { design } from '../design.ts';

const { alpha, liftPoints } = design.analysis;

export const recomputingLiftsSigmoid: Hypothesis = {
  id: 'H9a',
  question: `Does recomputing batch norm’s statistics lift deep Sigmoid networks by more than ${liftPoints} point?`,
  answers: yesOrNo,
  claim: `With Sigmoid and 8 blocks, recomputing batch norm's statistics lifts the test accuracy by more than ${liftPoints} percentage point.`,
  origin:
    'The notebook evaluates by running statistics and takes what it sees for what was learnt; it did not ask this.',
  reads:
    'The test accuracy after the last epoch under both evaluations (`recomputedTestAccuracy` and `testAccuracy` of the last of `epochs`) of ' +
    'the Sigmoid runs with 8 blocks, paired by seed.',
  rule:
    `Paired t test of the two evaluations of the same weights: supported if the one-sided ${100 * (1 - alpha)} % lower bound lies ` +
    `above ${liftPoints} percentage point, refuted if the upper one lies below.`,
  gate: false,
  status: 'confirmatory',
  registered: { date: '2026-11-24', after: 'quick' },
  movable: true,
  judge: (evidence, { alpha: level, extraPoints, seeds } = registeredChoices) =>
    unanimous([
      comparePaired({
        label: 'recomputed − running',
        arms: ['recomputed (%)', 'running (%)'],
        unit: 'points',
        first: accuracies(evidence, 'sigmoid', 8, { seeds }, recomputedAccuracy),
        second: accuracies(evidence, 'sigmoid', 8, { seeds }, finalAccuracy),
        direction: 'above',
        margin: liftPoints + extraPoints,
        boundLevel: level,
        everySeed: false,
      }),
    ]),
};
