/** Uploads the blocks' parameters to the engine for the length of one call. */
import * as tf from '@tensorflow/tfjs-core';
import type { BlockWeights } from './block.ts';
import type { Parameter } from './initialise.ts';

/**
 * Makes new tensors of the blocks' parameters. New ones each time, because the wasm backend's convolution keeps the
 * packed kernel of a tensor it has seen and would not notice values written in place.
 *
 * @param parameters - a network's parameters
 * @param blockNames - the layers with an activation, in forward order
 * @returns the tensors by layer; free them with {@link disposeBlocks}
 * @throws RangeError if a parameter is missing
 */
export function uploadBlocks(
  parameters: readonly Parameter[],
  blockNames: readonly string[],
): readonly BlockWeights[] {
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const upload = (name: string): tf.Tensor => {
    const parameter = byName.get(name);
    if (!parameter)
      throw new RangeError(`Network needs a parameter ${name}, got ${[...byName.keys()].join(', ')}`);
    // A copy: the cpu backend keeps the array itself, and the optimiser will write to it.
    return tf.tensor(parameter.values.slice(), [...parameter.shape]);
  };
  // Tidied, so that what was uploaded before a missing parameter shows is given back.
  return tf.tidy(() =>
    blockNames.map((name) => ({
      kernel: upload(`${name}.kernel`),
      bias: upload(`${name}.bias`),
      norm: byName.has(`${name}.gamma`)
        ? { gamma: upload(`${name}.gamma`), beta: upload(`${name}.beta`) }
        : undefined,
    })),
  );
}

/** Frees what {@link uploadBlocks} made. */
export function disposeBlocks(blocks: readonly BlockWeights[]): void {
  for (const { kernel, bias, norm } of blocks) tf.dispose([kernel, bias, norm?.gamma, norm?.beta]);
}
