/** E3, step budget: is it that pooled features vary so little that the head cannot use them in time? */
import { decide } from '../../../judging/decide.ts';
import type { Hypothesis } from '../../../judging/hypothesis.ts';
import { above, closing } from '../compare.ts';
import { bestBudget, difference, gap, onTheWay } from '../contrasts.ts';
import { design } from '../design.ts';

const { barelyClosedShare } = design.analysis;

export const stepBudget: Hypothesis = {
  id: 'E3',
  question: 'Do features of unit variance, and the best of three learning rates, close the gap?',
  answers: {
    supported: 'Yes, by more than half, and by lifting Sigmoid',
    refuted: 'No: the gap is still there',
    inconclusive: 'Not decided by this evidence',
  },
  claim:
    'With pooled features of unit variance, and for each arm the best of three learning rates, more than half of the gap is gone.',
  origin:
    'Pooled features vary over images by .05 to .08 with Sigmoid, by .11 to .25 with ReLU, and Adam’s steps have one size for all: the ' +
    'head of a Sigmoid network has further to go. Standardising takes their mean away too, and a learning rate is one for all layers.',
  reads:
    'The test accuracy after the last epoch by recomputed statistics, of deep ReLU and Sigmoid networks whose pooled features are standardised ' +
    'without parameters, at learning rates of 1e-3, 3e-3 and 1e-2, and as the notebook trains them, paired by seed.',
  rule:
    'For each arm the rate with the best mean over seeds is taken, a choice that the tests do not allow for. Supported if the one-sided 95 % upper ' +
    'bound of the gap that is left lies below half of the notebook’s, and the lower bound of Sigmoid’s best above a quarter of the way to ReLU; ' +
    'refuted if the lower bound of what is left lies above three quarters. Given that ReLU is ahead.',
  gate: false,
  status: 'exploratory',
  registered: { date: '2026-11-27', after: 'pilot' },
  judge: (evidence) => {
    const [relu, sigmoid] = [bestBudget(evidence, 'relu'), bestBudget(evidence, 'sigmoid')];
    const left = difference(relu.values, sigmoid.values);
    const { supports, ...others } = closing('ReLU − Sigmoid', left, gap(evidence));
    const gained = above({
      label: `Sigmoid, standardised (${sigmoid.rate}; ReLU ${relu.rate}) − 25 % of the way > 0`,
      arms: ['standardised (%)', '25 % of the way (%)'],
      first: sigmoid.values,
      second: onTheWay(evidence, barelyClosedShare),
      margin: 0,
    });
    return decide({ ...others, supports: [...supports, gained] });
  },
};
