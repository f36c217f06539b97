import { describe, expect, it } from 'vitest';
import { runTable } from '../../../src/report/run-table.ts';
import { alignmentOf, cellsOf, withCurves } from '../../support/planted-report.ts';

const evidence = withCurves(() => [0.6]);

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
