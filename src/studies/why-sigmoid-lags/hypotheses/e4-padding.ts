/** E4, padding: is it that zero padding beside a mean of ½ draws a border pattern that grows with depth? */
import { decide } from '../../../judging/decide.ts';
import type { Hypothesis } from '../../../judging/hypothesis.ts';
import { above, below } from '../compare.ts';
import { accuracies, DEEP, difference, SHALLOW } from '../contrasts.ts';
import { design } from '../design.ts';

const { gainPoints } = design.analysis;

export const padding: Hypothesis = {
  id: 'E4',
  question: 'Does depth gain more when Sigmoid is centred, so that zeros at the border are no edge?',
  answers: {
    supported: 'Yes: centred it gains more by depth',
    refuted: `No: not by more than ${gainPoints} point`,
    inconclusive: 'Not decided by this evidence',
  },
  claim: `Centred about 0, Sigmoid gains by depth more than ${gainPoints} percentage point more than as it is.`,
  origin:
    'A convolution that pads with zeros sees an edge where the activation’s mean is ½. The share of the variance that is border pattern grows ' +
    'from .22 to .45 through a deep Sigmoid network, and is .05 in a ReLU network. σ − ½ has no such edge and the same derivative; nor ' +
    'has it an offset at the head, of which the difference of two depths takes out what both share. With standardised features σ and σ − ½ differ in training ' +
    'by the edge alone: that comparison stands beside it.',
  reads:
    `The test accuracy after the last epoch by recomputed statistics, of networks with ${DEEP} blocks and with ${SHALLOW}, with σ − ½ and with σ, paired ` +
    'by seed.',
  rule:
    `Of the two gains by depth, (σ − ½) − σ: supported if the one-sided 95 % lower bound lies above ${gainPoints} point, refuted if the upper ` +
    'bound lies below it.',
  gate: false,
  status: 'exploratory',
  registered: { date: '2026-11-27', after: 'pilot' },
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
      supports: [above({ ...claim, label: `${claim.label}, > ${gainPoints}` })],
      refutes: [below({ ...claim, label: `${claim.label}, < ${gainPoints}` })],
      beside: [
        above({
          label: `with standardised features, (σ − ½) − σ, > ${gainPoints}`,
          arms: ['σ − ½ (%)', 'σ (%)'],
          first: accuracies(evidence, 'centredSigmoid', 'standardised'),
          second: accuracies(evidence, 'sigmoid', 'standardised'),
          margin: gainPoints,
        }),
      ],
    });
  },
};
