/** E7, lag: is it a mean of ½ that makes running statistics trail, and evaluation look worse than learning? */
import { decide } from '../../../judging/decide.ts';
import type { Hypothesis } from '../../../judging/hypothesis.ts';
import { closing } from '../compare.ts';
import { lift } from '../contrasts.ts';

export const evaluationLag: Hypothesis = {
  id: 'E7',
  question: 'Is it Sigmoid’s mean of ½ that lets evaluation by running statistics hide what was learnt?',
  answers: {
    supported: 'Yes: centred about 0, less than half as much is hidden',
    refuted: 'No: centred about 0, nearly as much is hidden',
    inconclusive: 'Not decided by this evidence',
  },
  claim:
    'Centring Sigmoid about 0 removes more than half of what evaluation by running statistics hides of deep Sigmoid networks.',
  origin:
    'With outputs of mean ½ every step of the weights moves the mean of every pre-activation, and an average with momentum 0.1 trails it, layer upon ' +
    'layer. σ − ½ has the same derivative and no such mean. This asks about evaluation, the other six about learning.',
  reads:
    'The difference of the two test accuracies after the last epoch, by recomputed and by running statistics, of deep networks with σ and with σ − ½, ' +
    'paired by seed.',
  rule:
    'Supported if the one-sided 95 % upper bound of what is hidden with σ − ½ lies below half of what is hidden with σ, refuted if the lower bound lies ' +
    'above three quarters of it. Given that something is hidden.',
  gate: false,
  status: 'exploratory',
  registered: { date: '2026-11-27', after: 'pilot' },
  judge: (evidence) =>
    decide(closing('what is hidden with σ', lift(evidence, 'centredSigmoid'), lift(evidence, 'sigmoid'))),
};
