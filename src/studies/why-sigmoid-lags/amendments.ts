/** Every change of the registered design since its registration, in order, each with what had been seen by then. */
import type { Amendment } from '../../judging/registration.ts';

export const amendments: readonly Amendment[] = [
  {
    date: '2026-11-27',
    digest: '4cf62ad13a092b72ea77ddea18809526bb2752b32a1857aebc4f8db870a32921',
    seen: 'The pilot. The first runs had been trained for a quarter of an hour, and none of their results had been looked at.',
    changes: [
      {
        before: 'E1 was refuted if neither a factor of 16 nor of 1/16 changed anything.',
        after:
          'It is refuted by the factor 16 alone, which its claim is about; a change that is the same for every seed needs no test.',
        reason: 'The other factor is not in the claim, and Adam’s ε weighs more under it.',
      },
      {
        before: 'E2 was refuted only if max(½, σ) stayed below half way and the identity rose above it.',
        after: 'It is refuted if max(½, σ) stays below a quarter of the way; tanh stands beside it.',
        reason:
          'A network with the identity is linear and cannot come half way; and a kink is not an even part alone.',
      },
      {
        before: 'E3 was supported if the gap fell by more than half, by whatever arm.',
        after: 'Sigmoid must also come more than a quarter of the way.',
        reason: 'A gap that closes because ReLU is harmed explains nothing.',
      },
      {
        before: 'E4 compared σ − ½ with σ by their gains by depth alone.',
        after:
          'The same with standardised features, where nothing but the border differs in training, stands beside it.',
        reason: 'Centring takes an offset away at the head too.',
      },
      {
        before: 'E6’s readout had a penalty of 1e-3, and shallow networks were read out too.',
        after: 'The penalty is 1e-6, and deep networks alone are read out.',
        reason:
          'Features of Sigmoid have correlations with eigenvalues below 1e-3, which the penalty would have dampened in one arm alone.',
      },
      {
        before: 'Questions and answers said more than the tests ask, and all seven were called confirmatory.',
        after: 'They say what is tested, and are exploratory, each at 5 %.',
        reason: 'A reader who knows statistics, and no result, said so.',
      },
    ],
  },
  {
    date: '2026-11-30',
    digest: '3613a690f1cfacfe9fb9745d8d7cb133c23b49fdf1918a11da6b06d9a00f2ee9',
    seen: 'All results.',
    changes: [
      {
        before:
          'Which scale a plain test run judges, and so which one heads the report and gates, was said beside the registration.',
        after: 'The digest holds it: `quick`. No rule changed.',
        reason: 'An attack on the gate put another scale in its place, and no amendment was asked for.',
      },
      {
        before:
          'A condition’s values were found by the names of runs, and probed networks by their activation first.',
        after: 'Runs are found by their fields, networks by their seed first; the values are the same.',
        reason: 'Simulations of how often rules err take less time.',
      },
    ],
  },
];
