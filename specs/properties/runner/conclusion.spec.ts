import { describe, expect, it } from 'vitest';
import { conclude, exitCodes } from '../../../src/runner/conclusion.ts';

describe('conclude', () => {
  it('lets a fault in the software come before all, and one in the evidence before any verdict', () => {
    for (const gate of ['supported', 'refuted', 'inconclusive', undefined] as const) {
      expect(conclude({ failed: true, problems: ['stale'], gate })).toBe('failed');
      expect(conclude({ failed: true, problems: [], gate })).toBe('failed');
      expect(conclude({ failed: false, problems: ['stale'], gate })).toBe('evidence');
      expect(conclude({ failed: false, problems: [], gate })).toBe(gate ?? 'held');
    }
  });
});

describe('exitCodes', () => {
  it('are as documented: 0 only where nothing is wrong, and every other case apart', () => {
    expect(exitCodes).toEqual({
      held: 0,
      supported: 0,
      failed: 1,
      usage: 2,
      refuted: 3,
      inconclusive: 4,
      evidence: 5,
    });
  });
});
