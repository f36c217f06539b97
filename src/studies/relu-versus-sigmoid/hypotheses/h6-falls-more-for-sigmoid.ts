/** H6: of the notebook's gradient average, depth leaves less for Sigmoid than for ReLU. */

import { comparePaired } from '../../../judging/compare-paired.ts';
import { type Hypothesis, yesOrOpposite } from '../../../judging/hypothesis.ts';
import { unanimous } from '../../../judging/verdict.ts';
import type { ActivationName } from '../../../network/activations.ts';
import { type Evidence, meanGradientAverage, valuesOf } from '../../../records/evidence.ts';
import { design } from '../design.ts';

const { alpha } = design.analysis;

export const fallsMoreForSigmoid: Hypothesis = {
  id: 'H6',
  question: 'Does depth leave less of it for Sigmoid?',
  answers: yesOrOpposite,
  claim:
    "With 8 blocks, the notebook's gradient average is a smaller share of the one with 1 block for Sigmoid than for ReLU.",
  origin: 'In the notebook it falls by 73.3 % for Sigmoid and 68.5 % for ReLU, 4.8 percentage points more.',
  reads:
    'The notebook’s gradient average (mean over `epochs` of the mean over `meanAbsoluteGradients`) of the runs with 1 and with 8 blocks: the ' +
    'share lost is 1 − the one with 8 / the one with 1, for each activation and seed; where the average grows, it is below 0.',
  rule:
    `Paired t test of the share lost, Sigmoid − ReLU: supported if the two-sided ${100 * (1 - alpha)} % ` +
    'interval lies above 0, refuted if it lies below.',
  gate: false,
  status: 'exploratory',
  registered: { date: '2026-11-24', after: 'pilot' },
  judge: (evidence) =>
    unanimous([
      comparePaired({
        label: 'share lost, Sigmoid − ReLU',
        arms: ['Sigmoid (%)', 'ReLU (%)'],
        unit: 'points',
        first: fallBySeed(evidence, 'sigmoid'),
        second: fallBySeed(evidence, 'relu'),
        direction: 'above',
        margin: 0,
        boundLevel: alpha / 2,
        everySeed: false,
      }),
    ]),
};

function fallBySeed(evidence: Evidence, activation: ActivationName): number[] {
  const shallow = valuesOf(evidence, activation, 1, meanGradientAverage);
  const deep = valuesOf(evidence, activation, 8, meanGradientAverage);
  return deep.map((average, seed) => 1 - average / (shallow[seed] ?? Number.NaN));
}
