/** E1, magnitude: is it that Sigmoid’s gradient is small? */
import { decide } from '../../../judging/decide.ts';
import type { Hypothesis } from '../../../judging/hypothesis.ts';
import { above, within } from '../compare.ts';
import { accuracies } from '../contrasts.ts';
import { design } from '../design.ts';

const { gainPoints } = design.analysis;

export const magnitude: Hypothesis = {
  id: 'E1',
  question: 'Is Sigmoid’s gradient too small?',
  answers: {
    supported: 'Yes: a larger one lets it learn more',
    refuted: 'No: 16 times as large or as small, it makes no difference',
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
    `Supported if the one-sided 95 % lower bound of the gain by the factor 16 lies above ${gainPoints} point. Refuted if the changes by ` +
    `both factors lie within ±${gainPoints} point, each by two one-sided tests at 5 %, or are 0 for every seed.`,
  gate: false,
  status: 'confirmatory',
  registered: { date: '2026-11-27', after: 'nothing' },
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
    return decide({ supports: [above(larger)], refutes: [...within(larger), ...within(smaller)] });
  },
};
