import { describe, expect, it } from 'vitest';
import { interval, meanAndDeviation, percent, points } from '../../../src/report/number-format.ts';

describe('percent', () => {
  it('turns a fraction into per cent with two decimals', () => {
    expect([percent(0.5499), percent(0), percent(1)]).toEqual(['54.99 %', '0.00 %', '100.00 %']);
  });
});

describe('points', () => {
  it('always prints the sign, with a true minus', () => {
    expect([points(10.4), points(-0.128), points(0), points(-0)]).toEqual([
      '+10.40',
      '−0.13',
      '+0.00',
      '+0.00',
    ]);
  });
});

describe('interval', () => {
  it('prints both bounds in order, and a dash where there are none', () => {
    expect(interval([-1.5, 12.024])).toBe('[−1.50, +12.02]');
    expect(interval(undefined)).toBe('—');
  });
});

describe('meanAndDeviation', () => {
  it('prints both in per cent', () =>
    expect(meanAndDeviation([0.53787, 0.54987, 0.56187])).toBe('54.99 ± 1.20'));
});
