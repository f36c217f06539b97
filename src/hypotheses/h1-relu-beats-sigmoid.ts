/** H1, the gate: ReLU beats Sigmoid once the network is deep. */
import { type Evidence, finalAccuracy, valuesOf } from '../records/evidence.ts';
import { study } from '../study.ts';
import { comparePaired } from './compare-paired.ts';
import type { Comparison, Hypothesis } from './verdict.ts';

const { alpha, gateDepths } = study.analysis;

export const reluBeatsSigmoid: Hypothesis = {
  id: 'H1',
  claim: 'ReLU reaches a higher test accuracy than Sigmoid with 8, 6 and 4 blocks.',
  origin: 'The notebook expects that with depth "networks with ReLU should show clearly better performance".',
  rule:
    `At each depth, in the order ${gateDepths.join(' → ')}, the one-sided ${100 * (1 - alpha)} % lower bound of a paired ` +
    't test of ReLU − Sigmoid (pairs share a seed) is above 0 and every seed is positive. Testing stops at the first ' +
    'depth that fails, which is why α is not split.',
  gate: true,
  judge: (evidence) => {
    const comparisons = inFixedSequence(evidence);
    const failed = comparisons.find(({ outcome }) => outcome !== 'supported');
    const tested = comparisons.map(({ label }) => label).join(', ');
    return {
      outcome: failed?.outcome ?? 'supported',
      comparisons,
      reason: failed ? `It fails at ${failed.label}: ${failed.reason}.` : `It holds at ${tested}.`,
    };
  },
};

function inFixedSequence(evidence: Evidence): readonly Comparison[] {
  const comparisons: Comparison[] = [];
  for (const depth of gateDepths) {
    const comparison = comparePaired({
      label: `depth ${depth}`,
      first: valuesOf(evidence, 'relu', depth, finalAccuracy),
      second: valuesOf(evidence, 'sigmoid', depth, finalAccuracy),
      direction: 'above',
      marginPoints: 0,
      boundLevel: alpha,
      everySeed: true,
    });
    comparisons.push(comparison);
    if (comparison.outcome !== 'supported') break;
  }
  return comparisons;
}
