/** Draws a network's first weights as PyTorch's defaults would, from named streams. */
import { stream } from '../random.ts';
import { type Architecture, parameterShapes } from './architecture.ts';

/** One tensor of weights, kept outside the engine so that a step costs one upload and no stale copies. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major values, updated in place by the optimiser. */
  readonly values: Float32Array;
}

/**
 * Draws kernels and biases uniformly from ±1/√fan_in; gamma starts at 1, beta at 0.
 *
 * Each tensor has a stream of its own, named after it: networks that differ only in activation start from the same
 * weights, and a deeper network starts from a shallower one's weights where both have the layer.
 *
 * @param architecture - the network to draw for
 * @param seed - the run's seed, integer ≥ 1
 * @returns fresh parameters in forward order
 * @throws RangeError as {@link parameterShapes} and `stream` do
 * @see https://github.com/pytorch/pytorch/blob/v2.13.0/torch/nn/modules/conv.py (`reset_parameters`: with a = √5 the
 *   Kaiming bound √(6 / ((1 + a²) fan_in)) is 1/√fan_in)
 */
export function initialise(architecture: Architecture, seed: number): readonly Parameter[] {
  return parameterShapes(architecture).map(({ name, shape, fanIn }) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const values = new Float32Array(size);
    if (fanIn === 0) {
      values.fill(name.endsWith('.gamma') ? 1 : 0);
    } else {
      const random = stream(seed, `initialisation/${name}`);
      const bound = 1 / Math.sqrt(fanIn);
      for (let index = 0; index < size; index++) values[index] = (2 * random() - 1) * bound;
    }
    return { name, shape, values };
  });
}
