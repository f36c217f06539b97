/** Global average pooling, forward and backward. */
import { filled, mapTensor, type Tensor64 } from './tensor64.ts';

export interface PoolPass {
  readonly output: Tensor64; // [batch, channels]
  /** @param outputGradient - `[batch, channels]`; `@returns` the input's gradient */
  readonly backward: (outputGradient: Tensor64) => Tensor64;
}

/**
 * Averages each channel of each image.
 * @param input - `[batch, height, width, channels]`
 */
export function globalAveragePool(input: Tensor64): PoolPass {
  const [batch, height, width, channels] = input.shape as [number, number, number, number];
  const pixels = height * width;
  const pooledAt = (at: number) => Math.floor(at / (pixels * channels)) * channels + (at % channels);
  const output = filled([batch, channels]);
  input.values.forEach((value, at) => {
    output.values[pooledAt(at)]! += value / pixels;
  });
  return {
    output,
    backward: (outputGradient) => mapTensor(input, (_, at) => outputGradient.values[pooledAt(at)]! / pixels),
  };
}
