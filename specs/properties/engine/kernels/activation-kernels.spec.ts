/** Batch norm, normalisation by given statistics and bias, each with each activation, on wasm against float64. */
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { customKernel, runKernel } from '../../../../src/engine/custom-kernels.ts';
import { startEngine } from '../../../../src/engine/engine.ts';
import { stream } from '../../../../src/random.ts';
import { complaintsOf } from '../../../support/engine-errors.ts';
import { expectNoLeak } from '../../../support/leak-check.ts';
import { referenceActivations } from '../../../support/reference/activation.ts';
import { batchNorm, batchNormEvaluation } from '../../../support/reference/batch-norm.ts';
import { drawTensor } from '../../../support/reference/draw-tensor.ts';
import { relativeError } from '../../../support/reference/relative-error.ts';
import { filled, mapTensor, type Tensor64 } from '../../../support/reference/tensor64.ts';
import { WorstError } from '../../../support/worst-error.ts';

const EPSILON = { epsilon: 1e-5 };
const KINK_MARGIN = 1e-4; // float32 may see an input nearer to 0 on the other side

const shapes = fc.oneof(
  fc.tuple(fc.integer({ min: 8, max: 60 }), fc.integer({ min: 1, max: 19 })),
  fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 3, max: 9 }),
    fc.integer({ min: 3, max: 9 }),
    fc.integer({ min: 1, max: 19 }),
  ),
);
const seed = fc.integer({ min: 1, max: 2 ** 31 - 1 });

const upload = ({ values, shape }: Tensor64) => tf.tensor(Float32Array.from(values), [...shape]);
const bits = (tensor: tf.Tensor) => new Uint32Array((tensor.dataSync() as Float32Array).slice().buffer);

describe.each(Object.entries(referenceActivations))(
  'kernels with %s on wasm',
  (activation, { value, slope, kink }) => {
    beforeAll(async () => {
      await startEngine('wasm');
    });

    const draw = (shape: readonly number[], drawn: number) => {
      const random = stream(drawn, 'activation-kernels');
      const channels = shape.at(-1)!;
      const tensor = (extents: readonly number[], low: number, high: number) =>
        mapTensor(drawTensor(extents, low, high, random), Math.fround);
      return {
        channels,
        x: tensor(shape, -3, 3),
        dy: tensor(shape, -1, 1),
        gamma: tensor([channels], 0.5, 1.5),
        beta: tensor([channels], -0.5, 0.5),
        mean: tensor([channels], -1, 1),
        variance: tensor([channels], 0.3, 3),
      };
    };
    const awayFromKink = (z: Tensor64) =>
      fc.pre(kink === undefined || z.values.every((input) => Math.abs(input) > KINK_MARGIN));
    const slopes = (dy: Tensor64, z: Tensor64) => mapTensor(dy, (g, at) => g * slope(z.values[at]!));
    const agree = async (
      annotate: (message: string) => Promise<unknown>,
      errorsOf: (shape: readonly number[], drawn: number) => Record<string, number>,
    ) => {
      const worst = new WorstError();
      const property = fc.asyncProperty(shapes, seed, async (shape, drawn) => {
        const errors = await expectNoLeak(() => errorsOf(shape, drawn));
        worst.note(errors);
        expect(complaintsOf(errors)).toEqual([]);
      });
      await fc.assert(property, { numRuns: 25 });
      await annotate(`worst error ${worst}`);
    };

    it('normalise a batch and pull a gradient back as float64 does', async ({ annotate }) => {
      await agree(annotate, (shape, drawn) => {
        const { x, gamma, beta, dy } = draw(shape, drawn);
        const normed = batchNorm(x, gamma, beta);
        awayFromKink(normed.output);
        const dz = slopes(dy, normed.output);
        const expected = normed.backward(dz);
        const [y, dx, dgamma, dbeta] = tf.tidy(() => {
          const [xs, gammas, betas, dys] = [x, gamma, beta, dy].map(upload) as [
            tf.Tensor,
            tf.Tensor,
            tf.Tensor,
            tf.Tensor,
          ];
          const inputs = { x: xs, gamma: gammas, beta: betas };
          const [output, mean, variance] = runKernel<tf.Tensor[]>(
            customKernel(`BatchNormActivation/${activation}`)!,
            inputs,
            EPSILON,
          );
          const gradients = runKernel<tf.Tensor[]>(
            customKernel(`BatchNormActivationGrad/${activation}`)!,
            { ...inputs, dy: dys, y: output!, mean: mean!, variance: variance! },
            EPSILON,
          );
          return [output!, ...gradients].map((tensor) => tensor.dataSync().slice());
        });
        return {
          y: relativeError(y!, normed.output.values.map(value)),
          dx: relativeError(dx!, expected.input.values, dz.values),
          // These sum terms of either sign: measured against the norm of their terms.
          dgamma: relativeError(dgamma!, expected.gamma.values, dz.values),
          dbeta: relativeError(dbeta!, expected.beta.values, dz.values),
        };
      });
    });

    it('normalise by given statistics as float64 does', async ({ annotate }) => {
      await agree(annotate, (shape, drawn) => {
        const { x, gamma, beta, mean, variance } = draw(shape, drawn);
        const z = batchNormEvaluation(x, gamma, beta, { mean, variance });
        const y = tf.tidy(() => {
          const inputs = Object.entries({ x, gamma, beta, mean, variance }).map(([name, tensor]) => [
            name,
            upload(tensor),
          ]);
          return runKernel<tf.Tensor>(
            customKernel(`NormaliseActivation/${activation}`)!,
            Object.fromEntries(inputs),
            EPSILON,
          )
            .dataSync()
            .slice();
        });
        return { y: relativeError(y, z.values.map(value)) };
      });
    });

    // Catches an evaluation that rounds otherwise than training does.
    it('normalise by the batch’s own statistics to the very bits of training', () => {
      const property = fc.property(shapes, seed, (shape, drawn) => {
        const { x, gamma, beta } = draw(shape, drawn);
        tf.tidy(() => {
          const inputs = { x: upload(x), gamma: upload(gamma), beta: upload(beta) };
          const [y, mean, variance] = runKernel<tf.Tensor[]>(
            `BatchNormActivation/${activation}`,
            inputs,
            EPSILON,
          );
          const again = runKernel<tf.Tensor>(
            `NormaliseActivation/${activation}`,
            { ...inputs, mean: mean!, variance: variance! },
            EPSILON,
          );
          expect(bits(again)).toEqual(bits(y!));
        });
      });
      fc.assert(property, { numRuns: 20 });
    });

    it('add a bias and pull a gradient back as float64 does', async ({ annotate }) => {
      await agree(annotate, (shape, drawn) => {
        const { x, beta, dy, channels } = draw(shape, drawn);
        const z = mapTensor(x, (input, at) => input + beta.values[at % channels]!);
        awayFromKink(z);
        const dz = slopes(dy, z);
        const sums = filled([channels]).values;
        for (const [at, g] of dz.values.entries()) sums[at % channels]! += g;
        const [y, dx, dbias] = tf.tidy(() => {
          const inputs = { x: upload(x), bias: upload(beta) };
          const output = runKernel<tf.Tensor>(customKernel(`BiasActivation/${activation}`)!, inputs);
          const gradients = runKernel<tf.Tensor[]>(customKernel(`BiasActivationGrad/${activation}`)!, {
            ...inputs,
            dy: upload(dy),
            y: output,
          });
          return [output, ...gradients].map((tensor) => tensor.dataSync().slice());
        });
        return {
          y: relativeError(y!, z.values.map(value)),
          dx: relativeError(dx!, dz.values),
          dbias: relativeError(dbias!, sums, dz.values),
        };
      });
    });

    it('write dx over the memory of dy', () => {
      const { x, dy, beta } = draw([9, 5], 1);
      tf.tidy(() => {
        const [dys, xs] = [upload(dy), upload(x)];
        const inputs = { dy: dys, x: xs, y: xs, bias: upload(beta) };
        const [dx] = runKernel<tf.Tensor[]>(`BiasActivationGrad/${activation}`, inputs);
        expect(bits(dys)).toEqual(bits(dx!));
      });
    });

    it('refuse parameters of another length, a gradient of another shape, and nothing at all', () => {
      tf.tidy(() => {
        const [x, bias, long] = [tf.zeros([4, 3]), tf.zeros([3]), tf.zeros([4])];
        const run = (name: string, inputs: tf.NamedTensorMap) => () =>
          runKernel(`${name}/${activation}`, inputs, EPSILON);
        expect(run('BiasActivation', { x, bias: long })).toThrow(
          'BiasActivation needs one value of bias a channel',
        );
        expect(run('BiasActivationGrad', { x, y: x, bias, dy: bias })).toThrow(
          'needs dy and y shaped like x',
        );
        expect(run('BatchNormActivation', { x, gamma: bias, beta: long })).toThrow(
          'one value of beta a channel',
        );
        expect(run('BatchNormActivation', { x: tf.zeros([0, 3]), gamma: bias, beta: bias })).toThrow(
          'BatchNormActivation needs a value in every channel, got shape [0,3]',
        );
      });
    });
  },
);
