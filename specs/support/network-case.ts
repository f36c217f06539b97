/** A small network with a batch, drawn in float32, as the engine takes it and as the float64 reference takes it. */
import * as tf from '@tensorflow/tfjs-core';
import { type Architecture, parameterShapes } from '../../src/network/architecture.ts';
import type { Parameter } from '../../src/network/initialise.ts';
import { stream } from '../../src/random.ts';
import { type ReferenceActivationName, referenceActivations } from './reference/activation.ts';
import { drawLabels, drawParameters, drawTensor } from './reference/draw-tensor.ts';
import { CLASSES } from './reference/reference-architecture.ts';
import { type ReferenceLayers, referenceLayers } from './reference/reference-layers.ts';
import { type ReferencePass, referencePass } from './reference/reference-network.ts';
import { filled, mapTensor, namedTensors, type Tensor64 } from './reference/tensor64.ts';

export interface NetworkCase {
  readonly architecture: Architecture;
  readonly parameters: readonly Parameter[];
  readonly images: Tensor64; // [batch, height, width, 3], each value exactly a float32
  readonly labels: readonly number[];
  readonly reference: ReferencePass;
  /** Draws that were given up because an activation's input lay too near its kink. */
  readonly redraws: number;
}

/** float32 puts a pre-activation wrong by about 1e-6; ten times that, and it lies on the same side in both. */
export const KINK_MARGIN = 1e-5;

/** Whether all inputs of an activation keep {@link KINK_MARGIN} from its kink, if it has one. */
export function clearOfKink(activation: ReferenceActivationName, inputs: readonly Tensor64[]): boolean {
  const { kink } = referenceActivations[activation];
  return (
    kink === undefined || inputs.every(({ values }) => values.every((z) => Math.abs(z - kink) > KINK_MARGIN))
  );
}

const MOST_REDRAWS = 50; // a case that is redrawn more often is too large for the margin

/**
 * Draws weights of mid-training, images and labels, again if an activation would be on different sides of its kink in
 * float32 and float64.
 *
 * @param batch - images
 * @param seed - integer ≥ 1
 * @throws Error if no draw keeps clear of the kinks
 */
export function drawNetworkCase(architecture: Architecture, batch: number, seed: number): NetworkCase {
  const random = stream(seed, 'network-case');
  for (let redraws = 0; redraws <= MOST_REDRAWS; redraws++) {
    const drawn = drawParameters(architecture, architecture.imageShape, random);
    const parameters = Object.entries(drawn).map(
      ([name, { shape, values }]): Parameter => ({ name, shape, values: Float32Array.from(values) }),
    );
    const images = mapTensor(drawTensor([batch, ...architecture.imageShape], -1, 1, random), Math.fround);
    const labels = drawLabels(batch, CLASSES, random);
    const layers = architecture.withoutBatchNorm ? layersWithoutBatchNorm : referenceLayers;
    const reference = referencePass(architecture, namedTensors(parameters), images, labels, layers);
    if (clearOfKink(architecture.activation, Object.values(reference.preActivations))) {
      const names = new Set(parameterShapes(architecture).map(({ name }) => name));
      const own = parameters.filter(({ name }) => names.has(name));
      return { architecture, parameters: own, images, labels, reference, redraws };
    }
  }
  throw new Error(
    `drawNetworkCase found an input of ${architecture.activation} within ${KINK_MARGIN} of its kink in ${MOST_REDRAWS} draws`,
  );
}

/** The ablation: batch norm hands on what it is given, and its γ and β count for nothing. */
const layersWithoutBatchNorm: ReferenceLayers = {
  ...referenceLayers,
  batchNorm: (input, gamma, beta) => ({
    output: input,
    statistics: { mean: filled(gamma.shape), variance: filled(gamma.shape, 1), count: 2 },
    backward: (outputGradient) => ({ input: outputGradient, gamma, beta }),
  }),
};

/** Uploads images; the caller disposes them. */
export function uploadImages({ shape, values }: Tensor64): tf.Tensor4D {
  return tf.tensor4d(Float32Array.from(values), shape as [number, number, number, number]);
}
