/** Uploads parameters to the engine for the length of one call, grouped by layer. */
import * as tf from '@tensorflow/tfjs-core';
import type { BlockWeights } from './block.ts';
import type { Parameter } from './initialise.ts';

export type NetworkWeights = {
  readonly blocks: BlockWeights[];
  readonly head: { readonly kernel: tf.Tensor; readonly bias: tf.Tensor };
};

/**
 * Makes new tensors of all parameters. New ones each time, because the wasm backend's convolution keeps the packed
 * kernel of a tensor it has seen and would not notice values written in place.
 *
 * @param parameters - a network's parameters
 * @param blockNames - the layers with an activation, in forward order
 * @returns the tensors; free them with {@link disposeWeights}
 * @throws RangeError if a parameter is missing
 */
export function uploadWeights(
  parameters: readonly Parameter[],
  blockNames: readonly string[],
): NetworkWeights {
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const upload = (name: string): tf.Tensor => {
    const parameter = byName.get(name);
    if (!parameter)
      throw new RangeError(`Network needs a parameter ${name}, got ${[...byName.keys()].join(', ')}`);
    // A copy: the cpu backend keeps the array itself, and the optimiser will write to it.
    return tf.tensor(parameter.values.slice(), [...parameter.shape]);
  };
  // Tidied, so that what was uploaded before a missing parameter shows is given back.
  return tf.tidy(() => {
    const blocks = blockNames.map((name) => ({
      kernel: upload(`${name}.kernel`),
      bias: upload(`${name}.bias`),
      norm: byName.has(`${name}.gamma`)
        ? { gamma: upload(`${name}.gamma`), beta: upload(`${name}.beta`) }
        : undefined,
    }));
    return { blocks, head: { kernel: upload('head.kernel'), bias: upload('head.bias') } };
  });
}

/** Frees what {@link uploadWeights} made. */
export function disposeWeights({ blocks, head }: NetworkWeights): void {
  for (const block of blocks) tf.dispose([block.kernel, block.bias, block.norm?.gamma, block.norm?.beta]);
  tf.dispose([head.kernel, head.bias]);
}
