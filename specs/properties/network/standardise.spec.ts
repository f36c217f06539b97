/** Standardised features: batch norm's formula with γ 1 and β 0, against the float64 reference, and by its own laws. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardise, standardiseBy, standardiseGradient } from '../../../src/network/standardise.ts';
import { stream } from '../../../src/random.ts';
import { batchNorm, batchNormEvaluation } from '../../support/reference/batch-norm.ts';
import { relativeError } from '../../support/reference/relative-error.ts';
import { filled, tensor64 } from '../../support/reference/tensor64.ts';

const cases = fc.record({
  batch: fc.integer({ min: 3, max: 40 }),
  width: fc.integer({ min: 1, max: 9 }),
  spread: fc.constantFrom(1e-2, 1, 100),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
});

/** Features around ½, as a Sigmoid network pools them, and a gradient. */
function draw({
  batch,
  width,
  spread,
  seed,
}: {
  batch: number;
  width: number;
  spread: number;
  seed: number;
}) {
  const random = stream(seed, 'standardise');
  const values = (scale: number, centre: number) =>
    Float32Array.from({ length: batch * width }, () => centre + scale * (2 * random() - 1));
  return { features: values(spread, 0.5), dy: values(1, 0) };
}

describe('standardise', () => {
  it('agrees with float64 batch norm without parameters, forward, back and in evaluation', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const { batch, width } = drawn;
        const { features, dy } = draw(drawn);
        const shape = [batch, width];
        const [ones, zeros] = [filled([width], 1), filled([width])];
        const reference = batchNorm(tensor64(shape, features), ones, zeros);
        const own = standardise(features, width);
        expect(relativeError(own.values, reference.output.values)).toBeLessThan(1e-6);
        const back = reference.backward(tensor64(shape, dy)).input.values;
        // In the scale of what goes in: for few images most of the gradient cancels.
        const scale = Array.from(dy, (g, index) => g / own.deviations[index % width]!);
        expect(relativeError(standardiseGradient(dy, own), back, scale)).toBeLessThan(1e-6);
        const name = 'features';
        const statistics = {
          name,
          mean: Float32Array.from(own.statistics.mean),
          variance: Float32Array.from(own.statistics.variance),
        };
        const expected = batchNormEvaluation(tensor64(shape, features), ones, zeros, {
          mean: tensor64([width], statistics.mean),
          variance: tensor64([width], statistics.variance),
        });
        expect(relativeError(standardiseBy(features, statistics), expected.values)).toBeLessThan(1e-6);
      }),
    );
  });

  it('gives every feature mean 0 and, but for ε, variance 1 over the batch', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const { batch, width } = drawn;
        const { values, statistics } = standardise(draw({ ...drawn, spread: 1 }).features, width);
        for (let i = 0; i < width; i++) {
          const column = Array.from({ length: batch }, (_, image) => values[image * width + i]!);
          const mean = column.reduce((sum, value) => sum + value, 0) / batch;
          const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / batch;
          expect(Math.abs(mean)).toBeLessThan(1e-5);
          const biased = (statistics.variance[i]! * (batch - 1)) / batch;
          expect(variance).toBeCloseTo(biased / (biased + 1e-5), 5);
        }
      }),
    );
  });

  // What the formula means: neither a shift nor a stretch of a feature changes anything, so no gradient points there.
  it('has a gradient that is blind to shift and, but for ε, to stretch', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const { width } = drawn;
        const { features, dy } = draw({ ...drawn, spread: 1 });
        const own = standardise(features, width);
        const gradient = standardiseGradient(dy, own);
        for (let i = 0; i < width; i++) {
          const column = (values: Float32Array) => values.filter((_, index) => index % width === i);
          const [slopes, y] = [column(gradient), column(own.values)];
          const size = slopes.reduce((sum, g) => sum + Math.abs(g), 0) + 1;
          expect(Math.abs(slopes.reduce((sum, g) => sum + g, 0)) / size).toBeLessThan(1e-4);
          const along = slopes.reduce((sum, g, image) => sum + g * y[image]!, 0);
          expect(Math.abs(along) / size).toBeLessThan(1e-2);
        }
      }),
    );
  });

  it('refuses a batch of one image', () => {
    expect(() => standardise(new Float32Array(4), 4)).toThrow(
      'standardise needs more than 1 image per batch, got 1',
    );
  });
});
