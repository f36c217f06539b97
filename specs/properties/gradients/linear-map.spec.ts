/** The convolution and dense maps alone, on every engine, against float64. */
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import type { EngineName } from '../../../src/engine/engine-name.ts';
import { type LinearMap, linearMaps } from '../../../src/network/linear-map.ts';
import { stream } from '../../../src/random.ts';
import { complaintsOf, ENGINE_TOLERANCE } from '../../support/engine-errors.ts';
import { expectNoLeak } from '../../support/leak-check.ts';
import { presentEngines } from '../../support/present-engines.ts';
import { type AffineGradients, convolve } from '../../support/reference/convolution.ts';
import { dense } from '../../support/reference/dense.ts';
import { drawTensor } from '../../support/reference/draw-tensor.ts';
import { relativeError } from '../../support/reference/relative-error.ts';
import { filled, mapTensor, type Tensor64 } from '../../support/reference/tensor64.ts';
import { WorstError } from '../../support/worst-error.ts';

type Affine = (
  x: Tensor64,
  kernel: Tensor64,
  bias: Tensor64,
) => { output: Tensor64; backward: (dy: Tensor64) => AffineGradients };

const engines = await presentEngines();
const runsOf = (engine: EngineName) => (engine === 'cpu' ? 10 : 40);
const seed = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const upTo = (max: number) => fc.integer({ min: 1, max });

/** Output and both gradients of one random map; errors relative to float64, none relative to a tensor of zeros. */
async function errorsOf(
  map: LinearMap,
  affine: Affine,
  xShape: readonly number[],
  kernelShape: readonly number[],
  drawn: number,
) {
  const random = stream(drawn, 'linear-map');
  const draw = (shape: readonly number[]) => mapTensor(drawTensor(shape, -1, 1, random), Math.fround);
  const [x, kernel] = [draw(xShape), draw(kernelShape)];
  const { output, backward } = affine(x, kernel, filled([kernelShape.at(-1)!]));
  const dy = draw(output.shape);
  const expected = backward(dy);
  const actual = tf.tidy(() => {
    const [xs, kernels, dys] = [x, kernel, dy].map(({ values, shape }) =>
      tf.tensor(Float32Array.from(values), [...shape]),
    ) as [tf.Tensor, tf.Tensor, tf.Tensor];
    return [
      map.apply(xs, kernels),
      map.inputGradient(dys, kernels, xShape),
      map.kernelGradient(xs, dys, kernelShape),
    ].map((tensor) => ({ shape: tensor.shape, values: tensor.dataSync() }));
  });
  const wanted = [output, expected.input, expected.kernel];
  expect(actual.map(({ shape }) => shape)).toEqual(wanted.map(({ shape }) => shape));
  const [apply, inputGradient, kernelGradient] = wanted.map(({ values }, at) =>
    relativeError(actual[at]!.values, values),
  ) as [number, number, number];
  return { apply, inputGradient, kernelGradient };
}

describe.each(engines)('linearMaps on %s', (engine) => {
  beforeAll(async () => {
    await startEngine(engine);
  });

  const convolution = (
    height: number,
    width: number,
    batch: number,
    from: number,
    to: number,
    drawn: number,
  ) =>
    expectNoLeak(() =>
      errorsOf(linearMaps.convolution, convolve, [batch, height, width, from], [3, 3, from, to], drawn),
    );

  // Catches a kernel that is right only for whole vectors or whole tiles, or that reads past an edge.
  it('convolves and pulls back any shape: 1 to 9 channels, odd sides, batches of one', async ({
    annotate,
  }) => {
    const worst = new WorstError();
    const [side, batch, channels] = [upTo(engine === 'cpu' ? 5 : 9), upTo(3), upTo(9)];
    const property = fc.asyncProperty(side, side, batch, channels, channels, seed, async (...shape) => {
      const errors = await convolution(...shape);
      worst.note(errors);
      expect(complaintsOf(errors)).toEqual([]);
    });
    await fc.assert(property, { numRuns: runsOf(engine) });
    await annotate(`worst error ${worst}`);
  });

  // Catches a Winograd transform with a wrong coefficient, and tiles that hang over the image's edge.
  it('convolves and pulls back multiples of four channels, by whole and by cut tiles', async ({
    annotate,
  }) => {
    const worst = new WorstError();
    const side = fc.integer({ min: 2, max: engine === 'cpu' ? 5 : 13 });
    const channels = fc.constantFrom(4, 8, 12);
    const property = fc.asyncProperty(side, side, upTo(2), channels, channels, seed, async (...shape) => {
      const errors = await convolution(...shape);
      worst.note(errors);
      expect(complaintsOf(errors)).toEqual([]);
    });
    await fc.assert(property, { numRuns: runsOf(engine) / 2 });
    await annotate(`worst error ${worst}`);
  });

  // Catches a kernel that mistakes the padding for pixels: of a single pixel only the kernel's centre is ever used.
  it('uses nothing but the centre of the kernel on an image of one pixel', async () => {
    for (const [from, to] of [
      [1, 1],
      [4, 8],
      [3, 5],
    ] as const) {
      expect(complaintsOf(await convolution(1, 1, 1, from, to, 1))).toEqual([]);
    }
    const gradient = tf.tidy(() =>
      linearMaps.convolution
        .kernelGradient(tf.ones([2, 1, 1, 1]), tf.ones([2, 1, 1, 1]), [3, 3, 1, 1])
        .dataSync(),
    );
    expect([...gradient]).toEqual([0, 0, 0, 0, 2, 0, 0, 0, 0]);
  });

  // Catches a transposed operand of either gradient.
  it('multiplies densely and pulls back any shape', async ({ annotate }) => {
    const worst = new WorstError();
    const property = fc.asyncProperty(
      upTo(9),
      upTo(40),
      upTo(9),
      seed,
      async (batch, inputs, outputs, drawn) => {
        const errors = await expectNoLeak(() =>
          errorsOf(linearMaps.dense, dense, [batch, inputs], [inputs, outputs], drawn),
        );
        worst.note(errors);
        expect(complaintsOf(errors, ENGINE_TOLERANCE)).toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: runsOf(engine) });
    await annotate(`worst error ${worst}`);
  });
});
