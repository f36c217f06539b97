/** Global average pooling and the dense products on wasm, against float64, for any shape. */
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { customKernel, runKernel } from '../../../../src/engine/custom-kernels.ts';
import { startEngine } from '../../../../src/engine/engine.ts';
import { stream } from '../../../../src/random.ts';
import { complaintsOf } from '../../../support/engine-errors.ts';
import { expectNoLeak } from '../../../support/leak-check.ts';
import { dense } from '../../../support/reference/dense.ts';
import { drawTensor } from '../../../support/reference/draw-tensor.ts';
import { globalAveragePool } from '../../../support/reference/global-average-pool.ts';
import { relativeError } from '../../../support/reference/relative-error.ts';
import { filled, mapTensor, type Tensor64 } from '../../../support/reference/tensor64.ts';
import { WorstError } from '../../../support/worst-error.ts';

const seed = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const upTo = (max: number) => fc.integer({ min: 1, max });
const draw = (shape: readonly number[], drawn: number, name: string) =>
  mapTensor(drawTensor(shape, -1, 1, stream(drawn, name)), Math.fround);
const upload = ({ values, shape }: Tensor64) => tf.tensor(Float32Array.from(values), [...shape]);
const read = (tensor: tf.Tensor) => ({ shape: tensor.shape, values: tensor.dataSync().slice() });

beforeAll(async () => {
  await startEngine('wasm');
});

describe('GlobalAveragePool and its gradient', () => {
  it('are float64’s, rounded once, but for a tie', async () => {
    const property = fc.asyncProperty(upTo(4), upTo(12), upTo(12), upTo(21), seed, async (...drawn) => {
      const [batch, height, width, channels, number] = drawn;
      const shape = [batch, height, width, channels];
      const [x, dy] = [draw(shape, number, 'x'), draw([batch, channels], number, 'dy')];
      const [y, dx] = await expectNoLeak(() =>
        tf.tidy(() => [
          read(runKernel(customKernel('GlobalAveragePool')!, { x: upload(x) })),
          read(runKernel(customKernel('GlobalAveragePoolGrad')!, { dy: upload(dy) }, { inputShape: shape })),
        ]),
      );
      // The reference divides each term, and so is off by some 1e-17 itself: a tie then rounds the other way, by 6e-8.
      const { output, backward } = globalAveragePool(x);
      expect(y!.shape).toEqual([batch, channels]);
      expect(relativeError(y!.values, output.values.map(Math.fround))).toBeLessThanOrEqual(2 ** -23);
      expect(dx!.shape).toEqual(shape);
      expect(dx!.values).toEqual(Float32Array.from(backward(dy).values));
    });
    await fc.assert(property, { numRuns: 60 });
  });

  // Catches a sum in float32, which the ones would leave as it is.
  it('loses nothing to a large sum', () => {
    tf.tidy(() => {
      const x = tf.concat([tf.fill([1, 1, 1, 1], 2 ** 25), tf.ones([1, 1, 1023, 1])], 2);
      expect(runKernel<tf.Tensor>('GlobalAveragePool', { x }).dataSync()[0]).toBe(
        Math.fround((2 ** 25 + 1023) / 1024),
      );
    });
  });

  it('refuse an empty image, another rank and a gradient of another shape', () => {
    tf.tidy(() => {
      const pool = (x: tf.Tensor) => () => runKernel('GlobalAveragePool', { x });
      expect(pool(tf.zeros([2, 0, 3, 1]))).toThrow('GlobalAveragePool needs images');
      expect(pool(tf.zeros([2, 3]))).toThrow('got shape [2,3]');
      const gradient = () =>
        runKernel('GlobalAveragePoolGrad', { dy: tf.zeros([2, 3]) }, { inputShape: [2, 4, 4, 5] });
      expect(gradient).toThrow('GlobalAveragePoolGrad needs dy [batch, channels]');
    });
  });
});

describe('Dense and its gradients', () => {
  const errorsOf = (batch: number, inputs: number, outputs: number, drawn: number) => {
    const [x, kernel] = [draw([batch, inputs], drawn, 'x'), draw([inputs, outputs], drawn, 'kernel')];
    const dy = draw([batch, outputs], drawn, 'dy');
    const { output, backward } = dense(x, kernel, filled([outputs]));
    const expected = backward(dy);
    const actual = tf.tidy(() => {
      const [xs, kernels, dys] = [x, kernel, dy].map(upload) as [tf.Tensor, tf.Tensor, tf.Tensor];
      return [
        read(runKernel(customKernel('Dense')!, { x: xs, kernel: kernels })),
        read(runKernel(customKernel('DenseBackpropInput')!, { dy: dys, kernel: kernels })),
        read(runKernel(customKernel('DenseBackpropKernel')!, { x: xs, dy: dys })),
      ];
    });
    const wanted = [output, expected.input, expected.kernel];
    expect(actual.map(({ shape }) => shape)).toEqual(wanted.map(({ shape }) => shape));
    // Against the norm that so many random terms come to: a single product may cancel by chance.
    const depths = [inputs, outputs, batch];
    const scales = wanted.map(({ values }, at) => values.map(() => Math.sqrt(depths[at]!) / 3));
    return Object.fromEntries(
      ['y', 'dx', 'dkernel'].map((name, at) => [
        name,
        relativeError(actual[at]!.values, wanted[at]!.values, scales[at]),
      ]),
    );
  };

  // Catches a panel or a tile that reads or writes beyond its rows, and factors turned the wrong way.
  it('agree with float64 for any number of rows, inputs and outputs', async ({ annotate }) => {
    const worst = new WorstError();
    const property = fc.asyncProperty(upTo(19), upTo(150), upTo(19), seed, async (...drawn) => {
      const errors = await expectNoLeak(() => errorsOf(...drawn));
      worst.note(errors);
      expect(complaintsOf(errors, 1e-6)).toEqual([]);
    });
    await fc.assert(property, { numRuns: 60 });
    await annotate(`worst error ${worst}`);
  });

  it('agree with float64 at the sizes of a dense network', () => {
    expect(complaintsOf(errorsOf(128, 3072, 16, 1), 1e-6)).toEqual([]);
  });

  it('refuse factors that do not fit, and anything but matrices', () => {
    tf.tidy(() => {
      const run = (x: tf.Tensor, kernel: tf.Tensor) => () => runKernel('Dense', { x, kernel });
      expect(run(tf.zeros([2, 3]), tf.zeros([4, 5]))).toThrow(
        'Dense needs factors that fit, got 2 × 3 and 4 × 5',
      );
      expect(run(tf.zeros([2, 3, 1]), tf.zeros([3, 5]))).toThrow(
        'Dense kernels need matrices, got shape [2,3,1]',
      );
    });
  });
});

it('no kernel grows the heap, however often it runs', () => {
  const { wasm } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
  const [x, dy] = [tf.ones([8, 16, 16, 8]), tf.ones([8, 8])];
  const step = () =>
    tf.tidy(() => {
      const pooled = runKernel<tf.Tensor>('GlobalAveragePool', { x });
      runKernel('GlobalAveragePoolGrad', { dy: pooled }, { inputShape: x.shape });
      runKernel('DenseBackpropKernel', { x: pooled, dy });
      const bias = tf.zeros([8]);
      const y = runKernel<tf.Tensor>('BiasActivation/tanh', { x, bias });
      runKernel('BiasActivationGrad/tanh', { dy: y, x, y, bias });
    });
  step();
  const before = { tensors: tf.memory().numTensors, bytes: wasm.HEAPU8.length };
  for (let round = 0; round < 500; round++) step();
  expect({ tensors: tf.memory().numTensors, bytes: wasm.HEAPU8.length }).toEqual(before);
  tf.dispose([x, dy]);
});
