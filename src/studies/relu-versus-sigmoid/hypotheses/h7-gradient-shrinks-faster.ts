/** H7, the mechanism: with depth, ever less of the gradient reaches the first block for Sigmoid than for ReLU. */

import { comparePaired } from '../../../judging/compare-paired.ts';
import { type Hypothesis, yesOrOpposite } from '../../../judging/hypothesis.ts';
import { unanimous } from '../../../judging/verdict.ts';
import type { ActivationName } from '../../../network/activations.ts';
import { type Evidence, meanRelativeGradientNorms, valuesOf } from '../../../records/evidence.ts';
import type { RunRecord } from '../../../records/run-record.ts';
import { leastSquares } from '../../../statistics/least-squares.ts';
import { design } from '../design.ts';

const { depths, seeds } = design.grid;
const { alpha } = design.analysis;

export const gradientShrinksFaster: Hypothesis = {
  id: 'H7',
  question: 'Per block, does less of the gradient reach the first block with Sigmoid?',
  answers: yesOrOpposite,
  claim:
    'Per block, the gradient that reaches the first block, relative to the last, changes by a smaller factor for Sigmoid than for ReLU.',
  origin:
    'The notebook explains its result by Sigmoid "exacerbating the vanishing gradient problem" in deep networks.',
  reads:
    '‖∂L/∂W‖ / ‖W‖ of the first and of the last block, of every run: `initialGradientNorms`, and the mean over `epochs` of ' +
    '`relativeGradientNorms` (lists from stem to head).',
  rule:
    'A run keeps ln(first block / last block) of ‖∂L/∂W‖ / ‖W‖; per seed its slope over the number of blocks is fitted. ' +
    `Paired t test of the slopes, Sigmoid − ReLU, at initialisation and over training: supported if both two-sided ${100 * (1 - alpha)} % ` +
    'intervals lie below 0, refuted if both lie above.',
  gate: false,
  status: 'exploratory',
  registered: { date: '2026-11-24', after: 'pilot' },
  judge: (evidence) =>
    unanimous([
      compareSlopes('at initialisation', evidence, ({ initialGradientNorms }) => initialGradientNorms),
      compareSlopes('over training', evidence, meanRelativeGradientNorms),
    ]),
};

type Norms = (record: RunRecord) => readonly number[];

function compareSlopes(label: string, evidence: Evidence, norms: Norms): ReturnType<typeof comparePaired> {
  return comparePaired({
    label: `${label}, ln per block`,
    arms: ['slope, Sigmoid', 'slope, ReLU'],
    unit: 'log',
    first: slopes(evidence, 'sigmoid', norms),
    second: slopes(evidence, 'relu', norms),
    direction: 'below',
    margin: 0,
    boundLevel: alpha / 2,
    everySeed: false,
  });
}

function slopes(evidence: Evidence, activation: ActivationName, norms: Norms): number[] {
  const kept = depths.map((depth) =>
    valuesOf(evidence, activation, depth, (record) => logKept(norms(record))),
  );
  return seeds.map(
    (_, seed) =>
      leastSquares(
        depths,
        kept.map((values) => values[seed] ?? Number.NaN),
      ).slope,
  );
}

// Layers are stem, block 1 … block N, head. With one block, first and last are the same and nothing is lost.
function logKept(norms: readonly number[]): number {
  return Math.log((norms[1] ?? Number.NaN) / (norms.at(-2) ?? Number.NaN));
}
