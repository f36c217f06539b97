/** The activations and their derivatives in float32, each alone, on every engine and along both roads a network takes. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { type ActivationName, activationNames } from '../../../src/network/activations.ts';
import { LARGEST, points } from '../../support/activation-points.ts';
import { roads } from '../../support/activation-roads.ts';
import { presentEngines } from '../../support/present-engines.ts';
import { referenceActivationNames, referenceActivations } from '../../support/reference/activation.ts';

const runs = { numRuns: 30 };
const SMALLEST = 2 ** -126; // the smallest normal number: nothing above it may be taken for 0
const ULP = 2 ** -23; // of 1: the gap between float32 numbers from 1 to 2
const STEP = 1e-5; // of the central difference in float64: h² and 1e-16/h both end near 1e-11

/** What is known of each without computing: its range, its greatest slope, and where it has come to a bound. */
const traits: Readonly<Record<ActivationName, Traits>> = {
  relu: { range: [0, Infinity], steepest: 1 },
  sigmoid: { range: [0, 1], steepest: 0.25, saturatesAt: 18 },
  identity: { range: [-Infinity, Infinity], steepest: 1 },
  tanh: { range: [-1, 1], steepest: 1, saturatesAt: 10 },
  centredSigmoid: { range: [-0.5, 0.5], steepest: 0.25, saturatesAt: 19 },
  rectifiedSigmoid: { range: [0.5, 1], steepest: 0.25, saturatesAt: 18 },
};

interface Traits {
  readonly range: readonly [least: number, most: number];
  readonly steepest: number;
  readonly saturatesAt?: number; // e⁻ᶻ there is below half an ulp of the bound
}

const ascending = (inputs: readonly number[]) => inputs.toSorted((a, b) => a - b);
const product = (slopes: Float32Array) => slopes.reduce((chain, slope) => chain * slope, 1);

it('has a float64 reference for every activation, and no other', () => {
  expect(referenceActivationNames).toEqual(activationNames);
});

describe.each(await presentEngines())('activations on %s', (engine) => {
  beforeAll(async () => {
    await startEngine(engine);
  });

  describe.each(Object.entries(roads))('by way of %s', (_, road) => {
    describe.each(activationNames)('%s', (name) => {
      const at = (...inputs: number[]) => road(name, inputs);
      const { range, steepest, saturatesAt } = traits[name];
      const { value, kink } = referenceActivations[name];

      // Catches another function of the same shape, such as a scaled logistic or a leaky or clipped ReLU.
      it('stays in its range and never falls, but for the last bit', () => {
        const property = fc.property(points(LARGEST), (inputs) => {
          const { values } = at(...ascending(inputs));
          for (const [index, y] of values.entries()) {
            const before = values[index - 1] ?? range[0];
            expect(y).toBeGreaterThanOrEqual(Math.max(range[0], before - ULP * Math.abs(before)));
            expect(y).toBeLessThanOrEqual(range[1]);
          }
        });
        fc.assert(property, runs);
      });

      // Catches a derivative evaluated at the output, σ′(σ(0)) = .235, one that is negative, and σ(1 + σ).
      it('has a derivative from 0 to its greatest, which it has at 0 or just above its kink', () => {
        const property = fc.property(points(LARGEST), (inputs) => {
          for (const found of at(...inputs).slopes) {
            expect(found).toBeGreaterThanOrEqual(0);
            expect(found).toBeLessThanOrEqual(steepest);
          }
        });
        fc.assert(property, runs);
        expect(at(kink === undefined ? 0 : SMALLEST).slopes[0]).toBe(steepest);
      });

      it('agrees with float64, and its derivative with central differences', () => {
        const property = fc.property(points(30), (inputs) => {
          const { values, slopes } = at(...inputs);
          for (const [index, x] of inputs.entries()) {
            expect(Math.abs(values[index]! - value(x))).toBeLessThanOrEqual(2 * ULP);
            if (kink !== undefined && Math.abs(x - kink) <= STEP) continue;
            const numeric = (value(x + STEP) - value(x - STEP)) / (2 * STEP);
            expect(Math.abs(slopes[index]! - numeric)).toBeLessThanOrEqual(4 * ULP * Math.max(steepest, 0.5));
          }
        });
        fc.assert(property, runs);
      });

      // Catches a derivative above its bound: for Sigmoid the root of the notebook's vanishing-gradient argument.
      it('multiplies over L layers to a derivative of its greatest to the power L at most, L up to 8', () => {
        const property = fc.property(points(40, 8), (inputs) => {
          expect(product(at(...inputs).slopes)).toBeLessThanOrEqual(steepest ** inputs.length);
        });
        fc.assert(property, runs);
        expect(product(at(...Array(8).fill(kink === undefined ? 0 : 1e-30)).slopes)).toBe(steepest ** 8);
      });

      // Catches an overflow of eᶻ that turns into NaN: saturation is where a deep Sigmoid network stops learning.
      if (saturatesAt !== undefined) {
        it('comes to its bounds, where its derivative is 0 or almost', () => {
          const far = fc.float({ min: saturatesAt, max: LARGEST, noNaN: true });
          const property = fc.property(far, (z) => {
            const { values, slopes } = at(z, -z);
            expect(Math.abs(values[0]! - range[1])).toBeLessThanOrEqual(range[1] * (ULP / 2));
            expect(Math.abs(values[1]! - range[0])).toBeLessThanOrEqual(2e-8);
            expect(Math.max(...slopes)).toBeLessThan(4e-8);
          });
          fc.assert(property, runs);
          expect(at(LARGEST, -LARGEST).slopes).toEqual(Float32Array.of(0, 0));
          expect(at(saturatesAt - 2).slopes[0]).toBeGreaterThan(0);
        });
      }

      // Catches a derivative of 1 or ½ there: PyTorch takes 0.
      if (kink === 0) {
        it('has derivative 0 at its kink, from either side of it', () => {
          expect([...at(0, -0).slopes].map((found) => found + 0)).toEqual([0, 0]);
        });
      }

      // Catches a maximum that prefers a number: a network that diverged must say so.
      it('hands on NaN', () => {
        expect(at(1, Number.NaN, -1).values[1]).toBeNaN();
      });
    });

    // Catches a mask that is shifted by an element or a threshold.
    it('has for ReLU max(0, z) exactly, with derivative 1 above 0 and 0 elsewhere', () => {
      const property = fc.property(points(LARGEST), (inputs) => {
        const { values, slopes } = road('relu', inputs);
        expect([...values].map((y) => y + 0)).toEqual(inputs.map((z) => Math.max(0, z) + 0));
        expect([...slopes].map((found) => found + 0)).toEqual(inputs.map((z) => (z > 0 ? 1 : 0)));
      });
      fc.assert(property, runs);
    });

    it('has for the identity z exactly, with derivative 1', () => {
      const property = fc.property(points(LARGEST), (inputs) => {
        const { values, slopes } = road('identity', inputs);
        expect([...values].map((y) => y + 0)).toEqual(inputs.map((z) => z + 0));
        expect([...slopes]).toEqual(inputs.map(() => 1));
      });
      fc.assert(property, runs);
    });

    // Catches values near saturation that are off by more than the bits there are.
    it('has for Sigmoid exactly 1 with derivative exactly 0 from z ≈ 17 on', () => {
      const property = fc.property(fc.float({ min: 18, max: LARGEST, noNaN: true }), (z) => {
        expect(road('sigmoid', [z])).toEqual({ values: Float32Array.of(1), slopes: Float32Array.of(0) });
      });
      fc.assert(property, runs);
    });
  });
});
