/** The networks that are measured. */
import { describe, expect, it } from 'vitest';
import { benchmarkCases, COSTLIEST_CASE } from '../../../../bench/speed/cases.ts';

describe('benchmarkCases', () => {
  // The notebook's width is 64 and its depths go from 1 to 8; the quick scale's width is 16.
  it("are the notebook's network at three depths, and the deepest of the quick scale", () => {
    expect(benchmarkCases).toEqual([
      { id: 'paper-1', label: 'width 64, depth 1', width: 64, depth: 1 },
      { id: 'paper-4', label: 'width 64, depth 4', width: 64, depth: 4 },
      { id: 'paper-8', label: 'width 64, depth 8', width: 64, depth: 8 },
      { id: 'quick-8', label: 'width 16, depth 8 (quick)', width: 16, depth: 8 },
    ]);
  });
});

describe('COSTLIEST_CASE', () => {
  it('is the widest and deepest network of those', () => {
    const costs = benchmarkCases.map(({ id, width, depth }) => ({ id, cost: width ** 2 * depth }));
    expect(costs.toSorted((first, second) => second.cost - first.cost)[0]?.id).toBe(COSTLIEST_CASE);
    expect(COSTLIEST_CASE).toBe('paper-8');
  });
});
