import { describe, expect, it } from 'vitest';
import type { Comparison, Verdict } from '../../../src/judging/verdict.ts';
import { verdictTable } from '../../../src/report/verdict-table.ts';
import { alignmentOf, cellsOf } from '../../support/planted-report.ts';
import { study } from '../../support/this-study.ts';

describe('verdictTable', () => {
  const comparison: Comparison = {
    label: 'depth 8',
    outcome: 'supported',
    effect: 22,
    unit: 'points',
    bounds: [17.03, 26.97],
    p: 0.0014,
    n: 3,
    bySeed: { firstSeed: 1, columns: [], rows: [] },
    reason: '',
  };
  const verdict = (id: string, ...comparisons: Comparison[]): Verdict => {
    return { id, outcome: 'inconclusive', comparisons, reason: '' };
  };
  const trend: Comparison = { ...comparison, label: 'trend', effect: 165, unit: 'L', bounds: undefined };
  const slope: Comparison = { ...comparison, label: 'slope', effect: Math.log(2), unit: 'log', n: 30 };
  const table = () =>
    verdictTable(study, [
      verdict('H1', comparison, { ...comparison, label: 'depth 6', p: undefined, bounds: undefined }),
      verdict('H2', trend),
      verdict('H8', slope, { ...slope, effect: -Math.log(2), p: 0.00001 }),
      verdict('H99', comparison),
    ]);

  it('gives each comparison a row, and names hypothesis, claim and verdict in the first alone', () => {
    const [header, first, second, third, ...others] = cellsOf(table());
    expect(header).toEqual(['', 'Claim', 'Compared', 'Effect', 'Deciding bounds', 'p', 'n', 'Verdict']);
    const claim = 'ReLU reaches a higher test accuracy than Sigmoid with 8, 6 and 4 blocks.';
    const bounds = '[+17.03, +26.97]';
    expect(first).toEqual([
      '**H1**',
      claim,
      'depth 8',
      '+22.00 points',
      bounds,
      '0.0014',
      '3',
      '**inconclusive**',
    ]);
    expect(second).toEqual(['', '', 'depth 6', '+22.00 points', '—', '—', '3', '']);
    expect(third!.slice(2)).toEqual(['trend', 'L = 165', '—', '0.0014', '3', '**inconclusive**']);
    expect(others.map((row) => row.slice(2, 7))).toEqual([
      ['slope', '+0.693 (× 2.000)', '[+17.030, +26.970]', '0.0014', '30'],
      ['slope', '−0.693 (× 0.500)', '[+17.030, +26.970]', '< 0.0001', '30'],
      ['depth 8', '+22.00 points', bounds, '0.0014', '3'],
    ]);
    expect(alignmentOf(table())).toBe('llllllll');
  });

  it('has no claim for a hypothesis that it does not know', () => {
    expect(cellsOf(table()).at(-1)!.slice(0, 2)).toEqual(['**H99**', '']);
  });
});
