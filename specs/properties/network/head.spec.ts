/** The head in plain arithmetic: forward and backward against float64, and by finite differences. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Head, headBackward, headForward } from '../../../src/network/head.ts';
import { stream } from '../../../src/random.ts';
import { checkGradient, gradientComplaints } from '../../support/reference/check-gradient.ts';
import { dense } from '../../support/reference/dense.ts';
import { drawTensor } from '../../support/reference/draw-tensor.ts';
import { layerClaims } from '../../support/reference/gradient-claims.ts';
import { referenceLayers } from '../../support/reference/reference-layers.ts';
import { relativeError } from '../../support/reference/relative-error.ts';
import { mapTensor, type Tensor64, tensor64 } from '../../support/reference/tensor64.ts';

/** What is on trial: the head's two functions, or wrong ones in their place. */
interface Functions {
  readonly forward: typeof headForward;
  readonly backward: typeof headBackward;
}
const own: Functions = { forward: headForward, backward: headBackward };

const ONE_ROUNDING = 2 ** -24; // of float32: everything before it is float64

const sizes = fc.record({
  batch: fc.integer({ min: 1, max: 130 }),
  features: fc.integer({ min: 1, max: 70 }),
  classes: fc.integer({ min: 1, max: 12 }),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
});
type Sizes = typeof sizes extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** Relative errors of logits and of the three gradients. */
function errorsOf({ forward, backward }: Functions, { batch, features, classes, seed }: Sizes) {
  const random = stream(seed, 'head');
  const draw = (shape: readonly number[]) => mapTensor(drawTensor(shape, -1, 1, random), Math.fround);
  const [input, kernel, bias] = [draw([batch, features]), draw([features, classes]), draw([classes])];
  const slopes = draw([batch, classes]);
  const float32 = ({ values }: Tensor64) => Float32Array.from(values);
  const head = { kernel: float32(kernel), bias: float32(bias) };
  const expected = dense(input, kernel, bias);
  const wanted = expected.backward(slopes);
  const gradients = backward(float32(slopes), float32(input), head);
  return {
    logits: relativeError(forward(float32(input), head), expected.output.values),
    kernel: relativeError(gradients.kernel, wanted.kernel.values),
    bias: relativeError(gradients.bias, wanted.bias.values),
    features: relativeError(gradients.features, wanted.input.values),
  };
}

/** What central differences and the Taylor remainder have against the gradients. */
function complaintsOf({ backward }: Functions, { batch, features, classes, seed }: Sizes) {
  const random = stream(seed, 'head/gradient');
  const wrapped: typeof dense = (input, kernel, bias) => ({
    ...dense(input, kernel, bias),
    backward: (slopes) => {
      const head: Head = { kernel: Float32Array.from(kernel.values), bias: Float32Array.from(bias.values) };
      const found = backward(Float32Array.from(slopes.values), Float32Array.from(input.values), head);
      return {
        input: tensor64(input.shape, found.features),
        kernel: tensor64(kernel.shape, found.kernel),
        bias: tensor64(bias.shape, found.bias),
      };
    },
  });
  const shape = { batch, height: 1, width: 1, inChannels: features, outChannels: classes };
  const claim = layerClaims.dense(shape, random, { ...referenceLayers, dense: wrapped });
  return gradientComplaints(checkGradient(claim, random));
}

const small = fc.record({
  batch: fc.integer({ min: 2, max: 4 }),
  features: fc.integer({ min: 2, max: 5 }),
  classes: fc.integer({ min: 2, max: 5 }),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
});

describe('headForward and headBackward', () => {
  // Catches sums in float32, a kernel read by columns, and a batch that is a whole number of nothing.
  it('agree with float64 to one rounding, whatever batch, features and classes', () => {
    const property = fc.property(sizes, (drawn) => {
      for (const error of Object.values(errorsOf(own, drawn))) {
        expect(error).toBeLessThanOrEqual(ONE_ROUNDING);
      }
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('have the gradients that central differences and the Taylor remainder say they have', () => {
    const property = fc.property(small, (drawn) => {
      expect(complaintsOf(own, drawn)).toEqual([]);
    });
    fc.assert(property, { numRuns: 20 });
  });

  it('leave what they are given as it was', () => {
    const given = () => ({
      head: { kernel: Float32Array.of(1, 2, 3, 4), bias: Float32Array.of(5, 6) },
      features: Float32Array.of(7, 8),
      slopes: Float32Array.of(9, 10),
    });
    const { head, features, slopes } = given();
    expect(headForward(features, head)).toEqual(Float32Array.of(7 + 24 + 5, 14 + 32 + 6));
    expect(headBackward(slopes, features, head)).toEqual({
      kernel: Float32Array.of(63, 70, 72, 80),
      bias: Float32Array.of(9, 10),
      features: Float32Array.of(9 + 20, 27 + 40),
    });
    expect({ head, features, slopes }).toEqual(given());
  });

  const drawn: Sizes = { batch: 32, features: 64, classes: 10, seed: 1 };
  const transposed = (kernel: Float32Array, columns: number) =>
    kernel.map(
      (_, at) =>
        kernel[(at % (kernel.length / columns)) * columns + Math.floor((at * columns) / kernel.length)]!,
    );

  // Catches a checker that would pass any head.
  it.each<[string, Partial<Functions>, keyof ReturnType<typeof errorsOf>]>([
    ['sums in float32', { forward: inFloat32 }, 'logits'],
    [
      'forgets the bias',
      { forward: (x, head) => headForward(x, { ...head, bias: head.bias.map(() => 0) }) },
      'logits',
    ],
    [
      'reads the kernel by columns',
      { forward: (x, { kernel, bias }) => headForward(x, { kernel: transposed(kernel, 10), bias }) },
      'logits',
    ],
    [
      'forgets the last image',
      {
        backward: (dy, x, head) =>
          headBackward(
            dy.map((g, at) => (at < dy.length - 10 ? g : 0)),
            x,
            head,
          ),
      },
      'bias',
    ],
    [
      'is 1 % too large',
      {
        backward: (dy, x, head) =>
          headBackward(
            dy.map((g) => 1.01 * g),
            x,
            head,
          ),
      },
      'kernel',
    ],
    [
      'pulls back through the kernel by columns',
      {
        backward: (dy, x, head) => ({
          ...headBackward(dy, x, head),
          features: headBackward(dy, x, { ...head, kernel: transposed(head.kernel, 10) }).features,
        }),
      },
      'features',
    ],
  ])('are told from a head that %s', (_, wrong, noticed) => {
    expect(errorsOf({ ...own, ...wrong }, drawn)[noticed]).toBeGreaterThan(1.2 * ONE_ROUNDING);
    if (!wrong.backward) return;
    expect(complaintsOf({ ...own, ...wrong }, { ...drawn, batch: 3, features: 4 })).not.toEqual([]);
  });
});

function inFloat32(features: Float32Array, { kernel, bias }: Head): Float32Array {
  const [classes, width] = [bias.length, kernel.length / bias.length];
  return Float32Array.from({ length: (features.length / width) * classes }, (_, at) => {
    let sum = bias[at % classes]!;
    for (let i = 0; i < width; i++) {
      const product = Math.fround(
        features[Math.floor(at / classes) * width + i]! * kernel[i * classes + (at % classes)]!,
      );
      sum = Math.fround(sum + product);
    }
    return sum;
  });
}
