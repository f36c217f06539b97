/** The second study: why does Sigmoid lag? Seven explanations, each with an intervention that tells it from the others. */
import type { Study } from '../../study.ts';
import { amendments } from './amendments.ts';
import { answer } from './answer.ts';
import { claim } from './claim.ts';
import { deviationsOf } from './deviations.ts';
import { figures } from './figures.ts';
import { design, hypotheses } from './hypotheses.ts';
import { results } from './results.ts';
import { robustness } from './robustness.ts';

export const whySigmoidLags: Study = {
  ...design,
  claim,
  arms: { treatment: 'relu', baseline: 'sigmoid' },
  // `quick` joins once its last record is in.
  judgedScales: [],
  published: [],
  colourBaselines: { quick: { means: 0.2368, meansAndDeviations: 0.2774 } },
  hypotheses,
  registration: {
    date: '2026-11-27',
    digest: 'f4cf143699e09b043253ed7c32d56cf7ed86c4fd5ea5342d9819e1e6d54a520b',
    amendments,
  },
  prose: {
    answer,
    conclusions: () => [],
    figures,
    headFigure: ['activations', 'Test accuracy of the same network with five activations'],
    results,
    notes: [
      'No hypothesis gates the test run: an explanation that fails is a result like one that holds.',
      'Bounds are one-sided at 5 %, so that of each comparison they enclose a 90 % interval.',
    ],
    robustness,
    deviations: deviationsOf,
  },
};
