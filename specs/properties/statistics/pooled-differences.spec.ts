import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pooledDifferences } from '../../../src/statistics/pooled-differences.ts';
import { pooledPrediction } from '../../../src/statistics/pooled-prediction.ts';
import { StatisticsError } from '../../../src/statistics/statistics-error.ts';
import { agree } from '../../support/agree.ts';
import { chernoff } from '../../support/chernoff.ts';
import { normalDraws } from '../../support/normal-draws.ts';

const value = fc.integer({ min: -5000, max: 5000 }).map((thousandths) => thousandths / 1000);
const sample = (minLength: number) => fc.array(value, { minLength, maxLength: 5 });
const spreads = (values: readonly number[]) => new Set(values).size > 1;
const conditions = fc
  .array(fc.record({ first: sample(1), second: sample(2) }), { minLength: 1, maxLength: 6 })
  .filter((all) => all.some(({ second }) => spreads(second)));
const TOLERANCE = { relative: 1e-9, absolute: 1e-9 };

describe('pooledDifferences', () => {
  it('of one further value each lies within its reach just when the prediction interval holds the value', () => {
    fc.assert(
      fc.property(conditions, fc.constantFrom(0.01, 0.05, 0.2), (all, alpha) => {
        const single = all.map(({ second, first }) => ({ second, first: first.slice(0, 1) }));
        const differences = pooledDifferences(single, alpha);
        const intervals = pooledPrediction(
          single.map(({ second }) => second),
          alpha,
        );
        differences.forEach(({ difference, reach }, index) => {
          const [low, high] = intervals[index]!;
          agree(reach, (high - low) / 2, TOLERANCE, 'reach');
          agree(difference, single[index]!.first[0]! - (low + high) / 2, TOLERANCE, 'difference');
        });
      }),
    );
  });

  it('changes its sign, and nothing else, when the two sides are exchanged', () => {
    fc.assert(
      fc.property(conditions, (all) => {
        const exchanged = all.map(({ second, first }) => ({ second: first, first: second }));
        const back = pooledDifferences(exchanged);
        pooledDifferences(all).forEach(({ difference, reach }, index) => {
          agree(back[index]!.difference, -difference, TOLERANCE, 'difference');
          agree(back[index]!.reach, reach, TOLERANCE, 'reach');
        });
      }),
    );
  });

  it('is left by one of equal means with probability alpha, whatever the sizes (false alarm: 1e-6 a side)', () => {
    const draw = normalDraws(3, 'pooled-differences');
    const trials = 3000;
    const sizes = [
      [3, 2],
      [3, 1],
      [2, 3],
    ] as const;
    let outside = 0;
    for (let trial = 0; trial < trials; trial++) {
      const all = sizes.map(([n, m], condition) => ({
        second: Array.from({ length: n }, () => condition + draw()),
        first: Array.from({ length: m }, () => condition + draw()),
      }));
      // At a third of .15 each: the last alone leaves its reach in 5 % of the trials.
      const { difference, reach } = pooledDifferences(all, 0.15).at(-1)!;
      if (Math.abs(difference) > reach) outside += 1 / trials;
    }
    const [low, high] = chernoff(trials, 0.05, 1e-6);
    expect(outside).toBeGreaterThan(low);
    expect(outside).toBeLessThan(high);
  });

  it.each<[string, Parameters<typeof pooledDifferences>]>([
    ['an empty sample', [[{ second: [1, 2], first: [] }]]],
    ['a value that is no number', [[{ second: [1, Number.NaN], first: [1] }]]],
    ['samples that do not spread', [[{ second: [1, 1], first: [2, 2] }]]],
    ['single values alone', [[{ second: [1], first: [2] }]]],
    ['a level of 1', [[{ first: [1], second: [1, 2] }], 1]],
    ['no condition', [[]]],
  ])('refuses %s', (_, given) => {
    expect(() => pooledDifferences(...given)).toThrow(StatisticsError);
  });
});
