/** A run takes thousands of steps: what one leaves behind would fill the heap, which never shrinks. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { Network } from '../../../src/network/network.ts';

const STEPS = 1000;

it(`${STEPS} training steps and evaluations leave neither tensors nor heap behind`, async () => {
  await startEngine('wasm');
  const imageShape = [8, 8, 3] as const;
  const architecture = {
    blockKind: 'convolution',
    activation: 'sigmoid',
    depth: 2,
    width: 8,
    imageShape,
  } as const;
  const network = Network.initialised(architecture, 1);
  const images = tf.tensor4d(
    Float32Array.from({ length: 2 * 192 }, (_, index) => Math.sin(index)),
    [2, 8, 8, 3],
  );
  const steps = async (count: number) => {
    for (let step = 0; step < count; step++) {
      await network.gradients(images, Uint8Array.of(1, 2));
      await network.logits(images);
    }
    const { wasm } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
    return { tensors: tf.memory().numTensors, heapBytes: wasm.HEAPU8.length };
  };
  const before = await steps(10);
  expect(await steps(STEPS)).toEqual(before);
  images.dispose();
});
