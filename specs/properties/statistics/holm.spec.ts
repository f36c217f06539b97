import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm } from '../../../src/statistics/holm.ts';
import { agree } from '../../support/agree.ts';
import { lehmer } from '../../support/lehmer.ts';

const chance = fc.double({ min: 0, max: 1, noNaN: true });
const family = fc.array(chance, { maxLength: 6 });
const levels = fc.constantFrom(0.01, 0.05, 0.3, 0.9);

/**
 * The same by the closure principle: the adjusted p of a hypothesis is the largest Bonferroni p of all the families it
 * is part of, each as a bit pattern. Nothing is sorted or stepped down.
 */
function byClosedTesting(ps: readonly number[]): number[] {
  const families = Array.from({ length: 2 ** ps.length }, (_, bits) => ps.filter((_, i) => (bits >> i) & 1));
  const bonferroni = families.map((some) => Math.min(1, some.length * Math.min(...some)));
  return ps.map((_, i) => Math.max(...bonferroni.filter((_, bits) => (bits >> i) & 1)));
}

/** Whether an adjustment is that of closed testing on a few families that tell the usual mistakes apart. */
function isHolm(adjust: (ps: readonly number[]) => readonly number[]): boolean {
  const families = [[0.04, 0.01], [0.01, 0.04], [0.03, 0.04], [0.01, 0.02, 0.03], [0.6, 0.7], [0.2], []];
  return families.every((ps) => {
    const expected = byClosedTesting(ps);
    return adjust(ps).every((p, index) => Math.abs(p - expected[index]!) < 1e-12);
  });
}

describe('holm', () => {
  // By hand: in ascending order times m, m − 1, … 1, never below the one before, and at most 1.
  it.each<[number[], number[]]>([
    [
      [0.01, 0.02, 0.03, 0.04, 0.05],
      [0.05, 0.08, 0.09, 0.09, 0.09],
    ],
    [
      [0.04, 0.01],
      [0.04, 0.02],
    ],
    [
      [0.03, 0.04],
      [0.06, 0.06],
    ],
    [
      [0.5, 0.001, 0.6],
      [1, 0.003, 1],
    ],
    [
      [0.02, 0.02, 0.02],
      [0.06, 0.06, 0.06],
    ],
    [
      [0, 1],
      [0, 1],
    ],
  ])('adjusts %j to %j', (ps, expected) => agree(holm(ps, 0.05), expected, { absolute: 1e-15 }));

  it('is closed testing by Bonferroni', () => {
    fc.assert(
      fc.property(family, levels, (ps, alpha) =>
        agree(holm(ps, alpha), byClosedTesting(ps), { absolute: 1e-15 }),
      ),
    );
  });

  it('supports exactly what Holm’s steps support', () => {
    fc.assert(
      fc.property(family, levels, (ps, alpha) => {
        const ascending = [...ps].sort((a, b) => a - b);
        // The first that misses its own level; it and all larger ones fail. Ties fail together.
        const missed = ascending.findIndex((p, rank) => (ps.length - rank) * p > alpha);
        const reached = missed < 0 ? Number.POSITIVE_INFINITY : ascending[missed]!;
        expect(holm(ps, alpha).map((p) => p <= alpha)).toEqual(ps.map((p) => p < reached));
      }),
    );
  });

  it('gives no p below the raw one or above Bonferroni’s', () => {
    fc.assert(
      fc.property(family, (ps) => {
        for (const [index, p] of holm(ps, 0.05).entries()) {
          expect(p).toBeGreaterThanOrEqual(ps[index]!);
          expect(p).toBeLessThanOrEqual(Math.min(1, ps.length * ps[index]!));
        }
      }),
    );
  });

  it('keeps the order of the ps, and rises with each of them', () => {
    fc.assert(
      fc.property(fc.array(chance, { minLength: 1, maxLength: 6 }), fc.nat(), chance, (ps, at, other) => {
        const index = at % ps.length;
        const adjusted = holm(ps, 0.05);
        for (const [i, p] of ps.entries()) {
          for (const [j, q] of ps.entries())
            if (p <= q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!);
        }
        const larger = holm(
          ps.map((p, i) => (i === index ? Math.max(p, other) : p)),
          0.05,
        );
        for (const [i, p] of adjusted.entries()) expect(larger[i]).toBeGreaterThanOrEqual(p);
      }),
    );
  });

  it('goes with the hypotheses when they are listed in another order', () => {
    const shuffled = family.chain((ps) =>
      fc.tuple(fc.constant(ps), fc.shuffledSubarray([...ps.keys()], { minLength: ps.length })),
    );
    fc.assert(
      fc.property(shuffled, ([ps, order]) => {
        const adjusted = holm(ps, 0.05);
        const moved = holm(
          order.map((index) => ps[index]!),
          0.05,
        );
        expect(moved).toEqual(order.map((index) => adjusted[index]));
      }),
    );
  });

  it('leaves one hypothesis as it is, and none as none', () => {
    fc.assert(
      fc.property(chance, (p) => {
        expect(holm([p], 0.05)).toEqual([p]);
      }),
    );
    expect(holm([], 0.05)).toEqual([]);
  });

  it('does not change what it is given', () => {
    const ps = Object.freeze([0.04, 0.01, 0.03]);
    expect(holm(ps, 0.05)).toHaveLength(3);
    expect(ps).toEqual([0.04, 0.01, 0.03]);
  });

  it('keeps the chance of any false support at alpha; testing each alone does not (false alarm: 1e-6)', () => {
    const draw = lehmer(61);
    const trials = 20_000;
    let [together, alone] = [0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const ps = [draw(), draw(), draw()]; // all null hypotheses true
      if (holm(ps, 0.05).some((p) => p <= 0.05)) together++;
      if (ps.some((p) => p <= 0.05)) alone++;
    }
    // Hoeffding, one side: exp(−2·20000·ε²) = 1e-6 at ε = .0186. For independent ps the chance is 1 − (1 − .05/3)³ = .0492.
    expect(together / trials).toBeLessThan(0.05 + 0.0186);
    expect(together / trials).toBeGreaterThan(0.0492 - 0.0186);
    expect(alone / trials).toBeGreaterThan(0.05 + 0.0186);
  });

  it('refuses what is no p, and alpha out of range', () => {
    for (const p of [-0.1, 1.1, Number.NaN])
      expect(() => holm([0.1, p], 0.05)).toThrow(`holm needs p in 0..1, got ${p}`);
    for (const alpha of [0, 1]) expect(() => holm([], alpha)).toThrow('holm needs alpha between 0 and 1');
  });

  it('the comparison with closed testing notices the usual mistakes', () => {
    const ranked = (ps: readonly number[], factor: (rank: number) => number) =>
      ps.map((p) => Math.min(1, factor(ps.filter((q) => q < p).length) * p));
    expect(isHolm((ps) => holm(ps, 0.05))).toBe(true);
    expect(isHolm((ps) => ps)).toBe(false); // none at all
    expect(isHolm((ps) => ps.map((p) => Math.min(1, ps.length * p)))).toBe(false); // Bonferroni
    expect(isHolm((ps) => ranked(ps, (rank) => ps.length - rank))).toBe(false); // not made monotone
    expect(isHolm((ps) => ranked(ps, (rank) => rank + 1))).toBe(false); // the factors the wrong way round
    expect(isHolm((ps) => holm(ps, 0.05).reverse())).toBe(false); // given back in another order
    expect(isHolm((ps) => byClosedTesting(ps).map((p) => 1.5 * p))).toBe(false); // no cap, and too large
  });
});
