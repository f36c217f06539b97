/** H2: the deeper the network, the larger ReLU's lead. */

import { compareTrend } from '../../../judging/compare-trend.ts';
import { type Hypothesis, yesOrOpposite } from '../../../judging/hypothesis.ts';
import { unanimous } from '../../../judging/verdict.ts';
import { type Evidence, finalAccuracy, valuesOf } from '../../../records/evidence.ts';
import { design } from '../design.ts';

const { depths, seeds } = design.grid;
const { trendAlpha } = design.analysis;

export const leadGrowsWithDepth: Hypothesis = {
  id: 'H2',
  question: 'Does its lead grow with depth, as "as a CNN gets deeper" suggests, by ranks?',
  answers: yesOrOpposite,
  claim: "ReLU's lead over Sigmoid grows with the number of blocks.",
  origin: 'In the notebook the lead grows from 10.4 percentage points with 1 block to 47.1 with 8.',
  reads:
    'The test accuracy after the last epoch (`testAccuracy` of the last of `epochs`) of every run: the lead is ReLU − Sigmoid with the ' +
    'same seed and depth, as a fraction.',
  rule:
    `Page's trend test of ReLU − Sigmoid over ${depths.join(', ')} blocks, with seeds as its blocks, exact: supported if ` +
    `p ≤ ${trendAlpha} for an increase (L ≥ 155 with 3 seeds), refuted if p ≤ ${trendAlpha} for a decrease.`,
  gate: false,
  status: 'exploratory',
  registered: { date: '2026-11-24', after: 'pilot' },
  judge: (evidence) =>
    unanimous([
      compareTrend({
        label: `trend over ${depths.length} depths`,
        depths,
        values: leadsBySeed(evidence),
        direction: 'rises',
        level: trendAlpha,
        tolerance: 0.5 / evidence.study.scales[evidence.scale].testImages, // below one image, differences are rounding
      }),
    ]),
};

function leadsBySeed(evidence: Evidence): number[][] {
  const byDepth = depths.map((depth) => {
    const sigmoid = valuesOf(evidence, 'sigmoid', depth, finalAccuracy);
    return valuesOf(evidence, 'relu', depth, finalAccuracy).map(
      (relu, seed) => relu - (sigmoid[seed] ?? Number.NaN),
    );
  });
  return seeds.map((_, seed) => byDepth.map((leads) => leads[seed] ?? Number.NaN));
}
