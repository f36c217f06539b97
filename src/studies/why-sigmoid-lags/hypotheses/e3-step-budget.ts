/** E3, step budget: is it that pooled features vary so little that the head cannot use them in time? */
import { decide } from '../../../judging/decide.ts';
import type { Hypothesis } from '../../../judging/hypothesis.ts';
import { closing } from '../compare.ts';
import { bestBudget, difference, gap } from '../contrasts.ts';

export const stepBudget: Hypothesis = {
  id: 'E3',
  question: 'Is it a matter of scale, of features that vary too little for the steps that Adam takes?',
  answers: {
    supported:
      'Yes: with features of unit variance and its best learning rate it closes more than half of the gap',
    refuted: 'No: with features of unit variance and its best learning rate the gap is still there',
    inconclusive: 'Not decided by this evidence',
  },
  claim:
    'With pooled features of unit variance, and for each arm the best of three learning rates, more than half of the gap is gone.',
  origin:
    'Pooled features vary over images by .05 to .08 with Sigmoid, by .11 to .25 with ReLU, and Adam’s steps have one size for all: the ' +
    'head of a Sigmoid network has further to go.',
  reads:
    'The test accuracy after the last epoch by recomputed statistics, of deep ReLU and Sigmoid networks whose pooled features are standardised ' +
    'without parameters, at learning rates of 1e-3, 3e-3 and 1e-2, and as the notebook trains them, paired by seed.',
  rule:
    'For each arm the rate with the best mean over seeds is taken, which favours both alike. Supported if the one-sided 95 % upper bound of the gap ' +
    'that is left lies below half of the notebook’s, refuted if the lower bound lies above three quarters of it.',
  gate: false,
  status: 'confirmatory',
  registered: { date: '2026-11-27', after: 'nothing' },
  judge: (evidence) => {
    const [relu, sigmoid] = [bestBudget(evidence, 'relu'), bestBudget(evidence, 'sigmoid')];
    const left = difference(relu.values, sigmoid.values);
    return decide(closing(`standardised (ReLU ${relu.rate}, Sigmoid ${sigmoid.rate})`, left, gap(evidence)));
  },
};
