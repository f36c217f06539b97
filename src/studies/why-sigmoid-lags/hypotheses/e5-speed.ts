/** E5, speed: does Sigmoid learn the same, only slower? */
import { decide } from '../../../judging/decide.ts';
import type { Hypothesis } from '../../../judging/hypothesis.ts';
import { above, below } from '../compare.ts';
import { accuracies } from '../contrasts.ts';
import { design } from '../design.ts';

const { alikePoints } = design.analysis;

export const speed: Hypothesis = {
  id: 'E5',
  question: `Do four times the epochs bring Sigmoid to within ${alikePoints} points of where ReLU is?`,
  answers: {
    supported: 'Yes; where ReLU would be by then was not asked',
    refuted: 'No; more than four times was not tried',
    inconclusive: 'Not decided by this evidence',
  },
  claim: `With four times the epochs, Sigmoid is no more than ${alikePoints} percentage points behind ReLU.`,
  origin:
    'If nothing but speed is missing, time makes up for it. ReLU is stopped at a quarter of that time: this asks where Sigmoid gets, not who is ahead at ' +
    'equal time.',
  reads:
    'The test accuracy after the last epoch by recomputed statistics, of deep Sigmoid networks with four times the epochs and of deep ReLU networks, ' +
    'paired by seed.',
  rule: `Sigmoid − ReLU: supported if the one-sided 95 % lower bound lies above −${alikePoints} points, refuted if the upper bound lies below.`,
  gate: false,
  status: 'exploratory',
  registered: { date: '2026-11-27', after: 'pilot' },
  judge: (evidence) => {
    const claim = {
      label: 'Sigmoid with 4 × the epochs − ReLU',
      arms: ['Sigmoid, 4 × (%)', 'ReLU (%)'] as const,
      first: accuracies(evidence, 'sigmoid', 'epochs-times-4'),
      second: accuracies(evidence, 'relu'),
      margin: -alikePoints,
    };
    return decide({
      supports: [above({ ...claim, label: `${claim.label} > −${alikePoints}` })],
      refutes: [below({ ...claim, label: `${claim.label} < −${alikePoints}` })],
    });
  },
};
