/** What each rule compares: by which names, in which order, and from which networks, told by values that no two have. */
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/judging/verdict.ts';
import type { Evidence } from '../../../src/records/evidence.ts';
import { design } from '../../../src/studies/why-sigmoid-lags/design.ts';
import { hypotheses as explanations } from '../../../src/studies/why-sigmoid-lags/hypotheses.ts';
import { planted, withProbed } from '../../support/planted-accuracies.ts';
import { evidenceOf, nameOf, worldOf } from '../../support/planted-explanations.ts';
import { hypotheses, type Run } from '../../support/this-study.ts';

/** Every condition and every measure has values of its own, which grow with the seed. */
function told(): Evidence {
  const share = ({ activation, seed }: Run) => seed / (activation === 'relu' ? 100 : 50);
  const accuracies = planted(
    (run) => (run.activation === 'relu' ? 0.6 : 0.2) + run.depth * (0.01 + share(run) / 10),
    'quick',
    (run) => (run.activation === 'relu' ? 0.7 : 0.3) + run.depth * (0.02 + share(run) / 5),
  );
  const records = accuracies.records.map((record) => {
    const { run } = record;
    const average = (run.activation === 'relu' ? 20 : 30) / (run.depth + share(run));
    // One block nearer to the image, this share of the gradient is left.
    const norms = (kept: number) =>
      Array.from({ length: run.depth + 2 }, (_, layer) => (kept + share(run)) ** (run.depth - layer));
    const epochs = record.epochs.map((epoch) => ({
      ...epoch,
      relativeGradientNorms: norms(0.4),
      meanAbsoluteGradients: epoch.meanAbsoluteGradients.map(() => average),
    }));
    return { ...record, initialGradientNorms: norms(0.2), epochs };
  });
  const kept = { relu: [0.3, 0.95], sigmoid: [0.4, 0.9] } as Record<string, readonly number[]>;
  const { probe } = withProbed(
    ({ activation, batchNorm, seed }) => kept[activation]![batchNorm ? 1 : 0]! + seed / 1000,
  );
  return { ...accuracies, records, probe };
}

/** A hypothesis' comparisons, a line each: label, columns, and what the first and the last seed have in them. */
function linesOf({ comparisons }: Pick<Verdict, 'comparisons'>): string[] {
  return comparisons.map(({ label, unit, bySeed: { firstSeed, columns, rows } }) => {
    const of = (row: readonly number[] = []) => row.map((value) => value.toFixed(2)).join(' ');
    const [first, last] = [
      `${firstSeed}: ${of(rows[0])}`,
      `${firstSeed + rows.length - 1}: ${of(rows.at(-1))}`,
    ];
    return [`${label} (${unit})`, ...columns, first, last].join(' | ');
  });
}

const expected: Readonly<Record<string, readonly string[]>> = {
  H1: [
    'depth 8 (points) | ReLU (%) | Sigmoid (%) | difference | 1: 68.80 29.60 39.20 | 3: 70.40 32.80 37.60',
    'depth 6 (points) | ReLU (%) | Sigmoid (%) | difference | 1: 66.60 27.20 39.40 | 3: 67.80 29.60 38.20',
    'depth 4 (points) | ReLU (%) | Sigmoid (%) | difference | 1: 64.40 24.80 39.60 | 3: 65.20 26.40 38.80',
  ],
  H2: [
    'trend over 5 depths (L) | depth 1 | depth 2 | depth 4 | depth 6 | depth 8 | 1: 0.40 0.40 0.40 0.39 0.39 | 3: 0.40 0.39 0.39 0.38 0.38',
  ],
  H2b: [
    'slope of the lead, points per block (points) | ReLU, points per block | Sigmoid, points per block | difference | 1: 1.10 1.20 -0.10 | 3: 1.30 1.60 -0.30',
  ],
  H3: [
    '8 blocks − 1 block (points) | 8 blocks (%) | 1 block (%) | difference | 1: 68.80 61.10 7.70 | 3: 70.40 61.30 9.10',
  ],
  H4: [
    '8 blocks − 1 block (points) | 8 blocks (%) | 1 block (%) | difference | 1: 29.60 21.20 8.40 | 3: 32.80 21.60 11.20',
  ],
  H4b: [
    '8 blocks − 1 block (points) | 8 blocks (%) | 1 block (%) | difference | 1: 29.60 21.20 8.40 | 3: 32.80 21.60 11.20',
  ],
  H5: [
    'ReLU (L) | depth 1 | depth 2 | depth 4 | depth 6 | depth 8 | 1: 19.80 9.95 4.99 3.33 2.50 | 3: 19.42 9.85 4.96 3.32 2.49',
    'Sigmoid (L) | depth 1 | depth 2 | depth 4 | depth 6 | depth 8 | 1: 29.41 14.85 7.46 4.98 3.74 | 3: 28.30 14.56 7.39 4.95 3.72',
  ],
  H6: [
    'share lost, Sigmoid − ReLU (points) | Sigmoid (%) | ReLU (%) | difference | 1: 87.28 87.39 -0.11 | 3: 86.85 87.17 -0.32',
  ],
  H7: [
    'at initialisation, ln per block (log) | slope, Sigmoid | slope, ReLU | difference | 1: -1.51 -1.56 0.05 | 3: -1.35 -1.47 0.12',
    'over training, ln per block (log) | slope, Sigmoid | slope, ReLU | difference | 1: -0.87 -0.89 0.02 | 3: -0.78 -0.84 0.07',
  ],
  H7b: [
    'at initialisation, ln per block (log) | slope, Sigmoid | slope, ReLU | difference | 31: -0.07 -0.02 -0.05 | 60: -0.04 0.01 -0.05',
  ],
  H8: [
    'without batch norm, ln per block (log) | slope | no change | difference | 1: -0.91 0.00 -0.91 | 30: -0.84 0.00 -0.84',
    'with batch norm, ln per block (log) | slope | no change | difference | 1: -0.10 0.00 -0.10 | 30: -0.07 0.00 -0.07',
  ],
  H9a: [
    'recomputed − running (points) | recomputed (%) | running (%) | difference | 1: 49.20 29.60 19.60 | 3: 55.60 32.80 22.80',
  ],
  H9b: [
    '8 blocks − 1 block, recomputed (points) | 8 blocks (%) | 1 block (%) | difference | 1: 49.20 32.40 16.80 | 3: 55.60 33.20 22.40',
  ],
};

const expectedOfExplanations: Readonly<Record<string, readonly string[]>> = {
  E1: [
    'for: loss × 16, change > 1 (points) | loss × 16 (%) | plain (%) | difference | 1: 27.00 22.40 4.60 | 4: 27.20 22.60 4.60',
    'against: loss × 16, change < 1 (points) | loss × 16 (%) | plain (%) | difference | 1: 27.00 22.40 4.60 | 4: 27.20 22.60 4.60',
    'beside: loss / 16, change > 1 (points) | loss / 16 (%) | plain (%) | difference | 1: 28.20 22.40 5.80 | 4: 28.40 22.60 5.80',
  ],
  E2: [
    'given: ReLU − Sigmoid is above 0 (points) | ReLU − Sigmoid (points) | nothing | difference | 1: -1.20 0.00 -1.20 | 4: -1.20 0.00 -1.20',
    'for: max(½, σ) − 50 % of the way > 0 (points) | max(½, σ) (%) | 50 % of the way (%) | difference | 1: 24.10 21.80 2.30 | 4: 24.30 22.00 2.30',
    'for: identity − 50 % of the way < 0 (points) | identity (%) | 50 % of the way (%) | difference | 1: 25.30 21.80 3.50 | 4: 25.50 22.00 3.50',
    'against: max(½, σ) − 25 % of the way < 0 (points) | max(½, σ) (%) | 25 % of the way (%) | difference | 1: 24.10 22.10 2.00 | 4: 24.30 22.30 2.00',
    'beside: tanh − 50 % of the way > 0 (points) | tanh (%) | 50 % of the way (%) | difference | 1: 26.50 21.80 4.70 | 4: 26.00 22.00 4.00',
  ],
  E3: [
    'given: ReLU − Sigmoid is above 0 (points) | ReLU − Sigmoid (points) | nothing | difference | 1: -1.20 0.00 -1.20 | 4: -1.20 0.00 -1.20',
    'for: what is left − 50 % of ReLU − Sigmoid < 0 (points) | left (points) | 50 % of ReLU − Sigmoid (points) | difference | 1: -0.50 -0.60 0.10 | 4: -1.20 -0.60 -0.60',
    'for: Sigmoid, standardised (1e-2; ReLU 1e-2) − 25 % of the way > 0 (points) | standardised (%) | 25 % of the way (%) | difference | 1: 34.00 22.10 11.90 | 4: 34.20 22.30 11.90',
    'against: what is left − 75 % of ReLU − Sigmoid > 0 (points) | left (points) | 75 % of ReLU − Sigmoid (points) | difference | 1: -0.50 -0.90 0.40 | 4: -1.20 -0.90 -0.30',
  ],
  E4: [
    'for: gain by depth, (σ − ½) − σ, > 1 (points) | σ − ½ (points) | σ (points) | difference | 1: -14.50 -15.20 0.70 | 4: -15.20 -14.50 -0.70',
    'against: gain by depth, (σ − ½) − σ, < 1 (points) | σ − ½ (points) | σ (points) | difference | 1: -14.50 -15.20 0.70 | 4: -15.20 -14.50 -0.70',
    'beside: with standardised features, (σ − ½) − σ, > 1 (points) | σ − ½ (%) | σ (%) | difference | 1: 35.20 30.60 4.60 | 4: 35.40 30.10 5.30',
  ],
  E5: [
    'for: Sigmoid with 4 × the epochs − ReLU > −2 (points) | Sigmoid, 4 × (%) | ReLU (%) | difference | 1: 20.00 21.20 -1.20 | 4: 20.20 21.40 -1.20',
    'against: Sigmoid with 4 × the epochs − ReLU < −2 (points) | Sigmoid, 4 × (%) | ReLU (%) | difference | 1: 20.00 21.20 -1.20 | 4: 20.20 21.40 -1.20',
  ],
  E6: [
    'for: ReLU − Sigmoid, readout > 3 (points) | ReLU (%) | Sigmoid (%) | difference | 1: 50.50 60.60 -10.10 | 30: 50.40 60.50 -10.10',
    'against: ReLU − Sigmoid, readout < 1 (points) | ReLU (%) | Sigmoid (%) | difference | 1: 50.50 60.60 -10.10 | 30: 50.40 60.50 -10.10',
  ],
  E7: [
    'given: what is hidden with σ is above 0 (points) | what is hidden with σ (points) | nothing | difference | 1: 6.50 0.00 6.50 | 4: 6.00 0.00 6.00',
    'for: what is left − 50 % of what is hidden with σ < 0 (points) | left (points) | 50 % of what is hidden with σ (points) | difference | 1: 2.00 3.25 -1.25 | 4: 2.20 3.00 -0.80',
    'against: what is left − 75 % of what is hidden with σ > 0 (points) | left (points) | 75 % of what is hidden with σ (points) | difference | 1: 2.00 4.88 -2.88 | 4: 2.20 4.50 -2.30',
  ],
};

describe('the rules about ReLU and Sigmoid', () => {
  it.each(Object.entries(expected))('compare in %s what they say', (id, lines) => {
    const hypothesis = hypotheses.find((candidate) => candidate.id === id)!;
    expect(linesOf(hypothesis.judge(told()))).toEqual(lines);
  });
});

describe('the rules about why Sigmoid lags', () => {
  // The conditions have 20, 21, … % in their order; what is drawn adds 0 to 0.6 by turns.
  const names = design.grid.conditions.map(nameOf);
  const differs = Object.fromEntries(names.map((name, index) => [name, 20 + index]));
  const readouts = { 'readout relu': 50, 'readout sigmoid': 60 };
  const world = worldOf({ ...differs, ...readouts, 'hidden sigmoid': 6, 'hidden centredSigmoid': 2 });

  it.each(explanations)('compare in $id what they say', (explanation) => {
    let drawn = 0;
    const evidence = evidenceOf(world, () => 0.1 * (drawn++ % 7));
    expect(linesOf(explanation.judge(evidence))).toEqual(expectedOfExplanations[explanation.id]);
  });
});
