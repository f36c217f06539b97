/** Shows that the native engine trains: what it is, what it sees, and what a few steps on noise do to the loss. */

import * as tf from '@tensorflow/tfjs-core';
import { startEngine } from '../../src/engine/engine.ts';
import { Network } from '../../src/network/network.ts';
import { stream } from '../../src/random.ts';
import { adamStep, freshAdamState } from '../../src/training/adam.ts';

const STEPS = 5;
const BATCH = 32;
const ADAM = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

console.log(` ${await startEngine('tensorflow')}`);
const random = stream(1, 'proof');
const network = Network.initialised(
  { blockKind: 'convolution', imageShape: [32, 32, 3], width: 8, activation: 'relu', depth: 2 },
  1,
);
const pixels = Float32Array.from({ length: BATCH * 32 * 32 * 3 }, () => 2 * random() - 1);
const labels = Uint8Array.from({ length: BATCH }, () => Math.floor(10 * random()));
const images = tf.tensor4d(pixels, [BATCH, 32, 32, 3]);
const adam = freshAdamState(network.parameters);
const losses: number[] = [];
for (let step = 0; step < STEPS; step++) {
  const { lossSum, gradients } = await network.gradients(images, labels);
  losses.push(lossSum / BATCH);
  adamStep(network.parameters, gradients, adam, ADAM);
}
const [first = 0, last = 0] = [losses[0], losses.at(-1)];
console.log(` ${STEPS} steps of training: loss ${first.toFixed(4)} → ${last.toFixed(4)}`);
if (!(last < first)) throw new Error('The loss did not fall, so the engine does not train');
console.log(' ENGINE=tensorflow npx vitest run --mode smoke trains the whole pipeline with it.');
