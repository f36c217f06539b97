import { describe, expect, it } from 'vitest';
import type { Comparison, Verdict } from '../../../src/judging/verdict.ts';
import { bootstrapTable, signFlipTable } from '../../../src/studies/relu-versus-sigmoid/assumptions.ts';
import { cellsOf } from '../../support/planted-report.ts';

/** A verdict on comparisons with these p values and differences by seed. */
function verdict(
  ...parts: readonly { readonly p: number; readonly differences: readonly number[] }[]
): Verdict {
  const comparisons = parts.map(({ p, differences }, index): Comparison => {
    const rows = differences.map((difference) => [difference + 1, 1, difference]);
    return {
      label: `comparison ${index + 1}`,
      outcome: 'supported',
      effect: 1,
      unit: 'log',
      bounds: [0.5, 1.5],
      p,
      n: differences.length,
      bySeed: { firstSeed: 1, columns: ['one', 'other', 'difference'], rows },
      reason: '',
    };
  });
  return { id: 'H1', outcome: 'supported', comparisons, reason: '' };
}

describe('signFlipTable', () => {
  // Of the 2³ signs of 1, 2, 3 only + + + reaches 6; of 1, −2, 3 (sum 2): + + +, + − +, − + + do, and − − + is 0.
  it('gives each depth its p values: by t test, adjusted to be no smaller than those before, and by sign flips', () => {
    const table = signFlipTable(
      verdict({ p: 0.02, differences: [1, 2, 3] }, { p: 0.01, differences: [1, -2, 3] }),
    );
    const [header, ...rows] = cellsOf(table);
    expect(header).toEqual([
      'H1',
      'n',
      'p, t test',
      'adjusted for the sequence',
      'p, sign flips',
      'smallest that n allows',
    ]);
    expect(rows).toEqual([
      ['comparison 1', '3', '0.0200', '0.0200', '0.1250', '0.1250'],
      ['comparison 2', '3', '0.0100', '0.0200', '0.3750', '0.1250'],
    ]);
  });
});

describe('bootstrapTable', () => {
  const differences = Array.from({ length: 30 }, (_, seed) => 1 + (seed - 14.5) / 100);

  it('gives each comparison both intervals, the same each time', () => {
    const table = bootstrapTable(verdict({ p: 0.01, differences }));
    const [header, row] = cellsOf(table);
    expect(header).toEqual(['H8', 'n', 't interval', 'bootstrap interval (BCa)']);
    expect(row!.slice(0, 3)).toEqual(['comparison 1', '30', '[+0.500, +1.500]']);
    expect(bootstrapTable(verdict({ p: 0.01, differences }))).toBe(table);
    // Mean 1, standard error √((30² − 1) / 12) / 100 / √30 = .0158, so about 1 ± 1.96 × .0158.
    expect(row![3]).toMatch(/^\[\+0\.9(69|70), \+1\.0(30|31)\]$/);
  });
});
