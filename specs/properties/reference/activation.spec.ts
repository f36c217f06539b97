/** The float64 activations themselves: what is exact about them is demanded exactly. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ReferenceActivationName,
  referenceActivationNames,
  referenceActivations,
} from '../../support/reference/activation.ts';

const { relu, sigmoid, identity, tanh, centredSigmoid, rectifiedSigmoid } = referenceActivations;

const real = fc.double({ min: -750, max: 750, noNaN: true }); // e⁷⁵⁰ overflows: both tails and what lies beyond them
const holds = (claim: (x: number, y: number) => void) =>
  fc.assert(fc.property(real, real, claim), { seed: 64, numRuns: 500 });
const ROUNDING = 1e-15;

/** e¹ and e² to 19 digits give these: σ(1), tanh 1 and σ′(1), tanh′(1). */
const AT_ONE: Readonly<Record<ReferenceActivationName, readonly [value: number, slope: number]>> = {
  relu: [1, 1],
  sigmoid: [0.7310585786300049, 0.19661193324148185],
  identity: [1, 1],
  tanh: [0.7615941559557649, 0.4199743416140261],
  centredSigmoid: [0.2310585786300049, 0.19661193324148185],
  rectifiedSigmoid: [0.7310585786300049, 0.19661193324148185],
};

describe('referenceActivations', () => {
  it.each(referenceActivationNames)('takes the tabulated value and slope at 1: %s', (name) => {
    const { value, slope } = referenceActivations[name];
    expect(value(1)).toBeCloseTo(AT_ONE[name][0], 15);
    expect(slope(1)).toBeCloseTo(AT_ONE[name][1], 15);
  });

  it.each(referenceActivationNames)('never falls but for rounding, nor has a falling slope: %s', (name) => {
    const { value, slope } = referenceActivations[name];
    holds((x, y) => {
      expect(value(Math.max(x, y))).toBeGreaterThanOrEqual(value(Math.min(x, y)) - ROUNDING);
      expect(slope(x)).toBeGreaterThanOrEqual(0);
      expect(slope(x)).toBeLessThanOrEqual(slope(Number.MIN_VALUE)); // steepest at 0, or just above its kink
    });
  });

  it.each(['identity', 'tanh', 'centredSigmoid'] as const)(
    'is odd, its slope even, to the bit: %s',
    (name) => {
      const { value, slope } = referenceActivations[name];
      holds((x) => {
        expect(value(-x) + value(x)).toBe(0);
        expect(slope(-x)).toBe(slope(x));
      });
    },
  );

  it('has kinks, with slope 0 in them, where the slope jumps and nowhere else', () => {
    for (const name of referenceActivationNames) {
      const { slope, kink } = referenceActivations[name];
      const jumps = slope(Number.MIN_VALUE) !== slope(-Number.MIN_VALUE);
      expect([name, kink]).toEqual([name, jumps ? 0 : undefined]);
      if (kink !== undefined) expect([slope(kink), slope(-kink)]).toEqual([0, 0]);
    }
  });

  it('relates the functions to each other as their names say', () => {
    holds((x) => {
      expect(Math.abs(centredSigmoid.value(x) - (sigmoid.value(x) - 0.5))).toBeLessThanOrEqual(ROUNDING);
      expect(Math.abs(tanh.value(x) - (sigmoid.value(2 * x) - sigmoid.value(-2 * x)))).toBeLessThanOrEqual(
        ROUNDING,
      );
      expect(rectifiedSigmoid.value(x)).toBe(Math.max(0.5, sigmoid.value(x)));
      expect(centredSigmoid.slope(x)).toBe(sigmoid.slope(x));
      expect(rectifiedSigmoid.slope(x)).toBe(x > 0 ? sigmoid.slope(x) : 0);
      expect(rectifiedSigmoid.slope(x)).toBeLessThanOrEqual(sigmoid.slope(x));
      expect(relu.value(x) - relu.value(-x)).toBe(identity.value(x));
      expect(relu.value(x) + relu.value(-x)).toBe(Math.abs(x));
    });
  });

  it.each(referenceActivationNames)('hands on NaN: %s', (name) => {
    expect(referenceActivations[name].value(Number.NaN)).toBeNaN();
  });
});
