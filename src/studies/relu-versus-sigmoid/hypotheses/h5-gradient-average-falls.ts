/** H5: the notebook's gradient average falls with depth. */

import { compareTrend } from '../../../judging/compare-trend.ts';
import { type Hypothesis, yesOrOpposite } from '../../../judging/hypothesis.ts';
import { unanimous } from '../../../judging/verdict.ts';
import { activationLooks } from '../../../network/activations.ts';
import { type Evidence, meanGradientAverage, valuesOf } from '../../../records/evidence.ts';
import { design } from '../design.ts';

const { depths, seeds } = design.grid;
// Those that the claim names, whatever else is trained.
const named = ['relu', 'sigmoid'] as const;
const { trendAlpha } = design.analysis;

export const gradientAverageFalls: Hypothesis = {
  id: 'H5',
  question: 'Does the notebook’s gradient average fall with depth?',
  answers: {
    ...yesOrOpposite,
    supported: 'Yes; but it is no measure of vanishing: see below how much of its fall is dilution',
  },
  claim: "The notebook's gradient average falls with the number of blocks, for ReLU and for Sigmoid.",
  origin: 'In the notebook it falls from 0.0124 to 0.0039 with ReLU and from 0.0090 to 0.0024 with Sigmoid.',
  reads:
    'The notebook’s gradient average of every run: the mean over `epochs` of the mean over the parameter tensors in `meanAbsoluteGradients`.',
  rule:
    `For each activation, Page's trend test over ${depths.join(', ')} blocks with seeds as its blocks, exact: supported ` +
    `if p ≤ ${trendAlpha} for a fall with both, refuted if p ≤ ${trendAlpha} for a rise with both.`,
  gate: false,
  status: 'exploratory',
  registered: { date: '2026-11-24', after: 'pilot' },
  judge: (evidence) =>
    unanimous(
      named.map((activation) =>
        compareTrend({
          label: activationLooks[activation].label,
          depths,
          values: averagesBySeed(evidence, activation),
          direction: 'falls',
          level: trendAlpha,
          tolerance: 1e-12, // an average of float32 gradients near 1e-2 is not known more finely
        }),
      ),
    ),
};

function averagesBySeed(evidence: Evidence, activation: (typeof named)[number]): number[][] {
  const byDepth = depths.map((depth) => valuesOf(evidence, activation, depth, meanGradientAverage));
  return seeds.map((_, seed) => byDepth.map((averages) => averages[seed] ?? Number.NaN));
}
