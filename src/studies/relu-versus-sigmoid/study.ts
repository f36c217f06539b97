/** The first study: does ReLU do clearly better than Sigmoid as a CIFAR-10 CNN gets deeper, as a notebook says? */
import { gridFigures } from '../../report/figures/grid-figures.ts';
import { resultsSection } from '../../report/results-section.ts';
import type { Study } from '../../study.ts';
import { amendments } from './amendments.ts';
import { answer } from './answer.ts';
import { registeredChoices } from './choices.ts';
import { claim } from './claim.ts';
import { conclusions } from './conclusions.ts';
import { further } from './further.ts';
import { design, hypotheses, judgedScales } from './hypotheses.ts';
import { deviationsOf, publishedConditions } from './notebook.ts';
import { notes } from './notes.ts';
import { robustness } from './robustness.ts';

export const reluVersusSigmoid: Study = {
  ...design,
  claim,
  arms: { treatment: 'relu', baseline: 'sigmoid' },
  judgedScales,
  published: publishedConditions,
  hypotheses,
  choices: registeredChoices,
  registration: {
    date: '2026-11-24',
    digest: 'f61b322fc1838100b02b96033b10b6cf5900560a56df7680f69962eeb5867355',
    amendments,
  },
  colourBaselines: {
    quick: { means: 0.231, meansAndDeviations: 0.276 },
    paper: { means: 0.241, meansAndDeviations: 0.283 },
  },
  prose: {
    answer,
    conclusions,
    figures: gridFigures,
    headFigure: ['accuracy', 'Test accuracy by number of blocks, under both evaluations, and the notebook’s'],
    results: (evidence, _, figuresFolder) => resultsSection(evidence, figuresFolder),
    further,
    notes,
    robustness,
    deviations: deviationsOf,
  },
};
