import { describe, expect, it } from 'vitest';
import {
  accuracyTable,
  bestEpochTable,
  deltaAt,
  gradientTable,
  runTable,
} from '../../../src/report/tables.ts';
import { withAverages } from '../hypotheses/planted.ts';
import { alignmentOf, cellsOf, withCurves } from './planted-report.ts';

// ReLU ends at 60, 62 and 64 % but with 1 block at 40, 38 and 42 %; Sigmoid ends at 40, 38 and 42 % everywhere. ReLU's
// best epoch is 1 point better than its last, Sigmoid's 5 points.
const evidence = withCurves(({ activation, depth, seed }) => {
  const low = [0.4, 0.38, 0.42][seed - 1]!;
  const final = activation === 'relu' && depth > 1 ? 0.58 + seed / 50 : low;
  return [0.2, final + (activation === 'relu' ? 0.01 : 0.05), final];
});

describe('accuracyTable', () => {
  const cells = () => cellsOf(accuracyTable(evidence));

  it('says what stands in each column, numbers to the right', () => {
    expect(cells()[0]).toEqual([
      'Blocks',
      'ReLU (%)',
      'Sigmoid (%)',
      'δ (points)',
      'two-sided 95 % interval of δ',
      'seeds with δ > 0',
      'notebook: ReLU (%)',
      'notebook: Sigmoid (%)',
    ]);
    expect(alignmentOf(accuracyTable(evidence))).toBe('lrrrrrrr');
  });

  // δ is 20, 24 and 22 points: 22 ± 4.302653 · 2 / √3.
  it('summarises the final epoch over seeds', () => {
    expect(cells()[5]).toEqual([
      '8',
      '62.00 ± 2.00',
      '40.00 ± 2.00',
      '+22.00',
      '[+17.03, +26.97]',
      '3 of 3',
      '80.07',
      '32.97',
    ]);
  });

  it('counts no seed without a difference as positive, and has no interval without spread', () => {
    expect(cells()[1]).toEqual([
      '1',
      '40.00 ± 2.00',
      '40.00 ± 2.00',
      '+0.00',
      '—',
      '0 of 3',
      '54.99',
      '44.59',
    ]);
  });
});

describe('deltaAt', () => {
  it('gives the difference of one depth in points, seed by seed', () => {
    const delta = deltaAt(evidence, 8);
    expect(delta).toMatchObject({ label: 'depth 8', unit: 'points', n: 3, outcome: 'supported' });
    expect(delta.effect).toBeCloseTo(22, 9);
    expect(delta.bySeed.columns).toEqual(['ReLU (%)', 'Sigmoid (%)', 'difference']);
    expect(delta.bySeed.rows.map((row) => row.map((value) => value.toFixed(6)))).toEqual([
      ['60.000000', '40.000000', '20.000000'],
      ['62.000000', '38.000000', '24.000000'],
      ['64.000000', '42.000000', '22.000000'],
    ]);
  });
});

describe('bestEpochTable', () => {
  it('sets the best epoch beside its distance from the last', () => {
    const rows = cellsOf(bestEpochTable(evidence));
    expect(rows).toEqual([
      ['Blocks', 'ReLU, best', 'best − final', 'Sigmoid, best', 'best − final'],
      ['1', '41.00 %', '+1.00', '45.00 %', '+5.00'],
      ...['2', '4', '6', '8'].map((depth) => [depth, '63.00 %', '+1.00', '45.00 %', '+5.00']),
    ]);
    expect(alignmentOf(bestEpochTable(evidence))).toBe('lrrrr');
  });
});

describe('gradientTable', () => {
  it('sets mean and standard deviation over seeds beside the notebook’s figures', () => {
    const averages = withAverages(({ activation, depth, seed }) =>
      activation === 'relu' ? 0.01 * depth + 0.001 * (seed - 2) : 0.002 * depth,
    );
    expect(cellsOf(gradientTable(averages))).toEqual([
      ['Blocks', 'ReLU', 'Sigmoid', 'notebook: ReLU', 'notebook: Sigmoid'],
      ['1', '0.0100 ± 0.0010', '0.0020 ± 0.0000', '0.0124', '0.0090'],
      ['2', '0.0200 ± 0.0010', '0.0040 ± 0.0000', '0.0099', '0.0062'],
      ['4', '0.0400 ± 0.0010', '0.0080 ± 0.0000', '0.0064', '0.0038'],
      ['6', '0.0600 ± 0.0010', '0.0120 ± 0.0000', '0.0049', '0.0030'],
      ['8', '0.0800 ± 0.0010', '0.0160 ± 0.0000', '0.0039', '0.0024'],
    ]);
    expect(alignmentOf(gradientTable(averages))).toBe('lrrrr');
  });
});

describe('runTable', () => {
  it('links each record and prints what it ended with', () => {
    const [record] = evidence.records;
    const [header, row, ...others] = cellsOf(runTable([record!], 'runs/quick'));
    expect(header).toEqual([
      'Run',
      'Final test accuracy',
      'Final train loss',
      'Weights (SHA-256)',
      'Record (SHA-256)',
    ]);
    expect(row!.slice(0, 3)).toEqual([
      '[relu-depth-8-seed-1](runs/quick/relu-depth-8-seed-1.json)',
      '60.00 %',
      record!.epochs[0]!.trainLoss.toFixed(4),
    ]);
    expect(others).toEqual([]);
    expect(alignmentOf(runTable([record!], 'runs/quick'))).toBe('lrrrr');
  });
});
