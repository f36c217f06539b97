/** H2b: the lead in points per block, instead of ranks. */

import { comparePaired } from '../../../judging/compare-paired.ts';
import { type Hypothesis, yesOrOpposite } from '../../../judging/hypothesis.ts';
import { type Comparison, unanimous } from '../../../judging/verdict.ts';
import type { ActivationName } from '../../../network/activations.ts';
import { type Evidence, finalAccuracy, valuesOf } from '../../../records/evidence.ts';
import type { RunRecord } from '../../../records/run-record.ts';
import { leastSquares } from '../../../statistics/least-squares.ts';
import { design } from '../design.ts';

const { depths, seeds } = design.grid;
const { alpha } = design.analysis;

export const leadSlope: Hypothesis = {
  id: 'H2b',
  question: 'Does its lead grow with depth, in points per block?',
  answers: yesOrOpposite,
  claim: "Per block, ReLU's lead over Sigmoid grows by more than 0 percentage points.",
  origin: 'In the notebook a line through the five leads rises by 4.66 percentage points per block.',
  reads:
    'The test accuracy after the last epoch (`testAccuracy` of the last of `epochs`) of every run: per seed and activation, the slope of ' +
    'the least-squares line over the number of blocks.',
  rule:
    `Per seed the slope of ReLU − Sigmoid over ${depths.join(', ')} blocks, which is the difference of the two slopes: supported ` +
    `if the two-sided ${100 * (1 - alpha)} % interval of a paired t test lies above 0, refuted if it lies below. Tested only ` +
    'if H1 is supported.',
  gate: false,
  status: 'confirmatory',
  registered: { date: '2026-11-24', after: 'quick' },
  judge: (evidence) => unanimous([compareSlopes(evidence, finalAccuracy)]),
};

/**
 * Applies H2b's rule to any accuracy of a run.
 *
 * @param read - accuracy 0–1 off a record
 */
export function compareSlopes(evidence: Evidence, read: (record: RunRecord) => number): Comparison {
  return comparePaired({
    label: 'slope of the lead, points per block',
    arms: ['ReLU, points per block', 'Sigmoid, points per block'],
    unit: 'points',
    first: slopes(evidence, 'relu', read),
    second: slopes(evidence, 'sigmoid', read),
    direction: 'above',
    margin: 0,
    boundLevel: alpha / 2,
    everySeed: false,
  });
}

function slopes(
  evidence: Evidence,
  activation: ActivationName,
  read: (record: RunRecord) => number,
): number[] {
  const byDepth = depths.map((depth) => valuesOf(evidence, activation, depth, read));
  return seeds.map((_, seed) => {
    const accuracies = byDepth.map((values) => values[seed] ?? Number.NaN);
    return leastSquares(depths, accuracies).slope;
  });
}
