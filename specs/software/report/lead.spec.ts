import { describe, expect, it } from 'vitest';
import { finalAccuracy, recomputedAccuracy } from '../../../src/records/evidence.ts';
import { leadAt, leadOverEpochs, leadShape, leadSlopes, publishedLeads } from '../../../src/report/lead.ts';
import { planted } from '../../support/planted-accuracies.ts';
import { study } from '../../support/this-study.ts';

// ReLU's lead: 20, 24 and 22 points with 8 blocks, and in proportion elsewhere; by recomputed statistics half of it.
const lead = ({ depth, seed }: { depth: number; seed: number }) => (depth / 8) * [0.2, 0.24, 0.22][seed - 1]!;
const evidence = planted(
  (run) => 0.4 + (run.activation === 'relu' ? lead(run) : 0),
  'quick',
  (run) => 0.4 + (run.activation === 'relu' ? lead(run) / 2 : 0),
);

describe('leadAt', () => {
  it('gives the difference of one depth in points, seed by seed', () => {
    const delta = leadAt(evidence, 8);
    expect(delta).toMatchObject({ label: 'depth 8', unit: 'points', n: 3, outcome: 'supported' });
    expect(delta.effect).toBeCloseTo(22, 9);
    expect(delta.bySeed.columns).toEqual(['ReLU (%)', 'Sigmoid (%)', 'difference']);
    expect(delta.bySeed.rows.map((row) => row.map((value) => value.toFixed(6)))).toEqual([
      ['60.000000', '40.000000', '20.000000'],
      ['64.000000', '40.000000', '24.000000'],
      ['62.000000', '40.000000', '22.000000'],
    ]);
  });

  it('reads what it is told to', () => {
    expect(leadAt(evidence, 4, recomputedAccuracy).effect).toBeCloseTo(5.5, 9);
  });
});

describe('leadSlopes', () => {
  it('gives points per block for each seed', () => {
    expect(leadSlopes(evidence).map((slope) => slope.toFixed(6))).toEqual([
      '2.500000',
      '3.000000',
      '2.750000',
    ]);
    expect(leadSlopes(evidence, recomputedAccuracy)[0]).toBeCloseTo(1.25, 9);
  });
});

describe('leadShape', () => {
  it('tells the change up to the middle depth from that after it', () => {
    // 22 points with 8 blocks, 11 with 4, 2.75 with 1; seeds 1.75, 2.1 and 1.925 / … : ± 4.302653 · sd / √3.
    expect(leadShape(evidence, finalAccuracy)).toBe(
      'by +8.25 [+6.39, +10.11] from 1 to 4 and by +11.00 [+8.52, +13.48] from 4 to 8',
    );
    expect(leadShape(evidence, recomputedAccuracy)).toMatch(/^by \+4\.13 .* and by \+5\.50 /);
  });
});

describe('leadOverEpochs', () => {
  it('names the epoch of the largest mean lead of the deepest networks', () => {
    const records = evidence.records.map((record) => {
      const { activation, depth } = record.run;
      const lead = (epoch: number) =>
        activation === 'relu' && depth === 8 ? [0.1, 0.3, 0.2, 0.15][epoch]! : 0;
      const epochs = record.epochs.map((one, epoch) => ({
        ...one,
        recomputedTestAccuracy: 0.4 + lead(epoch),
      }));
      return { ...record, epochs };
    });
    expect(leadOverEpochs({ ...evidence, records })).toBe(
      'By recomputed statistics ReLU’s mean lead with 8 blocks is largest after epoch 2, +30.00 points; after the last it is +15.00.',
    );
  });
});

describe('publishedLeads', () => {
  it('are the notebook’s, in points', () => {
    expect(publishedLeads(study)!.map((points) => points.toFixed(2))).toEqual([
      '10.40',
      '23.79',
      '29.98',
      '36.41',
      '47.10',
    ]);
  });
});
