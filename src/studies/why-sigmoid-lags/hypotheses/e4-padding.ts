/** E4, padding: is it that zero padding beside a mean of ½ draws a border pattern that grows with depth? */
import { decide } from '../../../judging/decide.ts';
import type { Hypothesis } from '../../../judging/hypothesis.ts';
import { yesOrNo } from '../../../judging/hypothesis.ts';
import { above, below } from '../compare.ts';
import { accuracies, DEEP, difference, SHALLOW } from '../contrasts.ts';
import { design } from '../design.ts';

const { gainPoints } = design.analysis;

export const padding: Hypothesis = {
  id: 'E4',
  question: 'Do zeros at the border, beside a mean of ½, cost Sigmoid what depth should gain?',
  answers: yesOrNo,
  claim: `Centred about 0, Sigmoid gains by depth more than ${gainPoints} percentage point more than as it is.`,
  origin:
    'A convolution that pads with zeros sees an edge where the activation’s mean is ½. The share of the variance that is border pattern grows ' +
    'from .22 to .45 through a deep Sigmoid network, and is .05 in a ReLU network. σ − ½ has no such edge and the same derivative.',
  reads:
    `The test accuracy after the last epoch by recomputed statistics, of networks with ${DEEP} blocks and with ${SHALLOW}, with σ − ½ and with σ, paired ` +
    'by seed.',
  rule:
    `Of the two gains by depth, (σ − ½) − σ: supported if the one-sided 95 % lower bound lies above ${gainPoints} point, refuted if the upper ` +
    'bound lies below it.',
  gate: false,
  status: 'confirmatory',
  registered: { date: '2026-11-27', after: 'nothing' },
  judge: (evidence) => {
    const gain = (activation: 'sigmoid' | 'centredSigmoid') =>
      difference(accuracies(evidence, activation), accuracies(evidence, activation, undefined, SHALLOW));
    const claim = {
      label: 'gain by depth, (σ − ½) − σ',
      arms: ['σ − ½ (points)', 'σ (points)'] as const,
      first: gain('centredSigmoid'),
      second: gain('sigmoid'),
      margin: gainPoints,
    };
    return decide({
      supports: [above(claim)],
      refutes: [below({ ...claim, label: `${claim.label}, below +${gainPoints}` })],
    });
  },
};
