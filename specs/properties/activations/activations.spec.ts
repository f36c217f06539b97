/** The activations and their derivatives in float32, along both roads a network takes: the table, and batch norm. */
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { type ActivationName, activations } from '../../../src/network/activations.ts';
import { batchNormActivation, batchNormActivationGradient } from '../../../src/network/batch-norm.ts';
import { presentEngines } from '../../support/present-engines.ts';
import { referenceActivations } from '../../support/reference/activation.ts';

interface Evaluated {
  readonly values: Float32Array;
  readonly slopes: Float32Array;
}

type Road = (activation: ActivationName, points: readonly number[]) => Evaluated;

const roads: Readonly<Record<string, Road>> = {
  'the table': (activation, points) =>
    evaluated(() => {
      const z = tf.tensor1d([...points], 'float32');
      const y = activations[activation].apply(z);
      return [y, activations[activation].gradient(tf.onesLike(z), y, () => z)];
    }),
  // With γ = 0 the activation is given β exactly, and ∂L/∂β is its slope if one of the two rows has ∂L/∂y = 1.
  'batch norm': (activation, points) =>
    evaluated(() => {
      const beta = tf.tensor1d([...points], 'float32');
      const gamma = tf.zerosLike(beta);
      const x = tf.stack([gamma, tf.onesLike(beta)]);
      const dy = tf.stack([tf.onesLike(beta), gamma]);
      const forward = batchNormActivation(x, gamma, beta, activation);
      const y = tf.slice(forward.output as tf.Tensor2D, [0, 0], [1, points.length]).clone();
      return [y, batchNormActivationGradient(dy, x, gamma, beta, forward, activation).dBeta];
    }),
};

function evaluated(run: () => readonly [tf.Tensor, tf.Tensor]): Evaluated {
  return tf.tidy(() => {
    const [values, slopes] = run();
    return {
      values: values.dataSync().slice() as Float32Array,
      slopes: slopes.dataSync().slice() as Float32Array,
    };
  });
}

const float = (max: number) => fc.float({ min: Math.fround(-max), max: Math.fround(max), noNaN: true });
const points = (max: number) => fc.array(float(max), { minLength: 1, maxLength: 40 });
const LARGEST = Math.fround(3e38);
const ULP = 2 ** -23; // of 1: the gap between float32 numbers from 1 to 2
const STEP = 1e-5; // of the central difference in float64: h² and 1e-16/h both end near 1e-11

describe.each(await presentEngines())('activations on %s', (engine) => {
  beforeAll(async () => {
    await startEngine(engine);
  });

  describe.each(Object.entries(roads))('by way of %s', (_, road) => {
    describe('sigmoid', () => {
      const at = (...inputs: number[]) => road('sigmoid', inputs);

      // Catches tanh or a scaled logistic in its place.
      it('stays in 0..1 and never falls, but for the last bit', () => {
        const property = fc.property(points(LARGEST), (inputs) => {
          const { values } = at(...inputs.toSorted((a, b) => a - b));
          for (const [index, value] of values.entries()) {
            expect(value).toBeGreaterThanOrEqual(Math.max(0, (values[index - 1] ?? 0) * (1 - ULP)));
            expect(value).toBeLessThanOrEqual(1);
          }
        });
        fc.assert(property, { numRuns: 30 });
      });

      // Catches σ′ evaluated at the output, σ′(σ(0)) = .235, and σ(1 + σ).
      it('has a derivative in 0..¼, which is ¼ at 0', () => {
        const property = fc.property(points(LARGEST), (inputs) => {
          for (const slope of at(...inputs).slopes) {
            expect(slope).toBeGreaterThanOrEqual(0);
            expect(slope).toBeLessThanOrEqual(0.25);
          }
        });
        fc.assert(property, { numRuns: 30 });
        expect(at(0)).toEqual({ values: Float32Array.of(0.5), slopes: Float32Array.of(0.25) });
      });

      it('agrees with float64, and its derivative with central differences', () => {
        const { value } = referenceActivations.sigmoid;
        const property = fc.property(points(30), (inputs) => {
          const { values, slopes } = at(...inputs);
          for (const [index, x] of inputs.entries()) {
            expect(Math.abs(values[index]! - value(x))).toBeLessThanOrEqual(2 * ULP);
            const numeric = (value(x + STEP) - value(x - STEP)) / (2 * STEP);
            expect(Math.abs(slopes[index]! - numeric)).toBeLessThanOrEqual(2 * ULP);
          }
        });
        fc.assert(property, { numRuns: 30 });
      });

      // Catches an overflow of e⁻ᶻ that turns into NaN: saturation is where a deep Sigmoid network stops learning.
      it('saturates to exactly 1 with derivative exactly 0 from z ≈ 17 on, and to almost nothing below', () => {
        const property = fc.property(fc.float({ min: 18, max: LARGEST, noNaN: true }), (z) => {
          expect(at(z)).toEqual({ values: Float32Array.of(1), slopes: Float32Array.of(0) });
          expect(at(-z).slopes[0]).toBeLessThan(2e-8);
        });
        fc.assert(property, { numRuns: 30 });
        expect(at(16).slopes[0]).toBeGreaterThan(0);
      });

      // Catches a derivative above ¼: the root of the notebook's vanishing-gradient argument.
      it('multiplies over L layers to a derivative of 4⁻ᴸ at most, L up to 8', () => {
        const property = fc.property(fc.array(float(40), { minLength: 1, maxLength: 8 }), (inputs) => {
          const product = at(...inputs).slopes.reduce((chain, slope) => chain * slope, 1);
          expect(product).toBeLessThanOrEqual(4 ** -inputs.length);
        });
        fc.assert(property, { numRuns: 30 });
        expect(at(...Array(8).fill(0)).slopes.reduce((chain, slope) => chain * slope, 1)).toBe(4 ** -8);
      });
    });

    describe('relu', () => {
      const at = (...inputs: number[]) => road('relu', inputs);

      // Catches a leaky or clipped ReLU, and a mask that is shifted by an element or a threshold.
      it('is max(0, z) exactly, with derivative 1 above 0 and 0 elsewhere', () => {
        const property = fc.property(points(LARGEST), (inputs) => {
          const { values, slopes } = at(...inputs);
          expect([...values].map((value) => value + 0)).toEqual(inputs.map((z) => Math.max(0, z) + 0));
          expect([...slopes].map((slope) => slope + 0)).toEqual(inputs.map((z) => (z > 0 ? 1 : 0)));
        });
        fc.assert(property, { numRuns: 30 });
      });

      // Catches a derivative of 1 or ½ there: PyTorch takes 0.
      it('has derivative 0 at the kink, from either side of it', () => {
        expect([...at(0, -0).slopes].map((slope) => slope + 0)).toEqual([0, 0]);
      });

      // Catches flushing to zero: the smallest normal number is positive.
      it('has derivative 1 at the smallest normal number', () => {
        expect([...at(2 ** -126).slopes]).toEqual([1]);
      });

      it('multiplies over layers to 0 or 1, so nothing vanishes on a path that is open', () => {
        const property = fc.property(fc.array(float(40), { minLength: 1, maxLength: 8 }), (inputs) => {
          const product = at(...inputs).slopes.reduce((chain, slope) => chain * slope, 1);
          expect(product).toBe(inputs.every((z) => z > 0) ? 1 : 0);
        });
        fc.assert(property, { numRuns: 30 });
      });
    });
  });
});
