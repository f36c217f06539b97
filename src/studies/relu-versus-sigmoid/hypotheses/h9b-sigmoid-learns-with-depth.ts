/** H9b: measured by recomputed statistics, Sigmoid gains by depth. */

import { comparePaired } from '../../../judging/compare-paired.ts';
import { type Hypothesis, yesOrOpposite } from '../../../judging/hypothesis.ts';
import { unanimous } from '../../../judging/verdict.ts';
import { recomputedAccuracy } from '../../../records/evidence.ts';
import { accuracies, registeredChoices } from '../choices.ts';
import { design } from '../design.ts';

const { alpha } = design.analysis;

export const sigmoidLearnsWithDepth: Hypothesis = {
  id: 'H9b',
  question: 'By such statistics, does Sigmoid gain from depth?',
  answers: yesOrOpposite,
  claim: 'By recomputed statistics, Sigmoid with 8 blocks reaches a higher test accuracy than with 1 block.',
  origin:
    'The notebook concludes that Sigmoid has a "severely diminished representational and learning capacity" in deep networks.',
  reads:
    'The test accuracy after the last epoch by recomputed statistics (`recomputedTestAccuracy` of the last of `epochs`) of the Sigmoid runs ' +
    'with 8 blocks and with 1, paired by seed.',
  rule:
    `Paired t test of Sigmoid with 8 blocks − Sigmoid with 1 block: supported if the one-sided ${100 * (1 - alpha)} % lower bound ` +
    'lies above 0, refuted if the upper one lies below. Tested only if H9a is supported.',
  gate: false,
  status: 'confirmatory',
  registered: { date: '2026-11-24', after: 'quick' },
  movable: true,
  judge: (evidence, { alpha: level, extraPoints, seeds } = registeredChoices) =>
    unanimous([
      comparePaired({
        label: '8 blocks − 1 block, recomputed',
        arms: ['8 blocks (%)', '1 block (%)'],
        unit: 'points',
        first: accuracies(evidence, 'sigmoid', 8, { seeds }, recomputedAccuracy),
        second: accuracies(evidence, 'sigmoid', 1, { seeds }, recomputedAccuracy),
        direction: 'above',
        margin: extraPoints,
        boundLevel: level,
        everySeed: false,
      }),
    ]),
};
