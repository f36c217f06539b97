/** Random tensors for the reference's specs. */
import type { RandomStream } from '../../../src/random.ts';
import { parameterShapes, type ReferenceArchitecture } from './reference-architecture.ts';
import { filled, mapTensor, type NamedTensors, sizeOf, type Tensor64 } from './tensor64.ts';

/** A tensor of numbers uniform in [low, high). */
export function drawTensor(
  shape: readonly number[],
  low: number,
  high: number,
  random: RandomStream,
): Tensor64 {
  return mapTensor(filled(shape), () => low + (high - low) * random());
}

/** Class labels, one an image. */
export function drawLabels(batch: number, classes: number, random: RandomStream): readonly number[] {
  return Array.from({ length: batch }, () => Math.floor(classes * random()));
}

/**
 * Parameters of a network in mid-training: kernels that keep the signal's variance, gammas and betas off 1 and 0,
 * so that a gradient wrong only there shows.
 * @param imageShape - `[height, width, channels]`
 */
export function drawParameters(
  architecture: ReferenceArchitecture,
  imageShape: readonly number[],
  random: RandomStream,
): NamedTensors {
  const drawn: Record<string, Tensor64> = {};
  for (const [name, shape] of Object.entries(parameterShapes(architecture, imageShape))) {
    const fanIn = sizeOf(shape) / (shape[shape.length - 1] ?? 1);
    const reach = name.endsWith('.kernel') ? Math.sqrt(3 / fanIn) : 0.5; // a uniform's variance is reach²/3
    const centre = name.endsWith('.gamma') ? 2 : 0;
    drawn[name] = drawTensor(shape, centre - reach, centre + reach, random);
  }
  return drawn;
}
