import { describe, expect, it } from 'vitest';
import { conclude, exitCodes } from '../../../src/runner/conclusion.ts';

describe('conclude', () => {
  it('lets a fault in the software come before all, one in the evidence before what is absent, and that before any verdict', () => {
    for (const gate of ['supported', 'refuted', 'inconclusive', undefined] as const) {
      for (const absent of [[], ['all properties']]) {
        expect(conclude({ failed: true, problems: ['stale'], absent, gates: [gate] })).toBe('failed');
        expect(conclude({ failed: true, problems: [], absent, gates: [gate] })).toBe('failed');
        expect(conclude({ failed: false, problems: ['stale'], absent, gates: [gate] })).toBe('evidence');
      }
      expect(conclude({ failed: false, problems: [], absent: ['all properties'], gates: [gate] })).toBe(
        'partial',
      );
      const whole = { failed: false, problems: [], absent: [] };
      expect(conclude({ ...whole, gates: [] })).toBe('held');
      expect(conclude({ ...whole, gates: [gate] })).toBe(gate ?? 'partial'); // evidence without a verdict is none
    }
  });

  it('goes by the worst of several gates, wherever it stands', () => {
    const whole = { failed: false, problems: [], absent: [] };
    expect(conclude({ ...whole, gates: ['supported', 'supported'] })).toBe('supported');
    expect(conclude({ ...whole, gates: ['supported', 'inconclusive'] })).toBe('inconclusive');
    expect(conclude({ ...whole, gates: ['refuted', 'inconclusive', 'supported'] })).toBe('refuted');
    expect(conclude({ ...whole, gates: ['refuted', undefined] })).toBe('partial');
  });
});

describe('exitCodes', () => {
  it('are as documented: 0 only where nothing is wrong and nothing was left out, and every other case apart', () => {
    expect(exitCodes).toEqual({
      held: 0,
      shard: 0,
      supported: 0,
      failed: 1,
      usage: 2,
      refuted: 3,
      inconclusive: 4,
      evidence: 5,
      partial: 6,
    });
  });
});
