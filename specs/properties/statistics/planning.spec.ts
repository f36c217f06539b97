import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairedT } from '../../../src/statistics/paired-t.ts';
import { power, seedsNeeded } from '../../../src/statistics/power.ts';
import { agree, scipy } from '../../support/agree.ts';
import { normals } from '../../support/lehmer.ts';

describe('power', () => {
  it('agrees with 40-digit quadrature at SciPy’s critical values', () => {
    for (const { n, power: expected, ...plan } of scipy.power) {
      agree(power(plan, n), expected, { absolute: 1e-11 }, `effect ${plan.effect}, n ${n}`);
    }
  });
  it('three seeds need a gap of 2.3 sd for 80 %', () => {
    expect(power({ effect: 2.3, standardDeviation: 1 }, 3)).toBeGreaterThan(0.8);
    expect(power({ effect: 2.2, standardDeviation: 1 }, 3)).toBeLessThan(0.8);
  });
  it('is alpha without an effect', () => {
    for (const alpha of [0.01, 0.05, 0.3])
      agree(power({ effect: 0, standardDeviation: 2, alpha }, 4), alpha, { relative: 1e-11 });
  });
  it('rises with effect, n and alpha, and depends on effect over sd alone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 2, max: 40 }),
        fc.constantFrom(0.01, 0.05, 0.2),
        (percent, n, alpha) => {
          const effect = percent / 100;
          const here = power({ effect, standardDeviation: 1, alpha }, n);
          expect(power({ effect: effect + 0.1, standardDeviation: 1, alpha }, n)).toBeGreaterThanOrEqual(
            here - 1e-12,
          );
          expect(power({ effect, standardDeviation: 1, alpha }, n + 1)).toBeGreaterThanOrEqual(here - 1e-12);
          expect(power({ effect, standardDeviation: 1, alpha: alpha + 0.05 }, n)).toBeGreaterThanOrEqual(
            here - 1e-12,
          );
          agree(power({ effect: 4 * effect, standardDeviation: 4, alpha }, n), here, { absolute: 1e-12 });
        },
      ),
    );
  });
  it('is how often pairedT supports the claim (false alarm: 1e-6)', () => {
    const draw = normals(31);
    const trials = 20_000;
    const supported = Array.from({ length: trials }, () => {
      const result = pairedT([draw() + 1.2, draw() + 1.2, draw() + 1.2, draw() + 1.2], [0, 0, 0, 0]);
      return result.kind === 'estimate' && result.lowerBound > 0;
    }).filter(Boolean).length;
    // Hoeffding: 2·exp(−2·20000·ε²) = 1e-6 at ε = .0191.
    agree(supported / trials, power({ effect: 1.2, standardDeviation: 1 }, 4), { absolute: 0.0191 });
  });
  it('refuses arguments out of range', () => {
    const plan = { effect: 1, standardDeviation: 1 };
    expect(() => power(plan, 1)).toThrow('power needs an integer number of pairs in 2..1000000, got 1');
    expect(() => power({ ...plan, standardDeviation: 0 }, 3)).toThrow(
      'power needs a standard deviation between 0 and Infinity',
    );
    expect(() => power({ ...plan, effect: Number.NaN }, 3)).toThrow('power needs a finite effect, got NaN');
    for (const alpha of [0, 0.5])
      expect(() => power({ ...plan, alpha }, 3)).toThrow('power needs alpha between 0 and 0.5');
  });
});

describe('seedsNeeded', () => {
  it('is the first n with enough power', () => {
    for (const [effect, wanted] of [
      [3, 0.8],
      [1, 0.8],
      [0.5, 0.9],
      [0.25, 0.5],
      [9, 0.8],
    ] as const) {
      const plan = { effect, standardDeviation: 1 };
      const n = seedsNeeded(plan, wanted)!;
      expect(power(plan, n)).toBeGreaterThanOrEqual(wanted);
      if (n > 2) expect(power(plan, n - 1)).toBeLessThan(wanted);
    }
    expect(seedsNeeded({ effect: 1, standardDeviation: 1 })).toBe(8);
    expect(seedsNeeded({ effect: 2.3, standardDeviation: 1 })).toBe(3);
    expect(seedsNeeded({ effect: 99, standardDeviation: 1 })).toBe(2);
    expect(seedsNeeded({ effect: 1, standardDeviation: 1, alpha: 0.01 })).toBe(13);
  });
  it('is satisfied by a power that equals what is wanted, and by the last number in reach', () => {
    const plan = { effect: 1, standardDeviation: 1 };
    expect(seedsNeeded(plan, power(plan, 8), 8)).toBe(8);
  });
  it('says so when no number in reach is enough', () => {
    expect(seedsNeeded({ effect: 0, standardDeviation: 1 })).toBeUndefined();
    expect(seedsNeeded({ effect: -1, standardDeviation: 1 })).toBeUndefined();
    expect(seedsNeeded({ effect: 1, standardDeviation: 1 }, 0.8, 7)).toBeUndefined();
    expect(seedsNeeded({ effect: 1, standardDeviation: 1 }, 0.8, 8)).toBe(8);
  });
  it('looks no further than 1000 seeds unless told to', () => {
    const plan = { effect: 0.075, standardDeviation: 1 };
    expect(seedsNeeded(plan)).toBeUndefined();
    expect(seedsNeeded(plan, 0.8, 1200)).toBeGreaterThan(1000);
  });
  it('refuses arguments out of range', () => {
    const plan = { effect: 1, standardDeviation: 1 };
    for (const wanted of [0, 1])
      expect(() => seedsNeeded(plan, wanted)).toThrow('seedsNeeded needs a wanted power between 0 and 1');
    expect(() => seedsNeeded(plan, 0.8, 1)).toThrow(
      'seedsNeeded needs an integer largest number of seeds in 2..',
    );
  });
});
