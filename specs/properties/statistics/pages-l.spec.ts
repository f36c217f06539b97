import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { midRanks } from '../../../src/statistics/mid-ranks.ts';
import { pageNull } from '../../../src/statistics/page-null.ts';
import { pagesL, pagesLCritical } from '../../../src/statistics/pages-l.ts';
import { agree, scipy } from '../../support/agree.ts';
import { lehmer } from '../../support/lehmer.ts';
import { largestDeviation, uniformityLimit } from '../../support/uniformity.ts';

/** Every order of the items; equal items count as different. */
function orders(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    orders(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}
const score = (ranks: readonly number[]) =>
  ranks.reduce((total, rank, index) => total + rank * (index + 1), 0);

/** P(L ≥ l) by listing all (k!)^n outcomes. */
function bruteForce(ranks: readonly number[][], l: number): number {
  const sums = ranks.reduce(
    (totals, block) => {
      const scores = orders(block).map(score);
      return totals.flatMap((total) => scores.map((next) => total + next));
    },
    [0],
  );
  return sums.filter((total) => total >= l).length / sums.length;
}
const blocksOf = (k: number, n: number, highest: number) =>
  fc.array(fc.array(fc.integer({ min: 0, max: highest }), { minLength: k, maxLength: k }), {
    minLength: 1,
    maxLength: n,
  });

describe('pagesL', () => {
  it('agrees with SciPy’s exact test', () => {
    for (const { blocks, l, p } of scipy.pagesL) {
      const result = pagesL(blocks);
      expect(result.l).toBe(l);
      agree(result.p, p, { relative: 1e-12 }, `p, ${blocks.length} blocks of ${blocks[0]!.length}`);
    }
  });
  it('with five depths and three seeds: L ≥ 150 has p = .048, L ≥ 155 has p = .0097', () => {
    const { atLeast } = pageNull(Array(3).fill([1, 2, 3, 4, 5]));
    agree(atLeast(150), 0.048, { absolute: 5e-4 });
    agree(atLeast(155), 0.0097, { absolute: 5e-5 });
    expect([pagesLCritical(5, 3, 0.05), pagesLCritical(5, 3, 0.0098), pagesLCritical(5, 3, 0.01)]).toEqual([
      150, 155, 155,
    ]);
  });
  it('has the exact null distribution, by listing every outcome, with ties and without', () => {
    const small = fc.constantFrom([2, 5], [3, 4], [4, 2], [5, 1]).chain(([k, n]) => blocksOf(k!, n!, 3));
    fc.assert(
      fc.property(small, (blocks) => {
        const { l, p } = pagesL(blocks);
        const ranks = blocks.map((block) => midRanks(block));
        expect(p).toBe(bruteForce(ranks, l));
        expect(l).toBe(ranks.map(score).reduce((a, b) => a + b));
      }),
    );
  });
  it('the brute-force check notices a null that ignores the ties', () => {
    const blocks = [
      [1, 1, 2],
      [1, 2, 2],
    ];
    const untied = pageNull([
      [1, 2, 3],
      [1, 2, 3],
    ]).atLeast(pagesL(blocks).l);
    expect(untied).not.toBe(
      bruteForce(
        blocks.map((block) => midRanks(block)),
        pagesL(blocks).l,
      ),
    );
  });
  it('never errs more often than alpha, whatever the ties: P(p ≤ a) ≤ a over all orders', () => {
    const tied = [
      [1, 2, 2, 3],
      [1, 1, 2, 2],
    ];
    const ps = orders(tied[0]!).flatMap((first) =>
      orders(tied[1]!).map((second) => pagesL([first, second]).p),
    );
    // 1e-12 for the rounding of a share; the statement itself is exact.
    for (const p of new Set(ps))
      expect(ps.filter((other) => other <= p).length / ps.length).toBeLessThanOrEqual(p + 1e-12);
  });
  it('has conservative p values under the null with continuous data (false alarm: 1e-6)', () => {
    const draw = lehmer(77);
    const ps = Array.from(
      { length: 1500 },
      () => pagesL([0, 1, 2].map(() => Array.from({ length: 5 }, draw))).p,
    );
    expect(largestDeviation(ps, 'above')).toBeLessThan(uniformityLimit(ps.length, 1e-6));
    expect(ps.filter((p) => p <= 0.5).length).toBeGreaterThan(500);
  });
  it('ignores the order of blocks and any increasing transformation within one', () => {
    fc.assert(
      fc.property(blocksOf(5, 4, 9), (blocks) => {
        const changed = blocks
          .map((block, index) => block.map((x) => Math.exp(x / 3) * (index + 1)))
          .reverse();
        expect(pagesL(changed)).toEqual(pagesL(blocks));
      }),
    );
  });
  it('mirrors around its expectation when the order is reversed', () => {
    fc.assert(
      fc.property(blocksOf(4, 3, 9), (blocks) => {
        const { l, expected, p } = pagesL(blocks);
        const mirror = pagesL(blocks.map((block) => block.toReversed()));
        expect(l + mirror.l).toBe(2 * expected);
        expect(p + mirror.p).toBeGreaterThanOrEqual(1);
      }),
    );
  });
  it('describes itself: counts, expectation, largest L and tied blocks', () => {
    expect(
      pagesL([
        [1, 2, 3],
        [1, 1, 3],
      ]),
    ).toMatchObject({
      blocks: 2,
      treatments: 3,
      expected: 24,
      largest: 28,
      tiedBlocks: 1,
      l: 14 + 13.5,
    });
    const perfect = pagesL([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ]);
    expect(perfect.l).toBe(perfect.largest);
    expect(perfect.p).toBe(1 / 24 ** 2);
    expect(perfect.tiedBlocks).toBe(0);
  });
  it('says nothing when all is tied', () => {
    expect(
      pagesL([
        [5, 5, 5],
        [2, 2, 2],
      ]),
    ).toMatchObject({ p: 1, l: 24, expected: 24, tiedBlocks: 2 });
  });
  it('ties what a tolerance calls equal', () => {
    const lead = [0.7 - 0.6, 0.8 - 0.7, 0.3];
    expect(pagesL([lead]).tiedBlocks).toBe(0);
    expect(pagesL([lead], 1e-9)).toMatchObject({ tiedBlocks: 1, l: 13.5, p: 1 / 3 });
  });
  it('stays exact where counts pass 2^53 and ratios pass float64', () => {
    const blocks = Array.from({ length: 30 }, () => [1, 2, 3, 4, 5]);
    agree(Math.log10(pagesL(blocks).p), -30 * Math.log10(120), { relative: 1e-13 }, 'log p');
    const { values, atLeast } = pageNull(Array(160).fill([1, 2, 3, 4, 5])); // 120^160 has 1106 bits
    expect(atLeast(values[0]!)).toBe(1);
    // The distribution is symmetric, so half of it, and the middle, lies at or above its expectation.
    expect(atLeast(160 * 45) + atLeast(160 * 45 + 1)).toBeCloseTo(1, 12);
    expect(atLeast(160 * 55)).toBe(0);
  });
  it('refuses designs that it cannot judge', () => {
    expect(() => pagesL([])).toThrow('pagesL needs at least one block, got none');
    expect(() => pagesL([[1]])).toThrow('pagesL needs an integer number of treatments in 2..10, got 1');
    expect(() => pagesL([Array.from({ length: 11 }, (_, index) => index)])).toThrow(
      'number of treatments in 2..10, got 11',
    );
    expect(() =>
      pagesL([
        [1, 2],
        [1, 2, 3],
      ]),
    ).toThrow('pagesL needs pairs, got 2 values against 3');
    expect(() => pagesL([[1, Number.NaN]])).toThrow('midRanks needs finite values, got NaN at index 1');
    expect(pagesL([Array.from({ length: 10 }, (_, index) => index)]).treatments).toBe(10);
  });
});

describe('pagesLCritical', () => {
  it('is the first L whose p is at most alpha', () => {
    for (const [k, n, alpha] of [
      [3, 4, 0.05],
      [4, 3, 0.01],
      [5, 5, 0.001],
      [6, 2, 0.05],
    ] as const) {
      const { values, atLeast } = pageNull(Array(n).fill(Array.from({ length: k }, (_, index) => index + 1)));
      const critical = pagesLCritical(k, n, alpha)!;
      expect(atLeast(critical)).toBeLessThanOrEqual(alpha);
      expect(atLeast(values[values.indexOf(critical) - 1]!)).toBeGreaterThan(alpha);
    }
  });
  it('has none where even a perfect trend is not significant', () => {
    expect(pagesLCritical(3, 1, 0.05)).toBeUndefined();
    expect(pagesLCritical(3, 1, 1 / 6)).toBe(14);
  });
  it('refuses counts out of range', () => {
    for (const k of [1, 11])
      expect(() => pagesLCritical(k, 3, 0.05)).toThrow(
        `pagesLCritical needs an integer number of treatments in 2..10, got ${k}`,
      );
    for (const n of [0, 101])
      expect(() => pagesLCritical(5, n, 0.05)).toThrow(`number of blocks in 1..100, got ${n}`);
    expect(() => pagesLCritical(5, 1.5, 0.05)).toThrow('pagesLCritical needs an integer number of blocks');
  });
});
