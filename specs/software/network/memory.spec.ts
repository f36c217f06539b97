/** That the network gives back the engine's memory, whether it computes or throws. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import type { Architecture } from '../../../src/network/architecture.ts';
import { Network } from '../../../src/network/network.ts';
import { expectNoLeak } from '../../support/leak-check.ts';

const IMAGE = [5, 4, 3] as const;

describe('Network memory', () => {
  beforeAll(async () => {
    await startEngine('wasm');
  });

  const networkOf = (blockKind: Architecture['blockKind'], withoutBatchNorm = false) =>
    Network.initialised(
      {
        blockKind,
        activation: 'relu',
        depth: 2,
        width: 4,
        imageShape: IMAGE,
        ...(withoutBatchNorm && { withoutBatchNorm }), // absent, not false
      },
      1,
    );
  const labels = Uint8Array.from({ length: 4 }, (_, index) => index);
  /** Images are uploaded outside of what is watched: they are the caller's. */
  const watch = async (
    shape: [number, number, number, number],
    use: (input: tf.Tensor4D) => Promise<unknown>,
  ) => {
    const input = tf.randomUniform(shape, -1, 1, 'float32', 1) as tf.Tensor4D;
    try {
      await expectNoLeak(() => use(input));
    } finally {
      input.dispose();
    }
  };

  // Catches a training loop that fills the engine's memory, a batch at a time.
  it.each([
    ['convolution', false],
    ['dense', false],
    ['convolution', true],
    ['dense', true],
  ] as const)(
    'is given back whole after gradients, batch statistics and logits: %s, without batch norm: %s',
    async (kind, without) => {
      const network = networkOf(kind, without);
      await watch([4, ...IMAGE], (input) => network.gradients(input, labels));
      await watch([4, ...IMAGE], (input) => network.batchStatistics(input));
      await watch([4, ...IMAGE], (input) => network.logits(input));
    },
  );

  it.each(['convolution', 'dense'] as const)(
    'is given back whole if the images do not fit: %s',
    async (kind) => {
      const network = networkOf(kind);
      await watch([4, 5, 4, 2], (input) => expect(network.gradients(input, labels)).rejects.toThrow());
      await watch([4, 5, 4, 2], (input) => expect(network.batchStatistics(input)).rejects.toThrow());
      await watch([4, 5, 4, 2], (input) => expect(network.logits(input)).rejects.toThrow());
    },
  );

  it('is given back whole, and no statistic moves, if batch norm sees a single value per channel', async () => {
    const network = networkOf('dense');
    const before = structuredClone(network.statistics);
    await watch([1, ...IMAGE], (input) =>
      expect(network.gradients(input, labels.subarray(0, 1))).rejects.toThrow(
        'Batch norm needs more than 1 value per channel to train, got 1',
      ),
    );
    await watch([1, ...IMAGE], (input) =>
      expect(network.batchStatistics(input)).rejects.toThrow('needs more than 1 value per channel to train'),
    );
    expect(network.statistics).toEqual(before);
  });

  it('is given back whole, and no statistic moves, if the labels do not fit', async () => {
    const network = networkOf('convolution');
    const before = structuredClone(network.statistics);
    await watch([4, ...IMAGE], (input) =>
      expect(network.gradients(input, labels.subarray(0, 3))).rejects.toThrow(
        'softmaxCrossEntropy needs one row of logits per label, got 40 for 3',
      ),
    );
    expect(network.statistics).toEqual(before);
  });

  it('is given back whole, and the layer named, if logits are to be had by too few statistics', async () => {
    const network = networkOf('convolution');
    await watch([4, ...IMAGE], (input) =>
      expect(network.logits(input, network.statistics.slice(0, 2))).rejects.toThrow(
        'Network has no statistics for block2',
      ),
    );
  });

  it('refuses parameters that lack one, and names it', async () => {
    const { architecture, parameters } = networkOf('convolution');
    const lacking = new Network(
      architecture,
      parameters.filter(({ name }) => name !== 'block2.bias'),
    );
    await watch([4, ...IMAGE], (input) =>
      expect(lacking.logits(input)).rejects.toThrow('Network needs a parameter block2.bias'),
    );
  });
});

describe('expectNoLeak', () => {
  // Catches a leak check that always passes.
  it('notices a tensor left behind, one taken away, and one left behind by an action that throws', async () => {
    const left: tf.Tensor[] = [tf.zeros([1])];
    const leak = () => left.push(tf.zeros([1]));
    await expect(expectNoLeak(leak)).rejects.toThrow('tensors alive afterwards');
    await expect(expectNoLeak(() => left.pop()?.dispose())).rejects.toThrow('tensors alive afterwards');
    const throws = () => {
      leak();
      throw new Error('anything');
    };
    await expect(expectNoLeak(throws)).rejects.toThrow('tensors alive afterwards');
    tf.dispose(left);
  });
});
