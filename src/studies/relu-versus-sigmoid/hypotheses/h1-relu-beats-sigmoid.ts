/** H1, the gate: ReLU beats Sigmoid once the network is deep. */

import { comparePaired } from '../../../judging/compare-paired.ts';
import { type Choices, type Hypothesis, yesOrOpposite } from '../../../judging/hypothesis.ts';
import type { Comparison, Verdict } from '../../../judging/verdict.ts';
import type { Evidence } from '../../../records/evidence.ts';
import { accuracies, registeredChoices } from '../choices.ts';
import { design } from '../design.ts';

const { alpha, gateDepths } = design.analysis;

export const reluBeatsSigmoid: Hypothesis = {
  id: 'H1',
  question: 'Is ReLU better in deep networks?',
  answers: { ...yesOrOpposite, refuted: 'No, at one of these depths the opposite' },
  claim: 'ReLU reaches a higher test accuracy than Sigmoid with 8, 6 and 4 blocks.',
  origin: 'The notebook expects that with depth "networks with ReLU should show clearly better performance".',
  reads:
    'The test accuracy after the last epoch (`testAccuracy` of the last of `epochs`) of the runs with 8, 6 and 4 blocks, ReLU and Sigmoid ' +
    'paired by seed.',
  rule:
    `At each depth, in the order ${gateDepths.join(' → ')}, the one-sided ${100 * (1 - alpha)} % lower bound of a paired ` +
    't test of ReLU − Sigmoid (pairs share a seed) is above 0 and every seed is positive (which with 3 seeds the bound implies). Testing stops at the first ' +
    'depth that fails, which is why α is not split.',
  gate: true,
  status: 'confirmatory',
  registered: { date: '2026-11-24', after: 'pilot' },
  movable: true,
  judge: judgeLead,
};

function judgeLead(evidence: Evidence, choices: Choices = registeredChoices): Omit<Verdict, 'id'> {
  const comparisons = inFixedSequence(evidence, choices);
  const failed = comparisons.find(({ outcome }) => outcome !== 'supported');
  const tested = comparisons.map(({ label }) => label).join(', ');
  return {
    outcome: failed?.outcome ?? 'supported',
    comparisons,
    reason: failed ? `It fails at ${failed.label}: ${failed.reason}.` : `It holds at ${tested}.`,
  };
}

function inFixedSequence(evidence: Evidence, choices: Choices): readonly Comparison[] {
  const comparisons: Comparison[] = [];
  for (const depth of gateDepths) {
    const comparison = comparePaired({
      label: `depth ${depth}`,
      arms: ['ReLU (%)', 'Sigmoid (%)'],
      first: accuracies(evidence, 'relu', depth, choices),
      second: accuracies(evidence, 'sigmoid', depth, choices),
      direction: 'above',
      unit: 'points',
      margin: choices.extraPoints,
      boundLevel: choices.alpha,
      everySeed: true,
    });
    comparisons.push(comparison);
    if (comparison.outcome !== 'supported') break;
  }
  return comparisons;
}
