import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type RandomStream, stream } from '../../../src/random.ts';
import { fitLogisticRegression, predictClass } from '../../support/baselines/logistic-regression.ts';

/** Examples of three classes that overlap, on two features. */
function drawExamples(count: number, random: RandomStream) {
  const labels = Array.from({ length: count }, () => Math.floor(3 * random()));
  const inputs = labels.map((label) => [label + 4 * random() - 2, 4 * random() - 2 - label]);
  return { labels, inputs };
}

const chancesOf = (weights: readonly (readonly number[])[], input: readonly number[]) => {
  const powers = weights.map(([intercept = 0, ...slopes]) =>
    Math.exp(slopes.reduce((sum, slope, i) => sum + slope * input[i]!, intercept)),
  );
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
};

describe('fitLogisticRegression', () => {
  it('knows the classes’ shares where there are no features', () => {
    const labels = [0, 0, 0, 1, 2, 2];
    const chances = chancesOf(
      fitLogisticRegression(
        labels.map(() => []),
        labels,
        3,
      ),
      [],
    );
    expect(chances.map((p) => p.toFixed(9))).toEqual([1 / 2, 1 / 6, 1 / 3].map((p) => p.toFixed(9)));
  });

  // ln odds 2 and ½ where the feature is 0 and 1: by hand, intercept ln 2 and slope −2 ln 2.
  it('fits two classes and one feature as by hand', () => {
    const inputs = [[0], [0], [0], [1], [1], [1]];
    const [[intercept, slope] = [], second] = fitLogisticRegression(inputs, [0, 0, 1, 0, 1, 1], 2);
    expect(intercept).toBeCloseTo(Math.LN2, 9);
    expect(slope).toBeCloseTo(-2 * Math.LN2, 9);
    expect(second).toEqual([0, 0]);
  });

  test.prop([fc.integer({ min: 1, max: 1e6 })])(
    'leaves no gradient: expected counts and sums are the seen ones',
    (seed) => {
      const { labels, inputs } = drawExamples(150, stream(seed, 'examples'));
      const weights = fitLogisticRegression(inputs, labels, 3);
      const chances = inputs.map((input) => chancesOf(weights, input));
      for (const k of [0, 1, 2]) {
        for (const feature of [undefined, 0, 1]) {
          const of = (input: number[]) => (feature === undefined ? 1 : input[feature]!);
          const expected = inputs.reduce((sum, input, n) => sum + chances[n]![k]! * of(input), 0);
          const seen = inputs.reduce((sum, input, n) => sum + (labels[n] === k ? of(input) : 0), 0);
          expect(expected).toBeCloseTo(seen, 6);
        }
      }
    },
  );

  test.prop([fc.integer({ min: 1, max: 1e6 })])('predicts the same in other units', (seed) => {
    const { labels, inputs } = drawExamples(120, stream(seed, 'units'));
    const scaled = inputs.map(([a = 0, b = 0]) => [10 * a + b + 3, 0.1 * b]);
    const [plain, other] = [inputs, scaled].map((given) => {
      const weights = fitLogisticRegression(given, labels, 3);
      return given.map((input) => chancesOf(weights, input));
    });
    for (const [n, chances] of plain!.entries()) {
      for (const [k, p] of chances.entries()) expect(other![n]![k]).toBeCloseTo(p, 6);
    }
  });

  it('refuses classes that a line separates: no weights are the best', () => {
    expect(() => fitLogisticRegression([[0], [1], [2], [3]], [0, 0, 1, 1], 2)).toThrow(
      /classes that overlap/,
    );
  });
});

describe('predictClass', () => {
  it('takes the largest score, the first of equals', () => {
    const weights = [
      [0, 1],
      [0, -1],
      [0, 0],
    ];
    expect([[2], [-2], [0]].map((input) => predictClass(weights, input))).toEqual([0, 1, 0]);
  });
});
