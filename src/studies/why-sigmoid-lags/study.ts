/** The second study: why does Sigmoid lag? Seven explanations, each with an intervention that tells it from the others. */
import type { Study } from '../../study.ts';
import { amendments } from './amendments.ts';
import { answer } from './answer.ts';
import { claim } from './claim.ts';
import { deviationsOf } from './deviations.ts';
import { figures } from './figures.ts';
import { design, hypotheses, judgedScales } from './hypotheses.ts';
import { results } from './results.ts';
import { robustness } from './robustness.ts';

export const whySigmoidLags: Study = {
  ...design,
  claim,
  arms: { treatment: 'relu', baseline: 'sigmoid' },
  judgedScales,
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
    headFigure: ['activations', 'Test accuracy of the same network with six activations'],
    results,
    notes: [
      'No hypothesis gates the test run: an explanation that fails is a result like one that holds.',
      'Bounds are one-sided at 5 %, so that of each comparison they enclose a 90 % interval. What a row claims stands in its label, after the part that it has in the ' +
        'verdict: *for* and *against* decide, *given* must hold before anything is decided, *beside* decides nothing. p is of the row’s own claim.',
      'What had been seen before registration: the first study’s `quick` results, which share width, depths, seeds (and so initial weights) and most test images with this ' +
        'one; a PyTorch pilot with 8 blocks in which running statistics hid 8.5 points with σ and 0.2 with σ − ½, and depth gained 6.6 and 9.5 points; and this study’s ' +
        'own pilot, seeds 901 and 902, scored on training images: ReLU 45.7 and 44.9 %, Sigmoid 28.0 and 27.7 %, and with its loss times 16 27.7 %; by ' +
        'running statistics Sigmoid had 14.5 and 20.4 % there, so that E7 was planned for more than is hidden here.',
      'With 4 seeds sign flips never give a p under .0625: E1 to E5 and E7 rest on seeds differing normally. E1’s changes, most of them exactly 0, do ' +
        'not; it rests on their size.',
    ],
    robustness,
    deviations: deviationsOf,
  },
};
