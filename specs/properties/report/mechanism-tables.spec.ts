import { describe, expect, it } from 'vitest';
import { type Evidence, IncompleteEvidence } from '../../../src/records/evidence.ts';
import {
  ablationTable,
  dilutionSentence,
  dilutionTable,
  firstLayerNorm,
  layerTable,
} from '../../../src/report/mechanism.ts';
import { onlyRuns, syntheticProbe } from '../../support/synthetic-evidence.ts';
import { withAverages } from '../hypotheses/planted.ts';
import { alignmentOf, cellsOf, evidenceFor } from './planted-report.ts';

describe('dilutionTable', () => {
  // ReLU 0.012 / depth, mean over seeds (1 + 2 + 3) / 3 · 0.006; Sigmoid 0.002 · depth.
  const evidence = withAverages(({ activation, depth, seed }) =>
    activation === 'relu' ? (0.006 * seed) / depth : 0.002 * depth,
  );

  it('multiplies each average by the number of parameter tensors of its depth', () => {
    // Kernel, bias, γ and β of the stem and of each block; kernel and bias of the head: 4 · (depth + 1) + 2.
    expect(cellsOf(dilutionTable(evidence))).toEqual([
      ['Blocks', 'Parameter tensors', 'ReLU: average', 'ReLU: sum', 'Sigmoid: average', 'Sigmoid: sum'],
      ['1', '10', '0.0120', '0.1200', '0.0020', '0.0200'],
      ['2', '14', '0.0060', '0.0840', '0.0040', '0.0560'],
      ['4', '22', '0.0030', '0.0660', '0.0080', '0.1760'],
      ['6', '30', '0.0020', '0.0600', '0.0120', '0.3600'],
      ['8', '38', '0.0015', '0.0570', '0.0160', '0.6080'],
    ]);
  });

  it('sets numbers to the right', () => expect(alignmentOf(dilutionTable(evidence))).toBe('lrrrrr'));

  it('is not made of incomplete evidence', () => {
    const partial = onlyRuns(evidence, ({ depth }) => depth !== 4);
    expect(() => dilutionTable(partial)).toThrow(IncompleteEvidence);
    const empty = evidence.records.map((record) => ({ ...record, epochs: [] }));
    expect(() => dilutionTable({ ...evidence, records: empty })).toThrow(IncompleteEvidence);
  });
});

describe('dilutionSentence', () => {
  /** Averages that with 8 blocks are these shares of those with 1. */
  const keeping = (shares: Readonly<Record<'relu' | 'sigmoid', number>>) =>
    withAverages(
      ({ activation, depth, seed }) =>
        0.01 * seed * (depth === 8 ? shares[activation as 'relu' | 'sigmoid'] : 1),
    );

  it('tells a sum that falls from one that rises', () => {
    // 38 tensors for 10: an eighth of the average leaves 3.8 / 8 = 0.475 of the sum, half of it 1.9.
    expect(dilutionSentence(keeping({ relu: 0.125, sigmoid: 0.5 }))).toBe(
      'From 1 block to 8 the number of tensors grows from 10 to 38: if the sum over tensors stayed the same, the average ' +
        'would fall by 73.68 % by that alone. Measured, for ReLU the average falls by 87.50 % while its sum over tensors ' +
        'falls by 52.50 %; for Sigmoid the average falls by 50.00 % while its sum over tensors rises by 90.00 %. Where ' +
        'the sum does not fall, all of any fall of the average is dilution, and it is no sign of a vanishing gradient.',
    );
  });

  it('says that an average rises that does', () => {
    expect(dilutionSentence(keeping({ relu: 2, sigmoid: 0.5 }))).toContain(
      'for ReLU the average rises by 100.00 % while its sum over tensors rises by 660.00 %',
    );
  });

  it('does not call an unchanged sum a fall', () => {
    // Numerators over 2¹⁰, so that no mean rounds: 10 · 38 = 38 · 10.
    const undiluted = withAverages(({ depth }) => (depth === 8 ? 10 : 38) / 1024);
    expect(dilutionSentence(undiluted)).toContain(
      'falls by 73.68 % while its sum over tensors rises by 0.00 %',
    );
  });
});

describe('layerTable', () => {
  // Layer by layer 1, 2, 3 … hundredths, seeds at 50, 100 and 150 % of it; tenfold over training, in epochs at 50 and
  // 150 %; Sigmoid twice as much, and other depths seven times.
  const base = evidenceFor('supported', 'smoke');
  const evidence: Evidence = {
    ...base,
    records: base.records.map((record) => {
      const { activation, depth, seed } = record.run;
      const scale = (seed / 2) * (activation === 'relu' ? 1 : 2) * (depth === 8 ? 1 : 7);
      const initialGradientNorms = record.initialGradientNorms.map((_, layer) => (scale * (layer + 1)) / 100);
      const epochs = record.epochs.map((epoch, place) => {
        const relativeGradientNorms = initialGradientNorms.map((norm) => 10 * norm * (place + 0.5));
        return { ...epoch, relativeGradientNorms };
      });
      return { ...record, initialGradientNorms, epochs };
    }),
  };

  it('goes from the image to the head of the deepest network, at initialisation and over training', () => {
    expect(cellsOf(layerTable(evidence))).toEqual([
      [
        'Layer',
        'ReLU, at initialisation',
        'ReLU, over training',
        'Sigmoid, at initialisation',
        'Sigmoid, over training',
      ],
      ['stem', '0.0100', '0.100', '0.0200', '0.200'],
      ['block 1', '0.0200', '0.200', '0.0400', '0.400'],
      ['block 2', '0.0300', '0.300', '0.0600', '0.600'],
      ['block 3', '0.0400', '0.400', '0.0800', '0.800'],
      ['block 4', '0.0500', '0.500', '0.100', '1.00'],
      ['block 5', '0.0600', '0.600', '0.120', '1.20'],
      ['block 6', '0.0700', '0.700', '0.140', '1.40'],
      ['block 7', '0.0800', '0.800', '0.160', '1.60'],
      ['block 8', '0.0900', '0.900', '0.180', '1.80'],
      ['head', '0.100', '1.00', '0.200', '2.00'],
    ]);
  });

  it('sets numbers to the right', () => expect(alignmentOf(layerTable(evidence))).toBe('lrrrr'));
});

// A digit for each arm, a power of ten for each depth; two seeds each at once, twice and thirty times that.
const probed: Evidence = {
  ...evidenceFor('supported', 'smoke'),
  probe: syntheticProbe('smoke', ({ batchNorm, activation, depth, seed }) => {
    const digit = (batchNorm ? 1 : 3) + (activation === 'relu' ? 0 : 1);
    return digit * 10 ** -depth * [1, 2, 30][seed % 3]!;
  }),
};

describe('ablationTable', () => {
  it('has an arm for each activation, with and without batch norm', () => {
    expect(cellsOf(ablationTable(probed))).toEqual([
      ['Blocks', 'ReLU, with', 'Sigmoid, with', 'ReLU, without', 'Sigmoid, without'],
      ...[1, 2, 4, 6, 8].map((depth) => [
        String(depth),
        ...['2', '4', '6', '8'].map((digit) => `${digit}.00e-${depth}`),
      ]),
    ]);
  });

  it('sets numbers to the right', () => expect(alignmentOf(ablationTable(probed))).toBe('lrrrr'));
});

describe('firstLayerNorm', () => {
  it('is the median over seeds, not the mean, of the first layer alone', () => {
    expect(firstLayerNorm(probed, 'sigmoid', false, 1)).toBeCloseTo(0.8, 12);
    expect(firstLayerNorm(probed, 'relu', true, 2)).toBeCloseTo(0.02, 12);
  });
});
