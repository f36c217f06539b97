/** Repetitions of a measurement as one figure. */
import { fc, it as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { bestMedian, sharingLoss, summarise } from '../../../bench/speed/summarise.ts';
import { measured, samplesOf } from '../../support/planted-benchmark.ts';

const summaryOf = (...rates: number[]) =>
  summarise(samplesOf('wasm', 'paper-8', ...rates.map((rate) => measured(rate))), 'wasm', 'paper-8');

describe('summarise', () => {
  it('gives the median, the extremes and the largest memory', () => {
    const samples = samplesOf('wasm', 'paper-8', measured(30, 7), measured(10, 9), measured(12, 8));
    expect(summarise(samples, 'wasm', 'paper-8')).toEqual({
      status: 'measured',
      median: 12,
      lowest: 10,
      highest: 30,
      repetitions: 3,
      peakMegabytes: 9,
      identity: 'made up 1.0.0',
    });
  });

  property.prop([fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 9 })])(
    'does not depend on the order of repetitions, and keeps the median between the extremes',
    (rates) => {
      const summary = summaryOf(...rates);
      expect(summaryOf(...rates.toReversed())).toEqual(summary);
      if (summary.status !== 'measured') throw new Error(`expected a figure, got ${summary.status}`);
      expect(summary.lowest).toBeLessThanOrEqual(summary.median);
      expect(summary.median).toBeLessThanOrEqual(summary.highest);
    },
  );

  // Catches a median over the repetitions that happened to survive.
  it('is a failure if one repetition failed', () => {
    const failed = { status: 'failed', reason: 'out of memory' } as const;
    expect(summarise(samplesOf('wasm', 'paper-8', measured(1), failed), 'wasm', 'paper-8')).toEqual(failed);
  });

  it('keeps contenders and cases apart, and says what was left out', () => {
    const samples = [
      ...samplesOf('wasm', 'paper-8', measured(1)),
      ...samplesOf('cpu', 'paper-1', measured(2)),
    ];
    expect(summarise(samples, 'cpu', 'paper-8')).toEqual({ status: 'left out', reason: 'not asked for' });
    expect(summarise(samples, 'cpu', 'paper-1')).toMatchObject({ median: 2 });
  });
});

describe('bestMedian', () => {
  it('is the largest of what was measured, or undefined', () => {
    const failed = { status: 'failed', reason: 'out of memory' } as const;
    expect(bestMedian([summaryOf(3), failed, summaryOf(5), summaryOf(4)])).toBe(5);
    expect(bestMedian([failed])).toBeUndefined();
  });
});

describe('sharingLoss', () => {
  it('is 0 where cores share nothing, and 1 − 1/n where n processes share all', () => {
    expect(sharingLoss(20, 10, 2)).toBe(0);
    expect(sharingLoss(10, 10, 4)).toBe(0.75);
    expect(sharingLoss(18, 10, 2)).toBeCloseTo(0.1, 12);
  });
});
