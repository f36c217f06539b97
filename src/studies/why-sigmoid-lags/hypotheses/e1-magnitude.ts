/** E1, magnitude: is it that Sigmoid’s gradient is small? */
import { decide } from '../../../judging/decide.ts';
import type { Hypothesis } from '../../../judging/hypothesis.ts';
import { above, below, orConstant } from '../compare.ts';
import { accuracies } from '../contrasts.ts';
import { design } from '../design.ts';

const { gainPoints } = design.analysis;

export const magnitude: Hypothesis = {
  id: 'E1',
  question: 'Would a larger gradient help Sigmoid, under Adam?',
  answers: {
    supported: 'Yes: 16 times as large, it lets it learn more',
    refuted: 'No: 16 times as large, it is of no use, since Adam divides a common factor out',
    inconclusive: 'Not decided by this evidence',
  },
  claim: `Sigmoid gains more than ${gainPoints} percentage point when its loss, and so every gradient, is multiplied by 16.`,
  origin:
    'The notebook’s own reason: σ′ ≤ ¼, so the gradient vanishes. Against it speaks that Adam divides each gradient by its own ' +
    'running size. A factor of a power of two scales every gradient exactly, so that nothing else changes.',
  reads:
    'The test accuracy after the last epoch by recomputed statistics, of deep Sigmoid networks with the loss as it is, times 16 and over ' +
    '16, paired by seed.',
  rule:
    `Of the gain by the factor 16: supported if the one-sided 95 % lower bound lies above ${gainPoints} point, refuted if the upper bound lies ` +
    'below it, or if the gain is the same for every seed, and below it. The factor 1/16 stands beside it and decides nothing.',
  gate: false,
  status: 'exploratory',
  registered: { date: '2026-11-27', after: 'pilot' },
  judge: (evidence) => {
    const plain = accuracies(evidence, 'sigmoid');
    const change = (label: string, variation: 'loss-times-16' | 'loss-over-16') => ({
      label,
      arms: [`${label} (%)`, 'plain (%)'] as const,
      first: accuracies(evidence, 'sigmoid', variation),
      second: plain,
      margin: gainPoints,
    });
    const [larger, smaller] = [change('loss × 16', 'loss-times-16'), change('loss / 16', 'loss-over-16')];
    const refuting = below({ ...larger, label: `${larger.label}, change < ${gainPoints}` });
    return decide({
      supports: [above({ ...larger, label: `${larger.label}, change > ${gainPoints}` })],
      refutes: [orConstant(refuting, larger, (change) => change < gainPoints)],
      beside: [above({ ...smaller, label: `${smaller.label}, change > ${gainPoints}` })],
    });
  },
};
