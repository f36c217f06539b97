/** H8, the ablation: without batch norm Sigmoid's gradient vanishes with depth; with batch norm it does not. */

import { comparePaired } from '../../../judging/compare-paired.ts';
import { type Hypothesis, yesOrOpposite } from '../../../judging/hypothesis.ts';
import { probedNorms, probeSeeds } from '../../../judging/probed-norms.ts';
import { type Comparison, unanimous } from '../../../judging/verdict.ts';
import type { Evidence } from '../../../records/evidence.ts';
import { leastSquares } from '../../../statistics/least-squares.ts';
import { mean } from '../../../statistics/mean.ts';
import { design } from '../design.ts';

const { alpha, vanishingFactor, steadyFactor, smallestFit } = design.analysis;
const { depths } = design.grid;

export const batchNormPreventsDecay: Hypothesis = {
  id: 'H8',
  question: 'Is batch norm what keeps Sigmoid’s gradient from vanishing?',
  answers: {
    ...yesOrOpposite,
    supported: 'Yes: at initialisation it vanishes without batch norm, which the notebook’s networks have',
  },
  claim:
    'At initialisation, without batch norm the gradient of Sigmoid’s first layer at least halves with every further ' +
    'block; with batch norm it keeps at least 80 % of itself.',
  origin:
    'The notebook says that "sigmoid derivatives shrink gradients over layers", in networks that have batch norm.',
  reads:
    'The first of `relativeGradientNorms` (the stem’s) of each Sigmoid network in `initialisation.json`, by number of blocks, with and without batch norm.',
  rule:
    'Over the first half of the probe’s seeds (30 where it counts), the slope of ln(‖∂L/∂W‖ / ‖W‖) of the first layer over the number of blocks: supported if ' +
    `the ${100 * (1 - alpha)} % interval lies below ln ${vanishingFactor} without batch norm, with a straight-line fit of ` +
    `R² ≥ ${smallestFit}, and above ln ${steadyFactor} with it; refuted if both lie on the other side.`,
  gate: false,
  status: 'exploratory',
  registered: { date: '2026-11-24', after: 'pilot' },
  judge: (evidence) => unanimous([withFit(decay(evidence, false), meanFit(evidence)), decay(evidence, true)]),
};

function decay(evidence: Evidence, batchNorm: boolean): Comparison {
  return comparePaired({
    label: `${batchNorm ? 'with' : 'without'} batch norm, ln per block`,
    arms: ['slope', 'no change'],
    unit: 'log',
    first: probeSeeds(evidence, 'first').map(
      (seed) => leastSquares(depths, logNorms(evidence, batchNorm, seed)).slope,
    ),
    second: probeSeeds(evidence, 'first').map(() => 0),
    direction: batchNorm ? 'above' : 'below',
    margin: Math.log(batchNorm ? steadyFactor : vanishingFactor),
    boundLevel: alpha / 2,
    everySeed: false,
  });
}

function withFit(comparison: Comparison, rSquared: number): Comparison {
  const reason = `${comparison.reason}, R² = ${rSquared.toFixed(3)} of the mean over seeds`;
  const geometric = rSquared >= smallestFit;
  const outcome = comparison.outcome === 'supported' && !geometric ? 'inconclusive' : comparison.outcome;
  return { ...comparison, outcome, reason };
}

function meanFit(evidence: Evidence): number {
  const bySeed = probeSeeds(evidence, 'first').map((seed) => logNorms(evidence, false, seed));
  const means = depths.map((_, index) => mean(bySeed.map((norms) => norms[index] ?? Number.NaN)));
  return leastSquares(depths, means).rSquared;
}

/** ln of the first layer's relative gradient norm, one per depth. */
function logNorms(evidence: Evidence, batchNorm: boolean, seed: number): number[] {
  return depths.map((depth) => {
    const [stem] = probedNorms(evidence, { activation: 'sigmoid', depth, seed, batchNorm });
    return Math.log(stem ?? Number.NaN);
  });
}
