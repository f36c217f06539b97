/** The activations in the kernels, value by value: their accuracy in units in the last place, symmetry, and ends. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readKernels } from '../../../../src/engine/wasm/read-kernels.ts';
import { type BareKernels, bareKernels } from '../../../support/bare-kernels.ts';
import { referenceActivations, type ScalarFunction } from '../../../support/reference/activation.ts';

const exactly: Readonly<Record<string, ScalarFunction>> = referenceActivations;
const SMALLEST_NORMAL = 2 ** -126;
const LARGEST = Math.fround(3e38);

/** Worst errors in units in the last place, over all float32: 1.52, 1.51, 2.48. */
const accurate = { tanh: 2, centredSigmoid: 2, sigmoid: 3, rectifiedSigmoid: 3 } as const;
const odd = ['identity', 'tanh', 'centredSigmoid'] as const;

const float = fc.float({ min: -LARGEST, max: LARGEST, noNaN: true });
const near = fc.float({ min: -20, max: 20, noNaN: true });
const points = fc.array(fc.oneof(float, near, near), { minLength: 1, maxLength: 50 });

describe('the activations of the kernels', () => {
  let binary: Uint8Array;
  let kernels: BareKernels;
  beforeAll(async () => {
    binary = await readKernels();
  });

  /** act(z) and, for ∂L/∂y = 1, act′(z): of one channel, whose bias is 0. */
  const at = (activation: string, inputs: readonly number[]) => {
    kernels = bareKernels(binary);
    const { module, heap, put, take } = kernels;
    const none = inputs.map(() => 1);
    const [x, y, dy, beta, dbeta] = [put(inputs), put(none), put(none), put([0]), put([0])];
    const call = {
      x,
      y,
      beta,
      rows: inputs.length,
      channels: 1,
      activation: module.activationCodes[activation]!,
    };
    module.biasActivation(heap, module.normalisationScratchBytes(1), call);
    module.biasActivationGradient(heap, module.normalisationScratchBytes(1), { ...call, dy, dx: dy, dbeta });
    return { values: take(y, inputs.length), slopes: take(dy, inputs.length) };
  };
  const ulp = (value: number) => 2 ** (Math.max(-126, Math.floor(Math.log2(Math.abs(value)))) - 23);

  it('are those of the specs', () => {
    expect(Object.keys(bareKernels(binary).module.activationCodes).sort()).toEqual(
      Object.keys(exactly).sort(),
    );
  });

  // Catches 2σ(2z) − 1, which is 0 for all small z, and σ(z) − ½, which loses digits.
  it.each(Object.entries(accurate))(
    '%s is accurate to %d units in the last place, also near 0',
    (name, most) => {
      const property = fc.property(points, (inputs) => {
        for (const [index, value] of at(name, inputs).values.entries()) {
          const exact = exactly[name]!.value(inputs[index]!);
          if (Math.abs(exact) < SMALLEST_NORMAL) continue;
          expect(Math.abs(value - exact) / ulp(exact)).toBeLessThanOrEqual(most);
        }
      });
      fc.assert(property, { numRuns: 50 });
    },
  );

  // Catches an odd function computed by way of an even one: −0 and the last bit included.
  it.each(odd)('%s is odd and its derivative even, to the last bit', (name) => {
    const property = fc.property(points, (inputs) => {
      const right = at(name, inputs);
      const left = at(
        name,
        inputs.map((z) => -z),
      );
      expect(left.values).toEqual(right.values.map((value) => -value));
      expect(left.slopes).toEqual(right.slopes);
    });
    fc.assert(property, { numRuns: 50 });
  });

  it.each(Object.keys(exactly))('%s has its derivative to 4 units of 2⁻²⁴', (name) => {
    const property = fc.property(points, (inputs) => {
      for (const [index, slope] of at(name, inputs).slopes.entries()) {
        expect(Math.abs(slope - exactly[name]!.slope(inputs[index]!))).toBeLessThanOrEqual(4 * 2 ** -24);
      }
    });
    fc.assert(property, { numRuns: 50 });
  });

  // Catches a derivative had from y, which is ½ on both sides of 0.
  it('take a kink’s derivative by the sign of z, however small z is', () => {
    const tiny = [SMALLEST_NORMAL, 1e-30, 1e-10];
    expect([...at('rectifiedSigmoid', tiny).slopes]).toEqual([0.25, 0.25, 0.25]);
    expect([...at('relu', tiny).slopes]).toEqual([1, 1, 1]);
    for (const name of ['relu', 'rectifiedSigmoid']) {
      expect([...at(name, [0, -0, -SMALLEST_NORMAL, -1]).slopes].map((slope) => slope + 0)).toEqual([
        0, 0, 0, 0,
      ]);
    }
  });

  it('keep NaN, and saturate at both ends', () => {
    for (const name of Object.keys(exactly)) expect(at(name, [Number.NaN]).values[0]).toBeNaN();
    const ends = [LARGEST, -LARGEST];
    expect([...at('tanh', ends).values, ...at('tanh', ends).slopes]).toEqual([1, -1, 0, 0]);
    expect([...at('centredSigmoid', ends).values, ...at('centredSigmoid', ends).slopes]).toEqual([
      0.5, -0.5, 0, 0,
    ]);
    expect([...at('rectifiedSigmoid', ends).values]).toEqual([1, 0.5]);
  });

  // Catches a code that the glue has and the module does not, which would otherwise compute something else.
  it('trap on a code that there is not, in every pass, and give the scratch memory back', () => {
    const { module, heap, put, lent } = bareKernels(binary);
    const [x, beta] = [put([1, 2]), put([0])];
    const scratch = module.normalisationScratchBytes(1);
    const statistics = { gamma: beta, mean: beta, variance: beta, epsilon: 1 };
    for (const activation of [Object.keys(exactly).length, 99, 2 ** 32 - 1]) {
      const call = { x, y: x, beta, rows: 2, channels: 1, activation };
      const gradient = { dy: x, dx: x, dbeta: beta, dgamma: beta };
      expect(() => module.biasActivation(heap, scratch, call)).toThrow('unreachable');
      expect(() => module.biasActivationGradient(heap, scratch, { ...call, ...gradient })).toThrow(
        'unreachable',
      );
      expect(() => module.batchNormActivation(heap, scratch, { ...call, ...statistics })).toThrow(
        'unreachable',
      );
      expect(() => module.normaliseActivation(heap, scratch, { ...call, ...statistics })).toThrow(
        'unreachable',
      );
      expect(() =>
        module.batchNormActivationGradient(heap, scratch, { ...call, ...gradient, ...statistics }),
      ).toThrow('unreachable');
      expect(lent()).toBe(0);
    }
  });
});
