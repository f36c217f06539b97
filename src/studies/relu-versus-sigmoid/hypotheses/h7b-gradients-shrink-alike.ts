/** H7b, the mechanism asked the other way round: with batch norm the two gradients shrink alike. */

import { compareEquivalence } from '../../../judging/compare-equivalence.ts';
import { type Hypothesis, yesOrNo } from '../../../judging/hypothesis.ts';
import { probedNorms, probeSeeds } from '../../../judging/probed-norms.ts';
import { unanimous } from '../../../judging/verdict.ts';
import type { ActivationName } from '../../../network/activations.ts';
import type { Evidence } from '../../../records/evidence.ts';
import { leastSquares } from '../../../statistics/least-squares.ts';
import { design } from '../design.ts';

const { depths } = design.grid;
const { alpha, equivalenceFactor } = design.analysis;

export const gradientsShrinkAlike: Hypothesis = {
  id: 'H7b',
  question: 'At initialisation, do the two differ by less than a tenth per block?',
  answers: yesOrNo,
  claim:
    'At initialisation, the gradient that reaches the first block, relative to the last, changes per block by the same ' +
    'factor for Sigmoid and ReLU, to within a tenth.',
  origin:
    'The notebook explains its result by Sigmoid "exacerbating the vanishing gradient problem" in deep networks.',
  reads:
    '`relativeGradientNorms` of the networks with batch norm in `initialisation.json`, seeds of its second half: per seed and activation the ' +
    'slope of ln(first block / last block) over the number of blocks.',
  rule:
    'The slopes’ difference, Sigmoid − ReLU, over the probe’s second half of seeds (31 to 60 where it counts): supported if two one-sided ' +
    `paired t tests at ${100 * alpha} % place it above ln ${equivalenceFactor} and below −ln ${equivalenceFactor}, refuted if one of ` +
    'them places it outside. Together with H4b by Holm’s procedure.',
  gate: false,
  status: 'confirmatory',
  registered: { date: '2026-11-24', after: 'quick' },
  judge: (evidence) =>
    unanimous([
      compareEquivalence({
        label: 'at initialisation, ln per block',
        arms: ['slope, Sigmoid', 'slope, ReLU'],
        unit: 'log',
        first: slopes(evidence, 'sigmoid'),
        second: slopes(evidence, 'relu'),
        margin: -Math.log(equivalenceFactor),
        level: alpha,
        firstSeed: probeSeeds(evidence, 'new')[0] ?? 1,
      }),
    ]),
};

function slopes(evidence: Evidence, activation: ActivationName): number[] {
  return probeSeeds(evidence, 'new').map((seed) => {
    const kept = depths.map((depth) => {
      const norms = probedNorms(evidence, { activation, depth, seed, batchNorm: true });
      return Math.log((norms[1] ?? Number.NaN) / (norms.at(-2) ?? Number.NaN)); // stem, block 1 … block N, head
    });
    return leastSquares(depths, kept).slope;
  });
}
