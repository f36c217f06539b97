/** H2b: the lead in points per block, instead of ranks. */

import { comparePaired } from '../../../judging/compare-paired.ts';
import { type Choices, type Hypothesis, yesOrOpposite } from '../../../judging/hypothesis.ts';
import { unanimous, type Verdict } from '../../../judging/verdict.ts';
import type { ActivationName } from '../../../network/activations.ts';
import type { Evidence } from '../../../records/evidence.ts';
import { leastSquares } from '../../../statistics/least-squares.ts';
import { accuracies, registeredChoices } from '../choices.ts';
import { design } from '../design.ts';

const { depths } = design.grid;
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
  movable: true,
  judge: judgeSlope,
};

function judgeSlope(evidence: Evidence, choices: Choices = registeredChoices): Omit<Verdict, 'id'> {
  const comparison = comparePaired({
    label: 'slope of the lead, points per block',
    arms: ['ReLU, points per block', 'Sigmoid, points per block'],
    unit: 'points',
    first: slopes(evidence, 'relu', choices),
    second: slopes(evidence, 'sigmoid', choices),
    direction: 'above',
    margin: choices.extraPoints,
    boundLevel: choices.alpha / 2,
    everySeed: false,
  });
  return unanimous([comparison]);
}

function slopes(evidence: Evidence, activation: ActivationName, choices: Choices): number[] {
  const byDepth = depths.map((depth) => accuracies(evidence, activation, depth, choices));
  return choices.seeds.map((_, seed) => {
    const values = byDepth.map((ofDepth) => ofDepth[seed] ?? Number.NaN);
    return leastSquares(depths, values).slope;
  });
}
