/** The network between images and pooled features, stem and blocks and pool: its training pass and its gradients. */
import * as tf from '@tensorflow/tfjs-core';
import type { BlockKind } from './architecture.ts';
import {
  type BlockParts,
  type BlockPass,
  type BlockWeights,
  blockBackward,
  blockForward,
  disposePass,
} from './block.ts';
import { globalAveragePool, globalAveragePoolGradient } from './global-average-pool.ts';

/** What the forward pass leaves for the backward pass. */
export type BodyPass = {
  readonly passes: BlockPass[];
  readonly features: tf.Tensor; // [batch, width]
};

/** Images as the first block takes them: dense blocks see all pixels as one row. The caller's images, or a new tensor. */
export function firstInput(images: tf.Tensor4D, kind: BlockKind): tf.Tensor {
  return kind === 'dense' ? tf.reshape(images, [images.shape[0], -1]) : images;
}

/** Averages the last block's output over its pixels: [batch, width]; the output itself if it has none. */
export function pooled(output: tf.Tensor): tf.Tensor {
  return output.rank === 4 ? globalAveragePool(output as tf.Tensor4D) : output;
}

/**
 * Runs all blocks forward in training mode; called within a tidy.
 *
 * @param input - from {@link firstInput}
 * @returns the pass; free it with {@link disposeBody}
 */
export function bodyForward(kind: BlockParts, input: tf.Tensor, blocks: readonly BlockWeights[]): BodyPass {
  let output = input;
  const passes = blocks.map((block) => {
    const pass = blockForward(kind, output, block);
    output = pass.output;
    return pass;
  });
  return { passes, features: pooled(output) };
}

/**
 * Pulls ∂L/∂features back through pool and blocks; called within a tidy.
 *
 * @param dFeatures - row-major [batch, width]
 * @param passes - what {@link bodyForward} left; disposed here, except for the first input
 * @param names - of the layers, in forward order
 * @returns ∂L/∂weights by `<layer>.<part>`, the caller's to dispose
 */
export function bodyBackward(
  kind: BlockParts,
  dFeatures: Float32Array,
  passes: readonly BlockPass[],
  blocks: readonly BlockWeights[],
  names: readonly string[],
): tf.NamedTensorMap {
  const gradients: tf.NamedTensorMap = {};
  let dy: tf.Tensor | undefined = pooledGradient(dFeatures, passes.at(-1)?.output.shape ?? []);
  for (const [index, name] of [...names.entries()].reverse()) {
    const [pass, block] = [passes[index], blocks[index]];
    if (!pass || !block || !dy) throw new Error(`bodyBackward has no forward pass of ${name}`);
    const through = blockBackward(kind, dy, pass, block, index > 0);
    for (const [part, gradient] of Object.entries(through.weights)) gradients[`${name}.${part}`] = gradient;
    dy = through.input;
  }
  return gradients;
}

function pooledGradient(dFeatures: Float32Array, shape: readonly number[]): tf.Tensor {
  const tensor = tf.tensor2d(dFeatures, [shape[0] ?? 0, shape.at(-1) ?? 0]);
  return shape.length === 4 ? globalAveragePoolGradient(tensor, shape) : tensor;
}

/** Frees a pass. The first block's input is the caller's images, or a reshaped copy that only the pass refers to. */
export function disposeBody({ passes, features }: BodyPass, images: tf.Tensor4D): void {
  passes.forEach(disposePass);
  const input = passes[0]?.input;
  tf.dispose([features, input === images ? undefined : input]);
}
