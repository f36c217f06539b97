/** What must hold of the network whatever its weights: symmetries, state, and that it can learn at all. */
import type * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { activationNames } from '../../../src/network/activations.ts';
import type { Architecture } from '../../../src/network/architecture.ts';
import type { Parameter } from '../../../src/network/initialise.ts';
import { Network } from '../../../src/network/network.ts';
import { permutation, stream } from '../../../src/random.ts';
import { adamStep, freshAdamState } from '../../../src/training/adam.ts';
import { ENGINE_TOLERANCE } from '../../support/engine-errors.ts';
import { drawNetworkCase, type NetworkCase, uploadImages } from '../../support/network-case.ts';
import { relativeError, yardstickName } from '../../support/reference/relative-error.ts';
import { mapTensor, type Tensor64 } from '../../support/reference/tensor64.ts';
import { study } from '../../support/this-study.ts';

const seed = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const kindParts = {
  blockKind: fc.constantFrom('convolution' as const, 'dense' as const),
  activation: fc.constantFrom(...activationNames),
  depth: fc.integer({ min: 1, max: 4 }),
};
const kinds = fc.record(kindParts);
const BATCH = 16;
const IMAGE = [5, 4, 3] as const;

const drawn = (kind: Omit<Architecture, 'width' | 'imageShape'>, from: number) =>
  drawNetworkCase({ ...kind, width: 6, imageShape: IMAGE }, BATCH, from);

async function withImages<Result>(images: Tensor64, use: (input: tf.Tensor4D) => Promise<Result>) {
  const input = uploadImages(images);
  try {
    return await use(input);
  } finally {
    input.dispose();
  }
}

/** A network whose running statistics have seen the batch twice; small steps away from mean 0 and variance 1. */
async function seasoned({ architecture, parameters, images, labels }: NetworkCase, weights = parameters) {
  const network = new Network(architecture, weights);
  const passes = await withImages(images, async (input) => [
    await network.gradients(input, Uint8Array.from(labels)),
    await network.gradients(input, Uint8Array.from(labels)),
  ]);
  return { network, pass: passes[0]! };
}

const reordered = (images: Tensor64, order: Uint32Array): Tensor64 => {
  const size = images.values.length / order.length;
  return mapTensor(images, (_, at) => images.values[order[Math.floor(at / size)]! * size + (at % size)]!);
};

describe('Network', () => {
  beforeAll(async () => {
    await startEngine('wasm');
  });

  // Catches an image that leaks into its neighbour, and labels that are paired with other images.
  it('permutes its logits with the images of a batch, and leaves the gradients as they are', async () => {
    const property = fc.asyncProperty(kinds, seed, async (kind, from) => {
      const networkCase = drawn(kind, from);
      const order = permutation(BATCH, stream(from, 'order'));
      const shuffled: NetworkCase = {
        ...networkCase,
        images: reordered(networkCase.images, order),
        labels: [...order].map((index) => networkCase.labels[index]!),
      };
      const [before, after] = [await seasoned(networkCase), await seasoned(shuffled)];
      const names = networkCase.parameters.map(({ name }) => name);
      for (const [at, gradient] of before.pass.gradients.entries()) {
        const scale =
          before.pass.gradients[names.indexOf(yardstickName(names[at]!, networkCase.architecture))]!;
        const error = relativeError(after.pass.gradients[at]!, gradient, scale);
        expect(error).toBeLessThanOrEqual(2 * ENGINE_TOLERANCE);
      }
      const logits = await withImages(networkCase.images, (input) => before.network.logits(input));
      const own = await withImages(shuffled.images, (input) => before.network.logits(input));
      const expected = Float32Array.from(
        own,
        (_, at) => logits[order[Math.floor(at / 10)]! * 10 + (at % 10)]!,
      );
      expect(relativeError(own, expected)).toBeLessThanOrEqual(ENGINE_TOLERANCE);
    });
    await fc.assert(property, { numRuns: 10 });
  });

  // Catches channels that are mixed up between kernel, bias, gamma, beta and running statistics.
  it('gives the same logits when hidden channels are permuted together with all their weights', async () => {
    const property = fc.asyncProperty(kinds, seed, async (kind, from) => {
      const networkCase = drawn(kind, from);
      const { width } = networkCase.architecture;
      const order = permutation(width, stream(from, 'channels'));
      const permuted = networkCase.parameters.map((parameter) => withPermutedChannels(parameter, order));
      const [before, after] = [await seasoned(networkCase), await seasoned(networkCase, permuted)];
      const [logits, own] = await withImages(networkCase.images, async (input) => [
        await before.network.logits(input),
        await after.network.logits(input),
      ]);
      expect(relativeError(own!, logits!)).toBeLessThanOrEqual(ENGINE_TOLERANCE);
      expect(relativeError([after.pass.lossSum], [before.pass.lossSum])).toBeLessThanOrEqual(
        ENGINE_TOLERANCE,
      );
    });
    await fc.assert(property, { numRuns: 10 });
  });

  // Catches evaluation by the batch's own statistics, and running statistics that move in evaluation.
  it('changes nothing in evaluation, and scores an image alike alone and among others', async () => {
    const property = fc.asyncProperty(kinds, seed, async (kind, from) => {
      const networkCase = drawn(kind, from);
      const { network } = await seasoned(networkCase);
      const state = () => structuredClone([network.parameters, network.statistics]);
      const before = state();
      const [logits, again] = await withImages(networkCase.images, async (input) => [
        await network.logits(input),
        await network.logits(input),
      ]);
      expect(state()).toEqual(before);
      expect(again).toEqual(logits);
      const size = networkCase.images.values.length / BATCH;
      const first = { shape: [1, ...IMAGE], values: networkCase.images.values.subarray(0, size) };
      const alone = await withImages(first, (input) => network.logits(input));
      expect(relativeError(alone, logits!.subarray(0, 10))).toBeLessThanOrEqual(ENGINE_TOLERANCE);
    });
    await fc.assert(property, { numRuns: 10 });
  });

  // Catches a ReLU with a slope or an offset below 0, a bias that is added twice, and weights that act on 1 + x.
  it('without biases and batch norm, is positively homogeneous with ReLU and identity, not with Sigmoid', async () => {
    const property = fc.asyncProperty(
      fc.record({
        ...kindParts,
        activation: fc.constantFrom('relu' as const, 'identity' as const, 'sigmoid' as const),
      }),
      seed,
      fc.integer({ min: 1, max: 50 }),
      async (kind, from, tenths) => {
        const factor = tenths / 10;
        const architecture = { ...kind, width: 6, imageShape: IMAGE, withoutBatchNorm: true } as const;
        const { parameters, images } = drawNetworkCase(architecture, BATCH, from);
        const network = new Network(architecture, parameters.map(withoutBias));
        const [logits, scaled] = await Promise.all(
          [1, factor].map((by) =>
            withImages(
              mapTensor(images, (value) => by * value),
              (input) => network.logits(input),
            ),
          ),
        );
        const error = relativeError(
          scaled!,
          logits!.map((value) => factor * value),
        );
        if (kind.activation !== 'sigmoid') expect(error).toBeLessThanOrEqual(4 * ENGINE_TOLERANCE);
        else if (Math.abs(factor - 1) > 0.15) expect(error).toBeGreaterThan(0.01);
      },
    );
    await fc.assert(property, { numRuns: 20 });
  });

  it('gives the same bits when the same batch is taken twice from the same weights', async () => {
    const networkCase = drawn({ blockKind: 'convolution', activation: 'relu', depth: 2 }, 1);
    const [one, other] = [await seasoned(networkCase), await seasoned(networkCase)];
    expect(other.pass).toEqual(one.pass);
    expect(other.network.statistics).toEqual(one.network.statistics);
  });

  // Catches a head or an initialisation far too large: before it has learnt, a network knows nothing of ten classes.
  it.each(activationNames)('starts at a loss near ln 10: %s', async (activation) => {
    for (const depth of [1, 8]) {
      const architecture = {
        blockKind: 'convolution',
        activation,
        depth,
        width: 8,
        imageShape: IMAGE,
      } as const;
      const { images, labels } = drawNetworkCase({ ...architecture, activation: 'sigmoid' }, 40, 3);
      const network = Network.initialised(architecture, 1);
      const { lossSum } = await withImages(images, (input) =>
        network.gradients(input, Uint8Array.from(labels)),
      );
      // Logits have variance (E f² + 1/width)/3 ≤ ⅓ about 0, by which the mean loss exceeds ln 10 by about half of that.
      expect(Math.abs(lossSum / labels.length - Math.log(10))).toBeLessThan(0.25);
    }
  });

  // Catches gradients that are right in sign only, a loss that is not the one whose gradient is taken, a dead layer.
  it.each(
    study.grid.activations.flatMap((activation) =>
      study.grid.depths.map((depth) => [activation, depth] as const),
    ),
  )('can learn one batch by heart: %s, depth %i', async (activation, depth) => {
    const architecture = {
      blockKind: 'convolution',
      activation,
      depth,
      width: 8,
      imageShape: [8, 8, 3],
    } as const;
    const { images, labels } = drawNetworkCase({ ...architecture, activation: 'sigmoid' }, 16, 5);
    const network = Network.initialised(architecture, 1);
    const adam = freshAdamState(network.parameters);
    const settings = { learningRate: 0.02, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    const learnt = await withImages(images, async (input) => {
      for (let step = 1; step <= 300; step++) {
        const { gradients, lossSum } = await network.gradients(input, Uint8Array.from(labels));
        if (lossSum / labels.length < 0.1) return true;
        adamStep(network.parameters, gradients, adam, settings);
      }
      return false;
    });
    expect(learnt).toBe(true);
  });
});

function withoutBias(parameter: Parameter): Parameter {
  return parameter.name.endsWith('bias')
    ? { ...parameter, values: parameter.values.map(() => 0) }
    : parameter;
}

/** Renames channel order[c] to c in every hidden layer: outputs of each, and inputs of the next. */
function withPermutedChannels({ name, shape, values }: Parameter, order: Uint32Array): Parameter {
  if (name === 'head.bias') return { name, shape, values };
  const outputs = shape.at(-1)!;
  const inputs = shape.at(-2) ?? 1;
  const moved = values.map((_, at) => {
    const [tap, input, output] = [
      Math.floor(at / (inputs * outputs)),
      Math.floor(at / outputs) % inputs,
      at % outputs,
    ];
    const from = name.startsWith('stem') || shape.length === 1 ? input : order[input]!;
    const to = name.startsWith('head') ? output : order[output]!;
    return values[(tap * inputs + from) * outputs + to]!;
  });
  return { name, shape, values: moved };
}
