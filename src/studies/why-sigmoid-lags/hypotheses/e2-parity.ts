/** E2, parity: is it that Sigmoid is odd about its mean, and average pooling sees even parts? */
import { decide } from '../../../judging/decide.ts';
import type { Hypothesis } from '../../../judging/hypothesis.ts';
import type { ActivationName } from '../../../network/activations.ts';
import { above, below, present } from '../compare.ts';
import { accuracies, gap, onTheWay } from '../contrasts.ts';
import { design } from '../design.ts';

const { closedShare, barelyClosedShare } = design.analysis;

export const parity: Hypothesis = {
  id: 'E2',
  question:
    'Does cutting Sigmoid off at ½, which gives it an even part and no larger derivative, close the gap?',
  answers: {
    supported: 'Yes, by more than half, while ReLU without its kink falls back by more than half',
    refuted: 'No: cut off at ½ it stays near where it was',
    inconclusive: 'Not decided by this evidence',
  },
  claim:
    'max(½, σ), whose derivative is nowhere larger than Sigmoid’s, closes more than half of the gap to ReLU, and the identity, whose ' +
    'derivative is nowhere smaller than ReLU’s, closes less than half.',
  origin:
    'On inputs of unit variance Sigmoid is odd about ½ and nearly linear; the mean over pixels of an odd response to a zero-mean input ' +
    'is about the same for every image, and the head sees nothing but such means. ReLU has an even part, and so has max(½, σ). It has a kink ' +
    'too, and is further from linear: tanh, odd and less linear than Sigmoid, stands beside it to tell these apart. That the identity falls ' +
    'back is to be expected of any linear network; it shows that a large derivative is not enough.',
  reads:
    'The test accuracy after the last epoch by recomputed statistics, of deep networks with max(½, σ), identity, ReLU and Sigmoid, paired ' +
    'by seed.',
  rule:
    'Supported if the one-sided 95 % lower bound of max(½, σ) lies above half way from Sigmoid to ReLU and the upper bound of the identity below ' +
    'it, refuted if the upper bound of max(½, σ) lies below a quarter of the way. Given that ReLU is ahead.',
  gate: false,
  status: 'exploratory',
  registered: { date: '2026-11-27', after: 'pilot' },
  judge: (evidence) => {
    const beside = (label: string, activation: ActivationName, share: number) => ({
      label: `${label} − ${100 * share} % of the way`,
      arms: [`${label} (%)`, `${100 * share} % of the way (%)`] as const,
      first: accuracies(evidence, activation),
      second: onTheWay(evidence, share),
      margin: 0,
    });
    const signed = (claim: ReturnType<typeof beside>, sign: '<' | '>') => ({
      ...claim,
      label: `${claim.label} ${sign} 0`,
    });
    return decide({
      given: [present('ReLU − Sigmoid', gap(evidence))],
      supports: [
        above(signed(beside('max(½, σ)', 'rectifiedSigmoid', closedShare), '>')),
        below(signed(beside('identity', 'identity', closedShare), '<')),
      ],
      refutes: [below(signed(beside('max(½, σ)', 'rectifiedSigmoid', barelyClosedShare), '<'))],
      beside: [above(signed(beside('tanh', 'tanh', closedShare), '>'))],
    });
  },
};
