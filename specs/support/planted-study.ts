/** A study that is nobody's: other activations, depths and hypotheses than the first's, to see that nothing else is needed. */
import { comparePaired } from '../../src/judging/compare-paired.ts';
import { type Hypothesis, yesOrOpposite } from '../../src/judging/hypothesis.ts';
import { unanimous } from '../../src/judging/verdict.ts';
import { finalAccuracy, valuesOf } from '../../src/records/evidence.ts';
import { gridFigures } from '../../src/report/figures/grid-figures.ts';
import { resultsSection } from '../../src/report/results-section.ts';
import { frozen, type Study } from '../../src/study.ts';
import { study } from './this-study.ts';

const registered = { date: '2026-11-24', after: 'pilot' } as const;

const tanhBeatsSigmoid: Hypothesis = {
  id: 'P1',
  question: 'Is tanh better than Sigmoid?',
  answers: yesOrOpposite,
  claim: 'Tanh reaches a higher test accuracy than Sigmoid with 3 blocks.',
  origin: 'Planted.',
  reads: 'The test accuracy after the last epoch.',
  rule: 'Paired t test, one-sided at 5 %.',
  gate: true,
  status: 'confirmatory',
  registered,
  judge: (evidence) =>
    unanimous([
      comparePaired({
        label: 'depth 3',
        arms: ['tanh (%)', 'Sigmoid (%)'],
        unit: 'points',
        first: valuesOf(evidence, 'tanh', 3, finalAccuracy),
        second: valuesOf(evidence, 'sigmoid', 3, finalAccuracy),
        direction: 'above',
        margin: 0,
        boundLevel: 0.05,
        everySeed: false,
      }),
    ]),
};

const reluImproves: Hypothesis = {
  ...tanhBeatsSigmoid,
  id: 'P2',
  question: 'Does ReLU gain from depth?',
  claim: 'With ReLU, 3 blocks reach a higher test accuracy than 2.',
  gate: false,
  status: 'exploratory',
  judge: (evidence) =>
    unanimous([
      comparePaired({
        label: '3 blocks − 2 blocks',
        arms: ['3 blocks (%)', '2 blocks (%)'],
        unit: 'points',
        first: valuesOf(evidence, 'relu', 3, finalAccuracy),
        second: valuesOf(evidence, 'relu', 2, finalAccuracy),
        direction: 'above',
        margin: 0,
        boundLevel: 0.05,
        everySeed: false,
      }),
    ]),
};

const { alpha } = study.analysis;

export const plantedStudy: Study = {
  ...frozen({
    name: 'planted',
    grid: { ...study.grid, activations: ['relu', 'sigmoid', 'tanh'], depths: [2, 3] },
    protocol: study.protocol,
    scales: study.scales,
    probe: study.probe,
    analysis: { alpha, sequences: [['P1']], together: [] },
  } as const),
  claim: 'Tanh does better than Sigmoid.',
  arms: { treatment: 'tanh', baseline: 'sigmoid' },
  published: [],
  colourBaselines: study.colourBaselines,
  judgedScales: ['quick'],
  hypotheses: [tanhBeatsSigmoid, reluImproves],
  registration: { date: '2026-11-24', digest: 'a'.repeat(64), amendments: [] },
  prose: {
    answer: (_, verdicts) => `P1 is ${verdicts[0]?.outcome}.`,
    conclusions: () => ['Is it planted? Yes.'],
    figures: gridFigures,
    headFigure: ['accuracy', 'Test accuracy'],
    results: (evidence, _, folder) => resultsSection(evidence, folder),
    notes: [],
    robustness: () => [],
    deviations: () => ['The source is planted.'],
  },
};
