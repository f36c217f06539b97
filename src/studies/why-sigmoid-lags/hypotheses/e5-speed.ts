/** E5, speed: does Sigmoid learn the same, only slower? */
import { decide } from '../../../judging/decide.ts';
import type { Hypothesis } from '../../../judging/hypothesis.ts';
import { above, below } from '../compare.ts';
import { accuracies } from '../contrasts.ts';
import { design } from '../design.ts';

const { alikePoints } = design.analysis;

export const speed: Hypothesis = {
  id: 'E5',
  question: 'Does Sigmoid learn the same, only more slowly?',
  answers: {
    supported: 'Yes: with four times the training it is there',
    refuted: 'No: four times the training is not enough',
    inconclusive: 'Not decided by this evidence',
  },
  claim: `With four times the epochs, Sigmoid is no more than ${alikePoints} percentage points behind ReLU.`,
  origin:
    'If nothing but speed is missing, time makes up for it; if something cannot be represented, or not be found, it does not.',
  reads:
    'The test accuracy after the last epoch by recomputed statistics, of deep Sigmoid networks with four times the epochs and of deep ReLU networks, ' +
    'paired by seed.',
  rule: `Sigmoid − ReLU: supported if the one-sided 95 % lower bound lies above −${alikePoints} points, refuted if the upper bound lies below.`,
  gate: false,
  status: 'confirmatory',
  registered: { date: '2026-11-27', after: 'nothing' },
  judge: (evidence) => {
    const claim = {
      label: 'Sigmoid with 4 × the epochs − ReLU',
      arms: ['Sigmoid, 4 × (%)', 'ReLU (%)'] as const,
      first: accuracies(evidence, 'sigmoid', 'epochs-times-4'),
      second: accuracies(evidence, 'relu'),
      margin: -alikePoints,
    };
    return decide({
      supports: [above({ ...claim, label: `${claim.label}, above −${alikePoints}` })],
      refutes: [below({ ...claim, label: `${claim.label}, below −${alikePoints}` })],
    });
  },
};
