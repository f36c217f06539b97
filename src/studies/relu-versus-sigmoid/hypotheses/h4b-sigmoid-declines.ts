/** H4b: Sigmoid does not only fail to profit from depth, it loses by it. */

import { comparePaired } from '../../../judging/compare-paired.ts';
import { type Choices, type Hypothesis, yesOrNo } from '../../../judging/hypothesis.ts';
import { unanimous, type Verdict } from '../../../judging/verdict.ts';
import type { Evidence } from '../../../records/evidence.ts';
import { accuracies, registeredChoices } from '../choices.ts';
import { design } from '../design.ts';

const { alpha, declinePoints } = design.analysis;

export const sigmoidDeclines: Hypothesis = {
  id: 'H4b',
  question: `Does Sigmoid lose more than ${declinePoints} points through depth?`,
  answers: yesOrNo,
  claim: `With Sigmoid, 8 blocks reach a test accuracy more than ${declinePoints} percentage points below that of 1 block.`,
  origin: 'The notebook concludes that "Sigmoid suffered substantial degradation in deeper architectures".',
  reads:
    'The test accuracy after the last epoch (`testAccuracy` of the last of `epochs`) of the Sigmoid runs with 8 blocks and with 1, paired by seed.',
  rule:
    `Paired t test of Sigmoid with 8 blocks − Sigmoid with 1 block: supported if the one-sided ${100 * (1 - alpha)} % upper ` +
    `bound lies below −${declinePoints} percentage points, refuted if the lower one lies above. Together with H7b by Holm’s procedure.`,
  gate: false,
  status: 'confirmatory',
  registered: { date: '2026-11-24', after: 'quick' },
  movable: true,
  judge: judgeDecline,
};

function judgeDecline(evidence: Evidence, choices: Choices = registeredChoices): Omit<Verdict, 'id'> {
  const comparison = comparePaired({
    label: '8 blocks − 1 block',
    arms: ['8 blocks (%)', '1 block (%)'],
    unit: 'points',
    first: accuracies(evidence, 'sigmoid', 8, choices),
    second: accuracies(evidence, 'sigmoid', 1, choices),
    direction: 'below',
    margin: -declinePoints - choices.extraPoints,
    boundLevel: choices.alpha,
    everySeed: false,
  });
  return unanimous([comparison]);
}
