/** E2, parity: is it that Sigmoid is odd about its mean, and average pooling sees even parts? */
import { decide } from '../../../judging/decide.ts';
import type { Hypothesis } from '../../../judging/hypothesis.ts';
import { above, below, present } from '../compare.ts';
import { accuracies, gap, halfway } from '../contrasts.ts';

export const parity: Hypothesis = {
  id: 'E2',
  question: 'Does Sigmoid lack an even part?',
  answers: {
    supported:
      'Yes: cut off at ½ it catches up by more than half, and ReLU without its kink falls back by more than half',
    refuted: 'No: it is the derivative’s size that counts',
    inconclusive: 'Not decided by this evidence',
  },
  claim:
    'max(½, σ), whose derivative is nowhere larger than Sigmoid’s, closes more than half of the gap to ReLU, and the identity, whose ' +
    'derivative is nowhere smaller than ReLU’s, closes less than half.',
  origin:
    'On inputs of unit variance Sigmoid is odd about ½ and nearly linear; the mean over pixels of an odd response to a zero-mean input ' +
    'is about the same for every image, and the head sees nothing but such means. ReLU has an even part. If vanishing is what counts, ' +
    'the two activations must come out the other way round.',
  reads:
    'The test accuracy after the last epoch by recomputed statistics, of deep networks with max(½, σ), identity, ReLU and Sigmoid, paired ' +
    'by seed.',
  rule:
    'Against the accuracy half way between ReLU and Sigmoid: supported if the one-sided 95 % lower bound of max(½, σ) lies above it and the ' +
    'upper bound of the identity below it, refuted if both lie on the other side.',
  gate: false,
  status: 'confirmatory',
  registered: { date: '2026-11-27', after: 'nothing' },
  judge: (evidence) => {
    const beside = (label: string, activation: 'rectifiedSigmoid' | 'identity') => ({
      label: `${label} − half way`,
      arms: [`${label} (%)`, 'half way (%)'] as const,
      first: accuracies(evidence, activation),
      second: halfway(evidence),
      margin: 0,
    });
    const [rectified, identity] = [beside('max(½, σ)', 'rectifiedSigmoid'), beside('identity', 'identity')];
    return decide({
      given: [present('ReLU − Sigmoid', gap(evidence))],
      supports: [above(rectified), below(identity)],
      refutes: [below(rectified), above(identity)].map((one) => ({
        ...one,
        label: `${one.label}, the other way`,
      })),
    });
  },
};
