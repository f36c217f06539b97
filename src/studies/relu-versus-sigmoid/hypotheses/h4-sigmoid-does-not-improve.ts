/** H4: Sigmoid does not profit from depth. */

import { comparePaired } from '../../../judging/compare-paired.ts';
import { type Hypothesis, yesOrOpposite } from '../../../judging/hypothesis.ts';
import { finalAccuracy, valuesOf } from '../../../records/evidence.ts';
import { design } from '../design.ts';

const { alpha, marginPoints } = design.analysis;

export const sigmoidDoesNotImprove: Hypothesis = {
  id: 'H4',
  question: 'Does Sigmoid fail to gain from depth?',
  answers: yesOrOpposite,
  claim: 'With Sigmoid, 8 blocks do not reach a higher test accuracy than 1 block.',
  origin: 'In the notebook Sigmoid falls from 44.59 % with 1 block to 32.97 % with 8.',
  reads:
    'The test accuracy after the last epoch (`testAccuracy` of the last of `epochs`) of the Sigmoid runs with 8 blocks and with 1, paired by seed.',
  rule:
    `Paired t test of Sigmoid with 8 blocks − Sigmoid with 1 block: supported if the two-sided ${100 * (1 - alpha)} % ` +
    `interval lies below ${marginPoints} percentage point, refuted if it lies above.`,
  gate: false,
  status: 'exploratory',
  registered: { date: '2026-11-24', after: 'pilot' },
  judge: (evidence) => {
    const comparison = comparePaired({
      label: '8 blocks − 1 block',
      arms: ['8 blocks (%)', '1 block (%)'],
      first: valuesOf(evidence, 'sigmoid', 8, finalAccuracy),
      second: valuesOf(evidence, 'sigmoid', 1, finalAccuracy),
      direction: 'below',
      unit: 'points',
      margin: marginPoints,
      boundLevel: alpha / 2,
      everySeed: false,
    });
    return { outcome: comparison.outcome, comparisons: [comparison], reason: `${comparison.reason}.` };
  },
};
