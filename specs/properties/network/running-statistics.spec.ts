/** Batch statistics and the running estimates: what they are, where they go, and how fast. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BATCH_NORM_MOMENTUM,
  batchStatistics,
  freshStatistics,
  type NormStatistics,
  updateStatistics,
  withoutBias,
} from '../../../src/network/running-statistics.ts';
import { normalDraws } from '../../support/normal-draws.ts';

const seed = fc.integer({ min: 1, max: 2 ** 31 - 1 });

interface Seen {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  readonly count: number;
}

/** As a training pass does: from what batch norm saw of the linear map without its bias. */
const update = (running: NormStatistics, { mean, variance, count }: Seen, bias: Float32Array) =>
  updateStatistics(running, batchStatistics(mean, variance, count, bias));

describe('updateStatistics', () => {
  // Catches a momentum the wrong way round, a biased variance, and a first batch that replaces the start.
  it('comes to a repeated batch’s own statistics, nearer by a tenth each time', () => {
    const value = fc.float({ min: -8, max: 8, noNaN: true });
    const property = fc.property(value, value, fc.integer({ min: 2, max: 1000 }), (mean, bias, count) => {
      const [statistics] = freshStatistics(['stem'], 1);
      const batch = { mean: Float32Array.of(mean), variance: Float32Array.of(3), count };
      const limit = { mean: mean + bias, variance: (3 * count) / (count - 1) };
      for (let step = 1; step <= 60; step++) {
        update(statistics!, batch, Float32Array.of(bias));
        const left = (1 - BATCH_NORM_MOMENTUM) ** step;
        // Each step rounds to float32, relative 6e-8, and the roundings fade as the distance does: ten of them at most.
        const rounding = 6e-7 * (1 + Math.abs(limit.mean) + limit.variance);
        expect(Math.abs(statistics!.mean[0]! - limit.mean * (1 - left))).toBeLessThanOrEqual(rounding);
        expect(
          Math.abs(statistics!.variance[0]! - limit.variance - (1 - limit.variance) * left),
        ).toBeLessThanOrEqual(rounding);
      }
    });
    fc.assert(property);
  });

  // Catches the biased variance, which with batches of 4 would settle a quarter too low, and the forgotten bias.
  it('comes, over batches of four drawn from N(3, 2²) and a bias of 1, to mean 4 and variance 4 (false alarm: 1e-6)', () => {
    const property = fc.property(seed, (from) => {
      const draw = normalDraws(from, 'running-statistics');
      const [statistics] = freshStatistics(['stem'], 1);
      const sum = { mean: 0, variance: 0 };
      const [burnIn, steps] = [200, 20_000];
      for (let step = 0; step < burnIn + steps; step++) {
        const values = [0, 1, 2, 3].map(() => 3 + 2 * draw());
        const mean = values.reduce((total, value) => total + value, 0) / 4;
        const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / 4;
        const batch = { mean: Float32Array.of(mean), variance: Float32Array.of(variance), count: 4 };
        update(statistics!, batch, Float32Array.of(1));
        if (step < burnIn) continue;
        sum.mean += statistics!.mean[0]! / steps;
        sum.variance += statistics!.variance[0]! / steps;
      }
      // A time average of the estimates varies like that of the batches, sd 1 for the mean and 4√(2/3) for the variance,
      // over √20000; 6 standard deviations, Bonferroni over 10 draws of 2: below 1e-6.
      expect(Math.abs(sum.mean - 4)).toBeLessThan(6 / Math.sqrt(steps));
      expect(Math.abs(sum.variance - 4)).toBeLessThan((6 * 4 * Math.sqrt(2 / 3)) / Math.sqrt(steps));
    });
    fc.assert(property, { numRuns: 10 });
  });

  it('keeps channels apart', () => {
    const [statistics] = freshStatistics(['stem'], 2);
    const batch = { mean: Float32Array.of(1, 2), variance: Float32Array.of(1, 3), count: 1001 };
    update(statistics!, batch, Float32Array.of(0, 10));
    expect([...statistics!.mean]).toEqual([Math.fround(0.1), Math.fround(1.2)]);
    expect(statistics!.variance[1]! - 1).toBeCloseTo(0.1 * (3 * 1.001 - 1), 6);
  });

  it('takes two values per channel, the least that have an unbiased variance', () => {
    const [statistics] = freshStatistics(['stem'], 1);
    const batch = { mean: Float32Array.of(1), variance: Float32Array.of(4), count: 2 };
    update(statistics!, batch, Float32Array.of(0));
    expect(statistics!.variance[0]! - 1).toBeCloseTo(0.1 * (4 * 2 - 1), 6);
  });

  it('refuses a single value per channel, whose unbiased variance is undefined', () => {
    const [statistics] = freshStatistics(['stem'], 1);
    const batch = { mean: Float32Array.of(1), variance: Float32Array.of(0), count: 1 };
    expect(() => update(statistics!, batch, Float32Array.of(0))).toThrow('more than 1 value per channel');
    expect([...statistics!.mean, ...statistics!.variance]).toEqual([0, 1]);
  });
});

describe('batchStatistics', () => {
  // Catches a bias or a correction that is rounded to float32 on its way, and a caller's array that is written to.
  it('adds the bias and takes the bias of the variance away, in float64, and changes nothing', () => {
    const [mean, variance, bias] = [
      Float32Array.of(0.1, -2),
      Float32Array.of(0.3, 5),
      Float32Array.of(0.7, 1),
    ];
    const seen = batchStatistics(mean, variance, 8, bias);
    expect(seen.mean).toEqual(Float64Array.of(Math.fround(0.1) + Math.fround(0.7), -1));
    expect(seen.variance).toEqual(Float64Array.of(Math.fround(0.3) * (8 / 7), 5 * (8 / 7)));
    expect([...mean, ...variance]).toEqual([Math.fround(0.1), -2, Math.fround(0.3), 5]);
  });
});

describe('withoutBias', () => {
  it('takes the bias out of the mean, and leaves name, variance and what it was given alone', () => {
    const [known] = freshStatistics(['block3'], 2);
    expect(withoutBias(known!, Float32Array.of(0.25, -3))).toEqual({
      name: 'block3',
      mean: Float32Array.of(-0.25, 3),
      variance: Float32Array.of(1, 1),
    });
    expect(known).toEqual(freshStatistics(['block3'], 2)[0]);
  });
});

describe('freshStatistics', () => {
  it('starts each layer at mean 0 and variance 1', () => {
    expect(freshStatistics(['stem', 'block1'], 2)).toEqual(
      ['stem', 'block1'].map((name) => ({
        name,
        mean: new Float32Array(2),
        variance: Float32Array.of(1, 1),
      })),
    );
  });
});
