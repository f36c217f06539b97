/** Batch norm with its activation, alone, forward and backward, on every engine, against float64. */
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { activationNames } from '../../../src/network/activations.ts';
import {
  batchNormActivation,
  batchNormActivationGradient,
  normaliseActivation,
} from '../../../src/network/batch-norm.ts';
import { stream } from '../../../src/random.ts';
import { complaintsOf } from '../../support/engine-errors.ts';
import { expectNoLeak } from '../../support/leak-check.ts';
import { clearOfKink } from '../../support/network-case.ts';
import { presentEngines } from '../../support/present-engines.ts';
import { activate, referenceActivations } from '../../support/reference/activation.ts';
import { batchNorm, batchNormEvaluation } from '../../support/reference/batch-norm.ts';
import { drawTensor } from '../../support/reference/draw-tensor.ts';
import { relativeError } from '../../support/reference/relative-error.ts';
import { mapTensor, type Tensor64 } from '../../support/reference/tensor64.ts';
import { WorstError } from '../../support/worst-error.ts';

const engines = await presentEngines();

const shapes = fc
  .record({
    batch: fc.integer({ min: 1, max: 5 }),
    sides: fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 })),
    channels: fc.integer({ min: 1, max: 13 }),
    flat: fc.boolean(),
  })
  .map(({ batch, sides: [height, width], channels, flat }) =>
    flat ? [batch * height * width, channels] : [batch, height, width, channels],
  )
  // Of 2 values per channel x̂ is ±1 whatever they are: the gradient cancels, and rounding is all that is left of it.
  .filter((shape) => shape.slice(0, -1).reduce((count, extent) => count * extent, 1) >= 8);
const seed = fc.integer({ min: 1, max: 2 ** 31 - 1 });

describe.each(engines)('batchNormActivation on %s', (engine) => {
  beforeAll(async () => {
    await startEngine(engine);
  });

  describe.each(activationNames)('with %s', (activation) => {
    /** Errors of both passes for inputs around `offset`. */
    const errorsOf = (shape: readonly number[], offset: number, drawn: number) => {
      const random = stream(drawn, 'batch-norm');
      const channels = shape.at(-1)!;
      const draw = (extents: readonly number[], low: number, high: number) =>
        mapTensor(drawTensor(extents, low, high, random), Math.fround);
      const x = draw(shape, offset - 2, offset + 2);
      const [gamma, beta, dy] = [draw([channels], 0.5, 1.5), draw([channels], -0.5, 0.5), draw(shape, -1, 1)];
      const normed = batchNorm(x, gamma, beta);
      const active = activate(normed.output, referenceActivations[activation]);
      fc.pre(clearOfKink(activation, [normed.output]));
      const { mean, variance } = normed.statistics;
      const dz = active.backward(dy);
      const expected = normed.backward(dz);
      const wanted = [active.output, mean, variance, expected.input, expected.gamma, expected.beta];
      const actual = onEngine(x, gamma, beta, dy);
      const names = ['output', 'mean', 'variance', 'dx', 'dGamma', 'dBeta'];
      // dGamma and dBeta sum terms of either sign and may cancel by chance, all the more with a single channel: they
      // are measured against the norm of their terms, ∂L/∂z, which is what the sum of as many random signs comes to.
      const scales = wanted.map(({ values }, at) => (at < 4 ? values : dz.values));
      return Object.fromEntries(
        names.map((name, at) => [name, relativeError(actual[at]!, wanted[at]!.values, scales[at]!)]),
      );
    };

    const onEngine = (...operands: readonly [Tensor64, Tensor64, Tensor64, Tensor64]) =>
      tf.tidy(() => {
        const [x, gamma, beta, dy] = operands.map(({ values, shape }) =>
          tf.tensor(Float32Array.from(values), [...shape]),
        ) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
        const forward = batchNormActivation(x, gamma, beta, activation);
        const { output, mean, variance } = forward;
        const kept = [output, mean, variance].map((tensor) => tensor.dataSync().slice());
        const { dx, dGamma, dBeta } = batchNormActivationGradient(dy, x, gamma, beta, forward, activation);
        return [...kept, ...[dx, dGamma, dBeta].map((tensor) => tensor.dataSync().slice())];
      });

    // Catches a missing mean or variance term, a biased for an unbiased variance, another ε.
    it('agrees with float64 forward and backward for any shape', async ({ annotate }) => {
      const worst = new WorstError();
      const property = fc.asyncProperty(shapes, seed, async (shape, drawn) => {
        const errors = await expectNoLeak(() => errorsOf(shape, 0, drawn));
        worst.note(errors);
        expect(complaintsOf(errors)).toEqual([]);
      });
      await fc.assert(property, { numRuns: 30 });
      await annotate(`worst error ${worst}`);
    });

    // Catches a variance taken as E[x²] − E[x]²: at 30 ± 2 that loses a factor 900 / 1.3 of the 1e-7 there are.
    it('keeps its accuracy where the mean is large beside the spread', async ({ annotate }) => {
      const worst = new WorstError();
      const property = fc.asyncProperty(shapes, seed, async (shape, drawn) => {
        const errors = errorsOf(shape, 30, drawn);
        worst.note(errors);
        expect(complaintsOf(errors)).toEqual([]);
      });
      await fc.assert(property, { numRuns: 15 });
      await annotate(`worst error ${worst}`);
    });
  });
});

describe.each(engines)('normaliseActivation on %s', (engine) => {
  beforeAll(async () => {
    await startEngine(engine);
  });

  describe.each(activationNames)('with %s', (activation) => {
    const errorOf = (shape: readonly number[], drawn: number, epsilon = 0) => {
      const random = stream(drawn, 'normalise');
      const channels = shape.at(-1)!;
      const draw = (extents: readonly number[], low: number, high: number) =>
        mapTensor(drawTensor(extents, low, high, random), Math.fround);
      const x = draw(shape, -2, 2);
      const [gamma, beta, mean] = [
        draw([channels], 0.5, 1.5),
        draw([channels], -0.5, 0.5),
        draw([channels], -1, 1),
      ];
      const variance = draw([channels], 1e-4, 0.1); // small enough that ε counts
      const z = batchNormEvaluation(x, gamma, beta, { mean, variance });
      fc.pre(clearOfKink(activation, [z]));
      const { output } = activate(z, referenceActivations[activation]);
      const actual = tf.tidy(() => {
        const [images, scale, shift, ...statistics] = [x, gamma, beta, mean, variance].map((tensor) =>
          tf.tensor(Float32Array.from(tensor.values), [...tensor.shape]),
        ) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
        const given = { mean: statistics[0], variance: tf.add(statistics[1], epsilon) };
        const result = normaliseActivation(images, given, scale, shift, activation);
        expect(result.shape).toEqual(shape);
        return result.dataSync().slice();
      });
      return { output: relativeError(actual, output.values) };
    };

    // Catches the batch's own statistics in evaluation, a deviation for a variance, another ε.
    it('agrees with float64 for any shape, one value per channel too, and leaves no tensor behind', async ({
      annotate,
    }) => {
      const worst = new WorstError();
      const any = fc.oneof(shapes, fc.constantFrom([1, 1, 1, 5], [1, 7]));
      const property = fc.asyncProperty(any, seed, async (shape, drawn) => {
        const errors = await expectNoLeak(() => errorOf(shape, drawn));
        worst.note(errors);
        expect(complaintsOf(errors)).toEqual([]);
      });
      await fc.assert(property, { numRuns: 30 });
      await annotate(`worst error ${worst}`);
      expect(complaintsOf(errorOf([6, 5, 4, 3], 4, 1e-3 - 1e-5)), 'the ε of Keras').not.toEqual([]);
    });
  });
});
