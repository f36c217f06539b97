import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationText, overallProgress, progressLine } from '../../../src/runner/progress.ts';

describe('durationText', () => {
  it.each([
    [0, '0 s'],
    [0.4, '0 s'],
    [59.4, '59 s'],
    [59.6, '1 min 0 s'],
    [65, '1 min 5 s'],
    [3599, '59 min 59 s'],
    [3599.6, '1 h 0 min'],
    [3661, '1 h 1 min'],
    [100_000, '27 h 46 min'],
    [Number.POSITIVE_INFINITY, 'an unknown time'],
    [Number.NaN, 'an unknown time'],
  ])('says %d seconds as %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });

  it('never says 60 s or 60 min, and never loses more than a unit it does not print', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (seconds) => {
        const text = durationText(seconds);
        const at = (unit: string) => Number(new RegExp(`(\\d+) ${unit}`).exec(text)?.[1] ?? 0);
        const said = 3600 * at('h') + 60 * at('min') + at('s');
        expect(Math.max(at('min'), at('s'))).toBeLessThan(60);
        expect(Math.abs(seconds - said)).toBeLessThanOrEqual(text.includes('h') ? 60 : 0.5);
      }),
    );
  });
});

describe('progressLine', () => {
  it('says run, epoch, speed and time left', () => {
    const run = { scale: 'quick', activation: 'relu', depth: 8, seed: 1 } as const;
    const line = progressLine(run, { epoch: 2, epochs: 3, imagesPerSecond: 147.6, secondsLeft: 65 });
    expect(line).toBe('relu-depth-8-seed-1: epoch 2 of 3, 148 images/s, 1 min 5 s left');
  });
});

describe('overallProgress', () => {
  const pending = new Map([
    ['relu-depth-8-seed-1', 9],
    ['relu-depth-2-seed-1', 3],
  ]);

  it('says nothing before the first is done, rather than guessing', () => {
    expect(overallProgress(pending, new Set(), 100)).toBe('');
    expect(overallProgress(new Map(), new Set(), 100)).toBe('');
    expect(overallProgress(pending, new Set(['relu-depth-4-seed-1']), 100)).toBe('');
  });

  it('weighs computations by what each was estimated to take', () => {
    expect(overallProgress(pending, new Set(['relu-depth-8-seed-1']), 90)).toBe(
      '1 of 2 records done, about 30 s left',
    );
    expect(overallProgress(pending, new Set(['relu-depth-2-seed-1']), 90)).toBe(
      '1 of 2 records done, about 4 min 30 s left',
    );
  });

  it('ends at no time left', () => {
    expect(overallProgress(pending, new Set(pending.keys()), 1000)).toBe(
      '2 of 2 records done, about 0 s left',
    );
  });
});
