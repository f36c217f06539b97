/** H3: ReLU profits from depth. */

import { comparePaired } from '../../../judging/compare-paired.ts';
import { type Hypothesis, yesOrOpposite } from '../../../judging/hypothesis.ts';
import { accuracies, registeredChoices } from '../choices.ts';
import { design } from '../design.ts';

const { alpha } = design.analysis;

export const reluImprovesWithDepth: Hypothesis = {
  id: 'H3',
  question: 'Does ReLU gain from depth?',
  answers: yesOrOpposite,
  claim: 'With ReLU, 8 blocks reach a higher test accuracy than 1 block.',
  origin: 'In the notebook ReLU rises from 54.99 % with 1 block to 80.07 % with 8.',
  reads:
    'The test accuracy after the last epoch (`testAccuracy` of the last of `epochs`) of the ReLU runs with 8 blocks and with 1, paired by seed.',
  rule:
    `Paired t test of ReLU with 8 blocks − ReLU with 1 block: supported if the two-sided ${100 * (1 - alpha)} % interval ` +
    'lies above 0, refuted if it lies below.',
  gate: false,
  status: 'exploratory',
  registered: { date: '2026-11-24', after: 'pilot' },
  movable: true,
  judge: (evidence, choices = registeredChoices) => {
    const comparison = comparePaired({
      label: '8 blocks − 1 block',
      arms: ['8 blocks (%)', '1 block (%)'],
      first: accuracies(evidence, 'relu', 8, choices),
      second: accuracies(evidence, 'relu', 1, choices),
      direction: 'above',
      unit: 'points',
      margin: choices.extraPoints,
      boundLevel: choices.alpha / 2,
      everySeed: false,
    });
    return { outcome: comparison.outcome, comparisons: [comparison], reason: `${comparison.reason}.` };
  },
};
