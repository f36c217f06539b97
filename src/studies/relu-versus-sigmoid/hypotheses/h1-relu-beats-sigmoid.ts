/** H1, the gate: ReLU beats Sigmoid once the network is deep. */

import { comparePaired } from '../../../judging/compare-paired.ts';
import { type Hypothesis, yesOrOpposite } from '../../../judging/hypothesis.ts';
import type { Comparison, Verdict } from '../../../judging/verdict.ts';
import type { ActivationName } from '../../../network/activations.ts';
import { type Evidence, finalAccuracy, valuesOf } from '../../../records/evidence.ts';
import type { RunRecord } from '../../../records/run-record.ts';
import { design } from '../design.ts';

const { alpha, gateDepths } = design.analysis;

export const reluBeatsSigmoid: Hypothesis = {
  id: 'H1',
  question: 'Is ReLU better in deep networks?',
  answers: yesOrOpposite,
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
  registered: { date: '2026-11-24', after: 'nothing' },
  judge: (evidence) => judgeLead(evidence, finalAccuracy),
};

/**
 * Applies H1's rule to any accuracy of a run; the audits apply it to others than the final one.
 *
 * @param read - accuracy 0–1 off a record
 * @param seeds - places in the study's list of seeds to use; all if absent
 */
export function judgeLead(
  evidence: Pick<Evidence, 'study' | 'scale' | 'records'>,
  read: (record: RunRecord) => number,
  seeds: readonly number[] = design.grid.seeds.map((_, index) => index),
): Omit<Verdict, 'id'> {
  const comparisons = inFixedSequence(evidence, read, seeds);
  const failed = comparisons.find(({ outcome }) => outcome !== 'supported');
  const tested = comparisons.map(({ label }) => label).join(', ');
  return {
    outcome: failed?.outcome ?? 'supported',
    comparisons,
    reason: failed ? `It fails at ${failed.label}: ${failed.reason}.` : `It holds at ${tested}.`,
  };
}

function inFixedSequence(
  evidence: Pick<Evidence, 'study' | 'scale' | 'records'>,
  read: (record: RunRecord) => number,
  seeds: readonly number[],
): readonly Comparison[] {
  const accuracies = (activation: ActivationName, depth: number) => {
    const values = valuesOf(evidence, activation, depth, read);
    return seeds.map((index) => values[index] ?? Number.NaN);
  };
  const comparisons: Comparison[] = [];
  for (const depth of gateDepths) {
    const comparison = comparePaired({
      label: `depth ${depth}`,
      arms: ['ReLU (%)', 'Sigmoid (%)'],
      first: accuracies('relu', depth),
      second: accuracies('sigmoid', depth),
      direction: 'above',
      unit: 'points',
      margin: 0,
      boundLevel: alpha,
      everySeed: true,
    });
    comparisons.push(comparison);
    if (comparison.outcome !== 'supported') break;
  }
  return comparisons;
}
