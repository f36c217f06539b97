/** Two measures of how much gradient reaches the layers: the notebook's average, and a norm for each layer. */
import type { Parameter } from '../network/initialise.ts';

/**
 * The mean size of each parameter tensor's gradient elements.
 *
 * @param gradients - one array per parameter tensor
 * @returns mean |g| of each, in the same order
 */
export function meanAbsoluteGradients(gradients: readonly Float32Array[]): number[] {
  return gradients.map((gradient) => {
    let sum = 0;
    for (const g of gradient) sum += Math.abs(g);
    return sum / gradient.length;
  });
}

/**
 * The notebook's "gradient average" of one batch: the mean over parameter tensors of each tensor's mean |g|.
 *
 * Every tensor weighs the same, however large, so it falls with depth by mere dilution: biases that batch norm cancels
 * add a zero tensor per block. It is reported because the notebook argues from it.
 *
 * @param means - {@link meanAbsoluteGradients} of the batch, or their means over batches
 * @returns the average, ≥ 0
 */
export function gradientAverage(means: readonly number[]): number {
  return means.reduce((sum, mean) => sum + mean, 0) / means.length;
}

/**
 * The size of each layer's gradient beside the size of its weights: ‖∂L/∂W‖ / ‖W‖ for every kernel, from the image
 * side to the head. A vanishing gradient would show as a ratio that shrinks towards the image.
 *
 * @param parameters - weights, with kernels named `<layer>.kernel`
 * @param gradients - ∂L/∂w in the same order
 * @returns one ratio per kernel: stem, block1 … blockN, head
 * @throws RangeError if a kernel has no gradient
 */
export function relativeGradientNorms(
  parameters: readonly Parameter[],
  gradients: readonly Float32Array[],
): number[] {
  return parameters.flatMap(({ name, values }, index) => {
    if (!name.endsWith('.kernel')) return [];
    const gradient = gradients[index];
    if (!gradient) throw new RangeError(`relativeGradientNorms needs a gradient for ${name}, got none`);
    return [norm(gradient) / norm(values)];
  });
}

function norm(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
