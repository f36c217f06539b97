/** Which convolutions our kernels leave to the library's, of which stand-ins take note here. */
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runKernel } from '../../../../src/engine/custom-kernels.ts';
import { startEngine } from '../../../../src/engine/engine.ts';

type Call = Readonly<{ inputs: tf.NamedTensorInfoMap; attrs?: tf.NamedAttrMap | undefined }>;
type Four = [number, number, number, number];

const REPLACED = [tf.Conv2D, tf.FusedConv2D, tf.Conv2DBackpropInput] as const;
const PLAIN = { strides: 1, pad: 'same', dataFormat: 'NHWC', dilations: 1 };

const geometries = fc.record({
  filter: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  strides: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
  dilations: fc.constantFrom<[number, number]>([1, 1], [2, 1], [2, 2]),
  pad: fc.constantFrom('same', 'valid', 0, 1, 2),
  dataFormat: fc.constantFrom('NHWC', 'NCHW'),
});

describe('a convolution that is not for our kernels', () => {
  let calls: Call[];
  beforeEach(() => {
    calls = [];
  });
  beforeAll(async () => {
    for (const kernelName of REPLACED) {
      tf.unregisterKernel(kernelName, 'wasm');
      const kernelFunc: tf.KernelFunc = ({ inputs, attrs }) => {
        calls.push({ inputs, attrs });
        return tf.scalar(7);
      };
      tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
    }
    await startEngine('wasm');
  });

  /** Runs a kernel and checks that the library got what it was given, or nothing if our own was to do it. */
  const expectPassedOn = (name: string, inputs: tf.NamedTensorMap, attrs: object, passedOn: boolean) => {
    calls = [];
    const result = runKernel<tf.Tensor>(name, inputs, attrs);
    expect(calls).toEqual(passedOn ? [{ inputs, attrs }] : []);
    expect(result.size === 1 && result.dataSync()[0] === 7).toBe(passedOn);
  };

  // Catches wrong numbers for a filter of even size, and a stride or a padding that is refused.
  it('goes to the library’s own as it came, whatever filter, stride, dilation, padding and layout', () => {
    const property = fc.property(geometries, ({ filter: [tall, wide], ...geometry }) => {
      const { strides, dilations, pad, dataFormat } = geometry;
      const ones = [...strides, ...dilations].every((step) => step === 1);
      const own = tall === 3 && wide === 3 && ones && dataFormat === 'NHWC' && (pad === 'same' || pad === 1);
      tf.tidy(() => {
        const [x, filter] = [tf.ones([2, 9, 9, 9]), tf.ones([tall, wide, 9, 4])];
        const info = tf.backend_util.computeConv2DInfo(
          x.shape as Four,
          filter.shape as Four,
          strides,
          dilations,
          pad as 'same',
          undefined,
          false,
          dataFormat === 'NHWC' ? 'channelsLast' : 'channelsFirst',
        );
        expectPassedOn(tf.Conv2D, { x, filter }, geometry, !own);
        const fused = { ...geometry, activation: 'linear' };
        expectPassedOn(tf.FusedConv2D, { x, filter }, fused, !own);
        expectPassedOn(tf.FusedConv2D, { x, filter, bias: tf.ones([4]) }, fused, !own);
        if (!ones) return; // its kernel has no dilation
        const gradient = { strides, pad, dataFormat, inputShape: x.shape };
        expectPassedOn(tf.Conv2DBackpropInput, { dy: tf.ones(info.outShape), filter }, gradient, !own);
      });
    });
    fc.assert(property, { numRuns: 300 });
  });

  // Catches a bias read past its end, and an activation left out.
  it('is one with an activation, or with a bias that does not fit', () => {
    tf.tidy(() => {
      const inputs = { x: tf.ones([1, 6, 6, 4]), filter: tf.ones([3, 3, 4, 8]) };
      for (const bias of [tf.ones([1]), tf.scalar(1), tf.ones([1, 8])]) {
        expectPassedOn(tf.FusedConv2D, { ...inputs, bias }, { ...PLAIN, activation: 'linear' }, true);
      }
      for (const activation of ['relu', 'relu6', 'elu', 'prelu', 'leakyrelu', 'sigmoid']) {
        expectPassedOn(tf.FusedConv2D, { ...inputs, bias: tf.ones([8]) }, { ...PLAIN, activation }, true);
      }
    });
  });

  it('is refused where nobody has a kernel: the gradient of a filter with another stride, padding or layout', () => {
    const gradient = (attributes: object) => () =>
      runKernel(
        tf.Conv2DBackpropFilter,
        { x: tf.ones([1, 5, 5, 1]), dy: tf.ones([1, 5, 5, 1]) },
        { strides: 1, pad: 'same', dataFormat: 'NHWC', filterShape: [3, 3, 1, 1], ...attributes },
      );
    tf.tidy(() => {
      const refusal = 'Conv2DBackpropFilter on wasm needs stride 1, pad same and NHWC, got ';
      expect(gradient({ strides: 2 })).toThrow(`${refusal}stride 2, pad same and NHWC`);
      expect(gradient({ pad: 'valid' })).toThrow(`${refusal}stride 1, pad valid and NHWC`);
      expect(gradient({ dataFormat: 'NCHW' })).toThrow(`${refusal}stride 1, pad same and NCHW`);
    });
  });
});

it('a plain convolution that is fused with nothing gives the bits of one that is not fused', async () => {
  await startEngine('wasm');
  tf.tidy(() => {
    const x = tf.randomUniform([2, 6, 5, 4], -1, 1, 'float32', 1) as tf.Tensor4D;
    const filter = tf.randomUniform([3, 3, 4, 8], -1, 1, 'float32', 2) as tf.Tensor4D;
    const fused = runKernel<tf.Tensor>(tf.FusedConv2D, { x, filter }, { ...PLAIN, activation: 'linear' });
    expect(fused.dataSync()).toEqual(tf.conv2d(x, filter, 1, 'same').dataSync());
  });
});
