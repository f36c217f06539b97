import { describe, expect, it } from 'vitest';
import { decide, type Grounds } from '../../../src/judging/decide.ts';
import type { Comparison } from '../../../src/judging/verdict.ts';

const one = (label: string, holds: boolean): Comparison => ({
  label,
  outcome: holds ? 'supported' : 'inconclusive',
  effect: 1,
  unit: 'points',
  bounds: [0.5, 1.5],
  p: 0.01,
  n: 3,
  bySeed: { firstSeed: 1, columns: ['difference'], rows: [[1]] },
  reason: 'planted',
});
const [yes, no] = [one('yes', true), one('no', false)];

describe('decide', () => {
  it.each<[string, Grounds, string]>([
    ['everything for it holds', { supports: [yes, yes], refutes: [no] }, 'supported'],
    ['everything against it holds', { supports: [no], refutes: [yes, yes] }, 'refuted'],
    ['part of what is for it holds', { supports: [yes, no], refutes: [no] }, 'inconclusive'],
    ['part of what is against it holds', { supports: [no], refutes: [yes, no] }, 'inconclusive'],
    ['neither side holds', { supports: [no], refutes: [no] }, 'inconclusive'],
    ['both sides hold', { supports: [yes], refutes: [yes] }, 'inconclusive'],
    ['nothing is for it and nothing holds against it', { supports: [], refutes: [no] }, 'inconclusive'],
    ['nothing is against it and nothing holds for it', { supports: [no], refutes: [] }, 'inconclusive'],
    ['there is nothing to explain', { given: [no], supports: [yes], refutes: [no] }, 'inconclusive'],
    ['there is nothing to refute', { given: [yes, no], supports: [no], refutes: [yes] }, 'inconclusive'],
    ['there is something to explain', { given: [yes], supports: [yes], refutes: [no] }, 'supported'],
    ['what stands beside fails', { supports: [yes], refutes: [no], beside: [no] }, 'supported'],
    ['what stands beside holds', { supports: [no], refutes: [no], beside: [yes] }, 'inconclusive'],
  ])('where %s', (_case, grounds, outcome) => {
    expect(decide(grounds).outcome).toBe(outcome);
  });

  it('takes a claim whose opposite is shown for one that does not hold', () => {
    const opposite = { ...no, outcome: 'refuted' as const };
    expect(decide({ supports: [opposite], refutes: [no] }).outcome).toBe('inconclusive');
  });

  it('shows each comparison by the part that it has, and says which hold', () => {
    const verdict = decide({ given: [yes], supports: [no], refutes: [yes], beside: [no] });
    const labels = ['given: yes', 'for: no', 'against: yes', 'beside: no'];
    expect(verdict.comparisons).toEqual([yes, no, yes, no].map((it, i) => ({ ...it, label: labels[i] })));
    expect(verdict.reason).toBe(
      'given: yes: holds; for: no: does not hold; against: yes: holds; beside: no: does not hold.',
    );
  });
});
