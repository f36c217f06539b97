import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADAM_SETTINGS, initialAdamState, referenceAdam } from '../../support/reference/reference-adam.ts';
import { tensor64 } from '../../support/reference/tensor64.ts';

const { learningRate, epsilon } = ADAM_SETTINGS;

/** The parameter after some steps from 0 along given gradients. */
function walk(gradients: readonly number[]): number {
  let parameters: Parameters<typeof referenceAdam>[0] = { x: tensor64([1], [0]) };
  let state = initialAdamState(parameters);
  for (const gradient of gradients) {
    ({ parameters, state } = referenceAdam(parameters, { x: tensor64([1], [gradient]) }, state));
  }
  return parameters.x!.values[0]!;
}

describe('referenceAdam', () => {
  it('moves by learning rate × g/(|g| + ε) at its first step, which shows where ε stands', () => {
    const property = fc.property(fc.double({ min: 1e-12, max: 10, noNaN: true }), (gradient) => {
      const expected = (-learningRate * gradient) / (gradient + epsilon);
      expect(walk([gradient]) / expected).toBeCloseTo(1, 12);
      expect(walk([-gradient])).toBe(-walk([gradient]));
    });
    fc.assert(property, { seed: 64, numRuns: 100 });
  });

  it('moves by the same at every step while the gradient stays the same', () => {
    expect(walk(Array(50).fill(0.3)) / walk([0.3])).toBeCloseTo(50, 9);
  });

  it('stays where it is without a gradient', () => {
    expect(walk([0, 0, 0])).toBe(0);
  });

  it('agrees with two steps worked by hand', () => {
    // g = 1, then 2: m̂ = (.1·.9 + .1·2)/.19 = .29/.19, v̂ = (.001·.999 + .001·4)/.001999 = .004999/.001999
    const second = (learningRate * (0.29 / 0.19)) / (Math.sqrt(0.004999 / 0.001999) + epsilon);
    expect(walk([1, 2])).toBeCloseTo(-(learningRate / (1 + epsilon)) - second, 14);
  });
});
