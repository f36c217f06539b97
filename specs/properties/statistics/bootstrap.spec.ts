import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrap } from '../../../src/statistics/bootstrap.ts';
import { mean } from '../../../src/statistics/mean.ts';
import { agree, scipy } from '../../support/agree.ts';
import { lehmer, normals } from '../../support/lehmer.ts';

const ten = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3];
const run = (seed: number, values: readonly number[] = ten) =>
  bootstrap(values, { random: lehmer(seed), resamples: 200 });

/** The known defect: a resampler that draws from somewhere other than the stream it is given. */
const deaf = (values: readonly number[]) => bootstrap(values, { random: Math.random, resamples: 200 });

/** Whether an interval can be repeated, and depends on the stream at all. */
function obeysItsSeed(estimate: (seed: number) => { interval: readonly [number, number] }): boolean {
  const [first, again, other] = [estimate(1), estimate(1), estimate(2)].map(({ interval }) =>
    interval.join(),
  );
  return first === again && first !== other;
}

describe('bootstrap', () => {
  it('agrees with SciPy on the same resamples', () => {
    for (const { values, seed, resamples, alpha, bca } of scipy.bootstrap) {
      const result = bootstrap(values, { random: lehmer(seed), resamples, alpha });
      agree(result.interval, bca, { relative: 1e-9 }, 'interval');
      agree(result.estimate, mean(values), { relative: 1e-15 }, 'estimate');
      expect(result.n).toBe(values.length);
    }
  });
  it('obeys its seed; the check notices one that does not', () => {
    expect(obeysItsSeed(run)).toBe(true);
    expect(obeysItsSeed(() => deaf(ten))).toBe(false);
    expect(obeysItsSeed(() => run(1))).toBe(false);
  });
  it('never touches Math.random, and draws n numbers a resample', () => {
    const original = Math.random;
    let draws = 0;
    const counted = lehmer(4);
    Math.random = () => {
      throw new Error('Math.random was called');
    };
    try {
      bootstrap(ten, {
        random: () => {
          draws++;
          return counted();
        },
        resamples: 100,
      });
    } finally {
      Math.random = original;
    }
    expect(draws).toBe(1000);
  });
  // Means of a few whole numbers tie with the estimate often: what counts half on one side does on the other.
  it('mirrors its interval when values change their sign', () => {
    const few = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 10, maxLength: 14 });
    fc.assert(
      fc.property(few, fc.integer({ min: 1, max: 1e6 }), (values, seed) => {
        const [low, high] = run(seed, values).interval;
        const mirrored = run(
          seed,
          values.map((value) => -value),
        ).interval;
        expect(mirrored[0]).toBeCloseTo(-high, 9);
        expect(mirrored[1]).toBeCloseTo(-low, 9);
      }),
    );
  });
  it('shifts and scales with its values', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -50, max: 50 }),
        fc.constantFrom(0.5, 2, 4),
        fc.integer({ min: 1, max: 999 }),
        (shift, scale, seed) => {
          const { estimate, interval } = run(seed);
          const moved = run(
            seed,
            ten.map((x) => scale * x + shift),
          );
          agree(
            [moved.estimate, ...moved.interval],
            [estimate, ...interval].map((x) => scale * x + shift),
            { absolute: 0.02 },
            'moved',
          );
        },
      ),
      { numRuns: 30 },
    );
  });
  it('narrows as alpha grows, and holds its estimate', () => {
    const widths = [0.01, 0.05, 0.2, 0.5].map((alpha) => {
      const { estimate, interval } = bootstrap(ten, { random: lehmer(8), resamples: 500, alpha });
      expect(interval[0] < estimate && estimate < interval[1]).toBe(true);
      return interval[1] - interval[0];
    });
    expect(widths.toSorted((a, b) => b - a)).toEqual(widths);
  });
  it('defaults to 9999 resamples and alpha .05', () => {
    const spelled = { random: lehmer(5), resamples: 9999, alpha: 0.05 };
    expect(bootstrap(ten, { random: lehmer(5) })).toEqual(bootstrap(ten, spelled));
  });
  it('covers the truth nearly as often as it says (95 %, n = 30; false alarm: 1e-6)', () => {
    const [draw, random] = [normals(21), lehmer(22)];
    const trials = 400;
    const hits = Array.from({ length: trials }, () => {
      const { interval } = bootstrap(Array.from({ length: 30 }, draw), { random, resamples: 200 });
      return interval[0] <= 0 && 0 <= interval[1];
    }).filter(Boolean).length;
    // True coverage here is about .93; Hoeffding: it strays by .132 with probability 2·exp(−2·400·.132²) < 2e-6, half a side.
    expect(hits / trials).toBeGreaterThan(0.93 - 0.132);
    expect(hits).toBeLessThan(trials);
  });
  it('has no width for equal values', () => {
    const flat = bootstrap(Array(10).fill(0.1), { random: lehmer(1), resamples: 100 });
    expect(flat).toEqual({ n: 10, estimate: 0.1, interval: [0.1, 0.1] });
  });
  it('has no width for equal values so small that the skew of their rounding would be 0 / 0', () => {
    const tiny = Array(11).fill(1.3e-95); // the means of 10 and of 11 of them differ in the last bit
    const { estimate, interval } = bootstrap(tiny, { random: lehmer(1), resamples: 100 });
    agree(estimate, 1.3e-95, { relative: 1e-15 });
    expect(interval).toEqual([estimate, estimate]);
  });
  // A stream that always draws the same value is the plainest way to resamples on one side.
  it.each([
    [0, 1],
    [0.95, 0],
  ])('refuses resamples that all lie on one side of the estimate: those of a stream of %d', (draw, share) => {
    const falling = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
    expect(() => bootstrap(falling, { random: () => draw, resamples: 100 })).toThrow(
      `bootstrap needs resamples on both sides of the estimate for BCa, got a share of ${1 - share} below 4.5`,
    );
  });
  it('refuses too few values, bad options and bad streams', () => {
    const random = lehmer(1);
    expect(() => bootstrap([1, 2, 3], { random })).toThrow('bootstrap needs at least 10 values, got 3');
    expect(() => bootstrap([...ten, Number.NaN], { random })).toThrow(
      'bootstrap needs finite values, got NaN at index 10',
    );
    expect(() => bootstrap(ten, { random, resamples: 99 })).toThrow(
      'bootstrap needs an integer number of resamples in 100..',
    );
    for (const alpha of [0, 1])
      expect(() => bootstrap(ten, { random, alpha })).toThrow('bootstrap needs alpha between 0 and 1');
    for (const draw of [1, -0.1, Number.NaN]) {
      expect(() => bootstrap(ten, { random: () => draw })).toThrow(
        `bootstrap needs draws in [0, 1), got ${draw}`,
      );
    }
  });
});
