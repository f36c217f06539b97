import { describe, expect, it } from 'vitest';
import { type Evidence, IncompleteEvidence } from '../../../src/records/evidence.ts';
import {
  decayTable,
  dilutionSentence,
  dilutionTable,
  firstLayerNorm,
  layerTable,
  offsetSentence,
} from '../../../src/report/mechanism.ts';
import { onlyRuns, plantedProbe } from '../../support/planted-evidence.ts';
import { alignmentOf, cellsOf, evidenceFor } from '../../support/planted-report.ts';
import type { Run } from '../../support/this-study.ts';

/** Every tensor of stem, first block and head at one size, the other blocks' at another. */
function withSizes(sizesOf: (run: Run) => { readonly same: number; readonly others: number }): Evidence {
  const base = evidenceFor('supported');
  const records = base.records.map((record) => {
    const { same, others } = sizesOf(record.run);
    const epochs = record.epochs.map((epoch) => ({
      ...epoch,
      meanAbsoluteGradients: epoch.meanAbsoluteGradients.map((_, tensor, { length }) =>
        tensor < 8 || tensor >= length - 2 ? same : others,
      ),
    }));
    return { ...record, epochs };
  });
  return { ...base, records };
}

describe('dilutionTable', () => {
  // With 8 blocks 10 of 38 tensors are the same; ReLU's others count nothing, Sigmoid's twice as much.
  const evidence = withSizes(({ activation, seed }) => ({
    same: 0.005 * seed,
    others: activation === 'relu' ? 0 : 0.01 * seed,
  }));

  it('sets the average over all tensors beside that over the same ten, and the head’s share', () => {
    const [header, ...rows] = cellsOf(dilutionTable(evidence));
    expect(header).toEqual([
      'Blocks',
      'Parameter tensors',
      ...['ReLU', 'Sigmoid'].flatMap((name) => [
        `${name}: all tensors`,
        'the same ten',
        'head’s share of the sum',
      ]),
    ]);
    // Kernel, bias, γ and β of the stem and of each block; kernel and bias of the head: 4 · (depth + 1) + 2.
    expect(rows).toEqual([
      ['1', '10', '0.0100', '0.0100', '20.00 %', '0.0100', '0.0100', '20.00 %'],
      ['2', '14', '0.0071', '0.0100', '20.00 %', '0.0129', '0.0100', '11.11 %'],
      ['4', '22', '0.0045', '0.0100', '20.00 %', '0.0155', '0.0100', '5.88 %'],
      ['6', '30', '0.0033', '0.0100', '20.00 %', '0.0167', '0.0100', '4.00 %'],
      ['8', '38', '0.0026', '0.0100', '20.00 %', '0.0174', '0.0100', '3.03 %'],
    ]);
    expect(alignmentOf(dilutionTable(evidence))).toBe('lrrrrrrr');
  });

  it('is not made of incomplete evidence', () => {
    const partial = onlyRuns(evidence, ({ depth }) => depth !== 4);
    expect(() => dilutionTable(partial)).toThrow(IncompleteEvidence);
    const empty = evidence.records.map((record) => ({ ...record, epochs: [] }));
    expect(() => dilutionTable({ ...evidence, records: empty })).toThrow();
  });
});

describe('dilutionSentence', () => {
  it('tells dilution, which the same ten tensors do not show, from a gradient that falls', () => {
    const evidence = withSizes(({ activation, depth }) => {
      const kept = activation === 'sigmoid' && depth === 8 ? 0.5 : 1;
      return { same: 0.01 * kept, others: 0 };
    });
    expect(dilutionSentence(evidence)).toBe(
      'The average weighs every tensor alike. Two of them are the head’s: two of 10 with 1 block, two of 38 with 8. If the head’s ' +
        'gradient stayed as it is and all others counted for nothing, the average would fall by 1 − 10/38 = 73.68 % by composition ' +
        'alone. Measured, for ReLU the average over all tensors falls by 73.68 %, over the same ten it rises by 0.00 %; for Sigmoid the ' +
        'average over all tensors falls by 86.84 %, over the same ten it falls by 50.00 %. A fall that the same ten tensors do not ' +
        'show comes from which tensors are averaged, and is no sign of a vanishing gradient. It is none against it either: the head’s ' +
        'two are among the ten.',
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
      const epochs = record.epochs.map((epoch, index) => {
        const relativeGradientNorms = initialGradientNorms.map((norm) => 10 * norm * (index + 0.5));
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
  probe: plantedProbe('smoke', ({ batchNorm, activation, depth, seed }) => {
    const digit = (batchNorm ? 1 : 3) + (activation === 'relu' ? 0 : 1);
    return digit * 10 ** -depth * [1, 2, 30][seed % 3]!;
  }),
};

describe('decayTable', () => {
  // Half of the gradient is left per block without batch norm for ReLU, an eighth for Sigmoid, nearly all with it.
  const kept = { relu: { true: 1, false: 0.5 }, sigmoid: { true: 0.9, false: 0.125 } } as const;
  const evidence: Evidence = {
    ...evidenceFor('supported'),
    probe: plantedProbe('quick', ({ batchNorm, activation, depth, seed }) => {
      const own = Math.exp(((seed % 3) - 1) / 100); // seeds 1 … 30 hold each of the three equally often
      return (kept[activation as 'relu' | 'sigmoid'][`${batchNorm}`] * own) ** depth;
    }),
  };

  it('gives the factor per block of both arms, with and without batch norm, beside theory', () => {
    // sd of ln .01 · √(2 / 3 · 30 / 29) = .008305; ± 2.04523 · .008305 / √30 = .0031.
    expect(cellsOf(decayTable(evidence))).toEqual([
      ['Batch norm', 'factor per block', 'two-sided 95 % interval', 'theory'],
      ['ReLU, without', '0.500', '0.498 … 0.502', '√½ / √3 = 0.408'],
      ['Sigmoid, without', '0.125', '0.125 … 0.125', '¼ / √3 = 0.144'],
      ['ReLU, with', '1.000', '0.997 … 1.003', '—'],
      ['Sigmoid, with', '0.900', '0.897 … 0.903', '—'],
    ]);
    expect(alignmentOf(decayTable(evidence))).toBe('lrrr');
  });

  it('states theory’s factors rightly', () => {
    const stated = cellsOf(decayTable(evidence)).map((row) => row[3]!);
    expect(stated[1]).toContain((Math.sqrt(1 / 2) / Math.sqrt(3)).toFixed(3));
    expect(stated[2]).toContain((1 / 4 / Math.sqrt(3)).toFixed(3));
  });
});

describe('offsetSentence', () => {
  it('compares the arms’ first layers with batch norm, with the fewest blocks and the most', () => {
    const evidence: Evidence = {
      ...evidenceFor('supported', 'smoke'),
      probe: plantedProbe('smoke', ({ batchNorm, activation, depth }) =>
        batchNorm && activation === 'sigmoid' ? 0.5 ** depth : 1,
      ),
    };
    expect(offsetSentence(evidence)).toMatch(
      /^With batch norm Sigmoid’s is × 0\.50 of ReLU’s with 1 block and × 0\.00 with 8\. /,
    );
  });
});

describe('firstLayerNorm', () => {
  it('is the median over seeds, not the mean, of the first layer alone', () => {
    expect(firstLayerNorm(probed, 'sigmoid', false, 1)).toBeCloseTo(0.8, 12);
    expect(firstLayerNorm(probed, 'relu', true, 2)).toBeCloseTo(0.02, 12);
  });
});
