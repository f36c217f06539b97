/** Batch norm's two invariances: what its input is shifted or scaled by does not reach its output. */
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { activationNames } from '../../../src/network/activations.ts';
import { BATCH_NORM_EPSILON, batchNormActivation } from '../../../src/network/batch-norm.ts';
import { stream } from '../../../src/random.ts';
import { ENGINE_TOLERANCE } from '../../support/engine-errors.ts';
import { drawTensor } from '../../support/reference/draw-tensor.ts';
import { relativeError } from '../../support/reference/relative-error.ts';

const SMALLEST_VARIANCE = 0.2; // of at least 12 values uniform in −1 … 1, variance ⅓; smaller draws are passed over

describe('batchNormActivation', () => {
  beforeAll(async () => {
    await startEngine('wasm');
  });

  // Catches statistics over the wrong axes, and a mean or a deviation that is left out.
  it('is blind to a shift and to a positive scale of its input, channel by channel', () => {
    const factors = fc.constantFrom(0.5, 1, 2, 8, 64); // powers of two: scaling is exact
    const property = fc.property(
      fc.constantFrom(...activationNames),
      fc.integer({ min: 1, max: 9 }),
      factors,
      fc.integer({ min: -3, max: 3 }),
      fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      (activation, channels, factor, shift, seed) => {
        const random = stream(seed, 'batch-norm-invariance');
        const { values } = drawTensor([3, 2, 4, channels], -1, 1, random);
        const [before, after] = tf.tidy(() => {
          const x = tf.tensor4d(Float32Array.from(values), [3, 2, 4, channels]);
          const [gamma, beta] = [tf.fill([channels], 1.5), tf.fill([channels], 0.25)];
          // Another shift a channel: one common to all would also vanish under layer norm.
          const shifts = tf.mul(tf.range(0, channels), shift);
          const moved = tf.add(tf.mul(x, factor), shifts);
          const { output, variance } = batchNormActivation(x, gamma, beta, activation);
          fc.pre(Math.min(...variance.dataSync()) >= SMALLEST_VARIANCE);
          const other = batchNormActivation(moved, gamma, beta, activation).output;
          return [output.dataSync().slice(), other.dataSync().slice()];
        }) as [Float32Array, Float32Array];
        // ε weighs ε/2v in 1/√(v + ε), and other so where v is scaled; ×4 for what γ and β make of it.
        const ofEpsilon = (BATCH_NORM_EPSILON / 2 / SMALLEST_VARIANCE) * Math.abs(1 - factor ** -2) * 4;
        // A shift of s costs s roundings of 6e-8.
        expect(relativeError(after, before)).toBeLessThanOrEqual(2 * ENGINE_TOLERANCE + ofEpsilon);
      },
    );
    fc.assert(property, { numRuns: 40 });
  });
});
