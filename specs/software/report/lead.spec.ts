import { describe, expect, it } from 'vitest';
import { recomputedAccuracy } from '../../../src/records/evidence.ts';
import { leadAt, leadSlopes, publishedLeads } from '../../../src/report/lead.ts';
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
