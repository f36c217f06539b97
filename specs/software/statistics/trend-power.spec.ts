import { describe, expect, it } from 'vitest';
import { pagesL } from '../../../src/statistics/pages-l.ts';
import { seedsNeededForTrend, trendPower } from '../../../src/statistics/trend-power.ts';
import { agree } from '../../support/agree.ts';
import { lehmer } from '../../support/lehmer.ts';

describe('trendPower', () => {
  const [rising, swapped] = [
    [1, 2, 3, 4, 5],
    [1, 3, 2, 4, 5],
  ];

  // L is 14 for 1 2 3 and 13 for 1 3 2; with 3 blocks Page's table wants 41, so at most one block may have the swap.
  it('is, by hand, 4 of 8 for three blocks of which each is in order or has its last two swapped', () => {
    const blocks = [
      [1, 2, 3],
      [1, 3, 2],
    ];
    expect(trendPower({ blocks }, 3)).toBeCloseTo(4 / 8, 12);
    expect(trendPower({ blocks: [blocks[0]!] }, 3)).toBe(1);
  });
  it('is 0 where even a perfect trend is not significant: 3! orders in one block', () => {
    expect(trendPower({ blocks: [[1, 2, 3]] }, 1)).toBe(0);
    expect(trendPower({ blocks: [[1, 2, 3]], alpha: 0.2 }, 1)).toBe(1);
  });
  it('agrees with pagesL on blocks drawn from those seen (false alarm: 1e-6)', () => {
    const uniform = lehmer(7);
    const blocks = [rising!, swapped!, [2, 1, 5, 4, 3], [3, 2, 1, 4, 5]];
    const trials = 4000;
    let supported = 0;
    for (let trial = 0; trial < trials; trial++) {
      const drawn = [0, 1, 2].map(() => blocks[Math.floor(4 * uniform())]!);
      if (pagesL(drawn).p <= 0.01) supported += 1 / trials;
    }
    // Hoeffding: 2·exp(−2·4000·ε²) = 1e-6 at ε = .0426.
    agree(supported, trendPower({ blocks, alpha: 0.01 }, 3), { absolute: 0.0426 });
  });
  it('counts values within the tolerance as ties', () => {
    const nearly = [[1, 2, 3, 3.001, 5]];
    const tied = [[1, 2, 3, 3, 5]];
    expect(trendPower({ blocks: nearly, tolerance: 0.01, alpha: 0.01 }, 3)).toBe(
      trendPower({ blocks: tied, alpha: 0.01 }, 3),
    );
  });
  it('refuses a number of blocks out of range', () => {
    expect(() => trendPower({ blocks: [rising!] }, 0)).toThrow(
      'trendPower needs an integer number of blocks',
    );
    expect(() => trendPower({ blocks: [rising!] }, 101)).toThrow('got 101');
    expect(() => trendPower({ blocks: [] }, 3)).toThrow('number of treatments');
  });
});

describe('seedsNeededForTrend', () => {
  it('is the first number that reaches the power: no smaller one does', () => {
    const plan = {
      blocks: [
        [1, 3, 2, 5, 4],
        [2, 1, 3, 5, 4],
        [5, 1, 2, 3, 4],
      ],
      alpha: 0.01,
    };
    const needed = seedsNeededForTrend(plan, 0.8)!;
    expect(trendPower(plan, needed)).toBeGreaterThanOrEqual(0.8);
    for (let n = 1; n < needed; n++) expect(trendPower(plan, n)).toBeLessThan(0.8);
    expect(needed).toBeGreaterThan(3);
  });
  it('gives up on a trend that is not there, or runs the other way', () => {
    expect(seedsNeededForTrend({ blocks: [[5, 4, 3, 2, 1]] }, 0.8, 10)).toBeUndefined();
    expect(seedsNeededForTrend({ blocks: [[1, 2, 3]] }, 0.8, 1)).toBeUndefined();
  });
  it('reaches a power of exactly that wanted', () => {
    const blocks = [
      [1, 2, 3],
      [1, 3, 2],
    ];
    expect(seedsNeededForTrend({ blocks }, 0.5)).toBe(3);
  });
  it('refuses a power and a largest number out of range', () => {
    expect(() => seedsNeededForTrend({ blocks: [[1, 2]] }, 1)).toThrow('a wanted power');
    expect(() => seedsNeededForTrend({ blocks: [[1, 2]] }, 0.8, 0)).toThrow('largest number of seeds');
  });
});

describe('seedsNeededForTrend, at its limits', () => {
  const plan = {
    blocks: [
      [1, 2, 3],
      [1, 3, 2],
    ],
  };

  it('considers the largest number of seeds that it may, and none beyond', () => {
    expect(seedsNeededForTrend(plan, 0.8, 5)).toBe(5);
    expect(seedsNeededForTrend(plan, 0.8, 4)).toBeUndefined();
  });

  it('names itself when it refuses a power or a number of seeds', () => {
    expect(() => seedsNeededForTrend(plan, 1)).toThrow(/seedsNeededForTrend.*a wanted power/);
    expect(() => seedsNeededForTrend(plan, 0.8, 0)).toThrow(/seedsNeededForTrend.*largest number of seeds/);
  });
});
