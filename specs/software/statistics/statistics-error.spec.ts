import { describe, expect, it } from 'vitest';
import {
  requireBetween,
  requireFinite,
  requireInteger,
  requireSameLength,
  requireSample,
  StatisticsError,
} from '../../../src/statistics/statistics-error.ts';

/** The message of the StatisticsError that a call throws; any other outcome fails. */
function complaint(call: () => void): string {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(StatisticsError);
    expect(error).toHaveProperty('name', 'StatisticsError');
    return (error as Error).message;
  }
  throw new Error('expected a StatisticsError, nothing was thrown');
}

describe('requireSample', () => {
  it('names the function, the rule and the number of values', () => {
    expect(complaint(() => requireSample('f', [1], 2))).toBe('f needs at least 2 values, got 1');
    expect(complaint(() => requireSample('f', [], 1))).toBe('f needs at least 1 values, got 0');
  });
  it('points at the first value that is not finite', () => {
    expect(complaint(() => requireSample('f', [1, Number.NaN, Infinity], 2))).toBe(
      'f needs finite values, got NaN at index 1',
    );
    expect(complaint(() => requireSample('f', [-Infinity, 1], 2))).toBe(
      'f needs finite values, got -Infinity at index 0',
    );
  });
  it('accepts exactly the minimum', () => requireSample('f', [0, -1], 2));
});

describe('requireFinite, requireBetween, requireInteger, requireSameLength', () => {
  it.each([Number.NaN, Infinity, -Infinity])('refuse %s', (bad) => {
    expect(complaint(() => requireFinite('f', 'x', bad))).toBe(`f needs a finite x, got ${bad}`);
    expect(complaint(() => requireInteger('f', 'n', bad, 0, 9))).toBe(
      `f needs an integer n in 0..9, got ${bad}`,
    );
    expect(complaint(() => requireBetween('f', 'x', bad, -5, 5))).toContain(
      'f needs x between -5 and 5 (exclusive)',
    );
  });
  it('keep integers inside their limits, ends included', () => {
    requireInteger('f', 'n', 1, 1, 3);
    requireInteger('f', 'n', 3, 1, 3);
    for (const bad of [0, 4, 1.5]) complaint(() => requireInteger('f', 'n', bad, 1, 3));
  });
  it('keep reals inside their limits, ends excluded', () => {
    requireBetween('f', 'x', 0.5, 0, 1);
    requireBetween('f', 'x', 1e300, 0, Infinity);
    for (const bad of [0, 1, -1, 2]) complaint(() => requireBetween('f', 'x', bad, 0, 1));
  });
  it('refuse samples that do not pair', () => {
    requireSameLength('f', 2, 2);
    expect(complaint(() => requireSameLength('f', 3, 2))).toBe('f needs pairs, got 3 values against 2');
  });
});
