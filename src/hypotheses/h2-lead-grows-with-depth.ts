/** H2: the deeper the network, the larger ReLU's lead. */
import { type Evidence, finalAccuracy, valuesOf } from '../records/evidence.ts';
import { type PagesL, pagesL } from '../statistics/pages-l.ts';
import { study } from '../study.ts';
import type { Hypothesis, Outcome } from './verdict.ts';

const { depths, seeds } = study.grid;
const { trendAlpha } = study.analysis;

export const leadGrowsWithDepth: Hypothesis = {
  id: 'H2',
  claim: "ReLU's lead over Sigmoid grows with the number of blocks.",
  origin: 'In the notebook the lead grows from 10.4 percentage points with 1 block to 47.1 with 8.',
  rule:
    `Page's trend test of ReLU − Sigmoid over ${depths.join(', ')} blocks, with seeds as its blocks, exact: supported if ` +
    `p ≤ ${trendAlpha} for an increase (L ≥ 155 with 3 seeds), refuted if p ≤ ${trendAlpha} for a decrease.`,
  gate: false,
  judge: (evidence) => {
    const leads = leadsBySeed(evidence);
    const testImages = study.scales[evidence.scale].testImages;
    const tolerance = 0.5 / testImages; // below one image, differences are rounding
    const rising = pagesL(leads, tolerance);
    const falling = pagesL(
      leads.map((lead) => [...lead].reverse()),
      tolerance,
    );
    const outcome = outcomeOf(rising, falling);
    const reason =
      `L = ${rising.l} (${rising.expected} expected without a trend, ${rising.largest} at most), ` +
      `p = ${rising.p.toFixed(4)} for an increase, ${falling.p.toFixed(4)} for a decrease`;
    const comparison = {
      label: `trend over ${depths.length} depths`,
      outcome,
      effect: rising.l,
      unit: 'L',
      bounds: undefined,
      p: rising.p,
      n: rising.blocks,
      reason,
    } as const;
    return { outcome, comparisons: [comparison], reason: `${reason}.` };
  },
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

function outcomeOf(rising: PagesL, falling: PagesL): Outcome {
  if (rising.p <= trendAlpha) return 'supported';
  return falling.p <= trendAlpha ? 'refuted' : 'inconclusive';
}
