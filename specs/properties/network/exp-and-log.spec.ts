/** eˣ and ln x: right to the last place over their whole range, and the same everywhere. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expOfNonPositive, logOfPositive } from '../../../src/network/exp-and-log.ts';
import { expError, logError, ulpDistance } from '../../support/reference/exact-exp-and-log.ts';

type Real = (x: number) => number;
const SMALLEST_NORMAL = 2.2250738585072014e-308;

// Even along the axis, and even over exponents: neither alone looks both at −1e-20 and at every stretch of −700 … 0.
const exponents = fc.oneof(
  fc.integer({ min: -746 * 2 ** 40, max: 0 }).map((x) => x * 2 ** -40), // a double's draw favours small ones
  fc.double({ min: -746, max: 0, noNaN: true }).map((x) => -(2 ** (x / 8))), // −1 … −2^−93
  fc.integer({ min: -1075, max: 0 }).map((n) => n * Math.LN2), // about where a multiple of ln 2 is taken off
  fc.integer({ min: -2150, max: 0 }).map((n) => (n / 2) * Math.LN2), // about where the next one is
);
const positives = fc.oneof(
  fc.double({ min: SMALLEST_NORMAL, max: Number.MAX_VALUE, noNaN: true }),
  fc.double({ min: -1022, max: 1023, noNaN: true }).map((n) => Math.max(2 ** n, SMALLEST_NORMAL)),
  fc.double({ min: 0.5, max: 2, noNaN: true }),
  fc.double({ min: -52, max: -1, noNaN: true }).chain((n) => fc.constantFrom(1 + 2 ** n, 1 - 2 ** n)),
  fc.double({ min: 1, max: 10, noNaN: true }), // what a softmax over ten classes hands over
);

/** Nothing if the function is within 1 unit in the last place wherever it was asked; else where it is worst off. */
function complaint(inputs: fc.Arbitrary<number>, errorOf: (x: number) => number): string | undefined {
  const [at, error] = fc
    .sample(inputs, 3000)
    .map((x) => [x, errorOf(x)] as const)
    .reduce((worst, next) => (next[1] <= worst[1] ? worst : next));
  return error < 1 ? undefined : `${error} units off at ${at}`;
}
const complaintOfExp = (exp: Real) => complaint(exponents, (x) => expError(x, exp(x)));
const complaintOfLog = (log: Real) => complaint(positives, (x) => logError(x, log(x)));

describe('expOfNonPositive', () => {
  it('is within 1 unit in the last place of eˣ, subnormal results too', () => {
    expect(complaintOfExp(expOfNonPositive)).toBeUndefined();
  });

  it('is within 1 unit in the last place of Math.exp', () => {
    const property = fc.property(exponents, (x) => {
      expect(ulpDistance(expOfNonPositive(x), Math.exp(x))).toBeLessThanOrEqual(1);
    });
    fc.assert(property, { numRuns: 3000 });
  });

  it('never falls as x grows', () => {
    const property = fc.property(exponents, exponents, (one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      expect(expOfNonPositive(low)).toBeLessThanOrEqual(expOfNonPositive(high));
      const next = low - Math.abs(low) * 2 ** -52;
      expect(expOfNonPositive(next)).toBeLessThanOrEqual(expOfNonPositive(low));
    });
    fc.assert(property, { numRuns: 3000 });
  });

  it('is exactly 1 at 0 and at −0, and exactly 0 from −746 down', () => {
    expect([0, -0, -Number.MIN_VALUE].map(expOfNonPositive)).toEqual([1, 1, 1]);
    expect([-746, -1e5, -Number.MAX_VALUE, -Infinity].map(expOfNonPositive)).toEqual([0, 0, 0, 0]);
  });

  // Catches a scale of 2⁻ⁿ that underflows by itself, and a result that is rounded twice.
  it('has the smallest of all numbers where it should', () => {
    expect(expOfNonPositive(-745)).toBe(Number.MIN_VALUE);
    expect(expOfNonPositive(-744)).toBe(2 * Number.MIN_VALUE); // e⁻⁷⁴⁴ is 1.6 of them, e⁻⁷⁴⁵ .6
  });

  it('hands NaN on, for the run to notice, and refuses what a softmax never asks for', () => {
    expect(expOfNonPositive(Number.NaN)).toBeNaN();
    for (const x of [Number.MIN_VALUE, 1, Infinity]) {
      expect(() => expOfNonPositive(x)).toThrow(new RangeError(`expOfNonPositive needs x ≤ 0, got ${x}`));
    }
  });

  // Catches a checker that is content with anything near.
  it.each<[string, Real]>([
    ['rounded to float32', (x) => Math.fround(Math.exp(x))],
    ['a power of a rounded e', (x) => Math.E ** x],
    ['the inverse of e⁻ˣ, which overflows', (x) => 1 / Math.exp(-x)],
    ['flushed to 0 where it is subnormal', (x) => (Math.exp(x) < SMALLEST_NORMAL ? 0 : Math.exp(x))],
    ['2 units off from −400 to −390', (x) => Math.exp(x) * (x > -400 && x < -390 ? 1 + 2 ** -51 : 1)],
    ['of x without its last bits', (x) => Math.exp(Math.fround(x))],
  ])('is told from one that is %s', (_, wrong) => {
    expect(complaintOfExp(wrong)).toMatch(/units off/);
  });
});

describe('logOfPositive', () => {
  it('is within 1 unit in the last place of ln x', () => {
    expect(complaintOfLog(logOfPositive)).toBeUndefined();
  });

  it('is within 1 unit in the last place of Math.log', () => {
    const property = fc.property(positives, (x) => {
      expect(ulpDistance(logOfPositive(x), Math.log(x))).toBeLessThanOrEqual(1);
    });
    fc.assert(property, { numRuns: 3000 });
  });

  it('never falls as x grows', () => {
    const property = fc.property(positives, positives, (one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      expect(logOfPositive(low)).toBeLessThanOrEqual(logOfPositive(high));
      fc.pre(low < Number.MAX_VALUE / 2);
      expect(logOfPositive(low)).toBeLessThanOrEqual(logOfPositive(low * (1 + 2 ** -52)));
    });
    fc.assert(property, { numRuns: 3000 });
  });

  it('is exactly 0 at 1, and at a power of two n ln 2, rounded once', () => {
    expect(logOfPositive(1)).toBe(0);
    for (let n = -1022; n <= 1023; n++) {
      expect(logError(2 ** n, logOfPositive(2 ** n))).toBeLessThanOrEqual(0.5);
    }
  });

  it('undoes expOfNonPositive as far as a float64 of eˣ can tell', () => {
    const property = fc.property(fc.double({ min: -700, max: -1e-6, noNaN: true }), (x) => {
      // eˣ is rounded by 2⁻⁵³ of itself, so its logarithm by as much; and each function is 1 unit off at most.
      expect(Math.abs(logOfPositive(expOfNonPositive(x)) - x)).toBeLessThanOrEqual(2 ** -52 * (1 - 2 * x));
    });
    fc.assert(property, { numRuns: 1000 });
  });

  it.each([0, -0, -1, -Infinity, Infinity, Number.NaN, SMALLEST_NORMAL / 2, Number.MIN_VALUE])(
    'refuses %d',
    (x) => {
      expect(() => logOfPositive(x)).toThrow(
        new RangeError(`logOfPositive needs a positive, finite, normal x, got ${x}`),
      );
    },
  );

  it.each<[string, Real]>([
    ['rounded to float32', (x) => Math.fround(Math.log(x))],
    ['log₂ x times a rounded ln 2', (x) => Math.log2(x) * Math.LN2],
    ['ln(1 + (x − 1))', (x) => Math.log1p(x - 1)],
    ['cut short near 1', (x) => (Math.abs(x - 1) < 1e-3 ? x - 1 - (x - 1) ** 2 / 2 : Math.log(x))],
  ])('is told from one that is %s', (_, wrong) => {
    expect(complaintOfLog(wrong)).toMatch(/units off/);
  });
});

describe('expError and logError', () => {
  it('know e⁻¹, ln 2 and ln 10, in units and in halves of one', () => {
    // Nearest float64 to each; the true values are off by these shares of a unit (by 40 decimal places, by hand).
    const inverse = 0.36787944117144233; // e⁻¹ = .3678794411714423215955…
    expect(expError(-1, inverse)).toBeLessThan(0.5);
    expect(expError(-1, inverse - 2 ** -54)).toBeCloseTo(1 - expError(-1, inverse), 9);
    expect(logError(2, Math.LN2)).toBeCloseTo(0.208881, 6); // ln 2 − fl(ln 2) = 2.3190468e-17, of 2⁻⁵³
    expect(logError(10, Math.LN10)).toBeLessThan(0.5);
    expect([expError(0, 1), logError(1, 0)]).toEqual([0, 0]);
  });
});
