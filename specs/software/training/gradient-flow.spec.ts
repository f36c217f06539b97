/** The two measures of gradient, by examples worked by hand. */
import { describe, expect, it } from 'vitest';
import type { Parameter } from '../../../src/network/initialise.ts';
import {
  gradientAverage,
  meanAbsoluteGradients,
  relativeGradientNorms,
} from '../../../src/training/gradient-flow.ts';

const parameter = (name: string, ...values: number[]): Parameter => ({
  name,
  shape: [values.length],
  values: Float32Array.from(values),
});

describe('meanAbsoluteGradients', () => {
  // Catches a mean of signed values, which would nearly vanish, and a sum.
  it('averages sizes without their signs, tensor by tensor', () => {
    expect(meanAbsoluteGradients([Float32Array.of(1, -3), Float32Array.of(-0.5)])).toEqual([2, 0.5]);
  });
});

describe('gradientAverage', () => {
  // Catches a mean over all elements, which would be (1 + 3 + 8)/3 = 4.
  it('weighs every tensor alike, however large', () => {
    expect(gradientAverage(meanAbsoluteGradients([Float32Array.of(1, -3), Float32Array.of(8)]))).toBe(5);
  });

  it('counts a bias that batch norm cancels, which dilutes the average', () => {
    expect(gradientAverage(meanAbsoluteGradients([Float32Array.of(6), new Float32Array(4)]))).toBe(3);
  });
});

describe('relativeGradientNorms', () => {
  const parameters = [
    parameter('stem.kernel', 3, 4),
    parameter('stem.bias', 9),
    parameter('block1.kernel', 0, -2),
    parameter('head.kernel', 1),
  ];
  const gradients = [
    Float32Array.of(0.6, -0.8),
    Float32Array.of(5),
    Float32Array.of(3, 4),
    Float32Array.of(-0.25),
  ];

  // Catches norms by mean instead of by root of squares, the ratio upside down, and biases counted among the layers.
  it('gives ‖∂L/∂W‖ / ‖W‖ of each kernel, from the image side to the head', () => {
    const [stem, block, head] = relativeGradientNorms(parameters, gradients) as [number, number, number];
    expect(stem).toBeCloseTo(1 / 5, 7); // .6 and .8 are rounded to float32
    expect([block, head]).toEqual([5 / 2, 1 / 4]);
  });

  it('does not change when gradient and weights grow alike', () => {
    const grown = relativeGradientNorms(
      parameters.map(({ name, values }) => parameter(name, ...values.map((value) => 4 * value))),
      gradients.map((gradient) => gradient.map((value) => 4 * value)),
    );
    expect(grown).toEqual(relativeGradientNorms(parameters, gradients));
  });

  // Catches a fall-back that would report a ratio of 1 for a gradient that is missing.
  it('refuses a kernel without a gradient', () => {
    expect(() => relativeGradientNorms(parameters, gradients.slice(0, 2))).toThrow();
  });
});
