/** The reference's own gradients as claims to check: one for each layer, and one for the whole network. */
import type { RandomStream } from '../../../src/random.ts';
import {
  type ReferenceActivationName,
  referenceActivationNames,
  referenceActivations,
} from './activation.ts';
import type { GradientClaim } from './check-gradient.ts';
import { drawLabels, drawParameters, drawTensor } from './draw-tensor.ts';
import { CLASSES, type ReferenceArchitecture } from './reference-architecture.ts';
import { type ReferenceLayers, referenceLayers } from './reference-layers.ts';
import { referenceForward, referencePass } from './reference-network.ts';
import { yardstickName } from './relative-error.ts';
import { mapTensor, type NamedTensors, type Tensor64 } from './tensor64.ts';

/** The sizes a layer is tried at; each layer takes what it needs. */
export interface LayerSizes {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly inChannels: number;
  readonly outChannels: number;
}

type Run = (
  layers: ReferenceLayers,
  point: NamedTensors,
) => { readonly output: Tensor64; readonly backward: (outputGradient: Tensor64) => NamedTensors };

export type LayerName = Exclude<keyof ReferenceLayers, 'activate'> | ReferenceActivationName;

type LayerClaim = (sizes: LayerSizes, random: RandomStream, layers?: ReferenceLayers) => GradientClaim;

/** A claim per layer. Given wrong `layers`, the claim is theirs while the forward pass stays the reference's. */
export const layerClaims: Readonly<Record<LayerName, LayerClaim>> = {
  convolve: ({ batch, height, width, inChannels, outChannels }, random, layers) =>
    curvedClaim(
      {
        input: drawTensor([batch, height, width, inChannels], -1, 1, random),
        kernel: drawTensor([3, 3, inChannels, outChannels], -1, 1, random),
        bias: drawTensor([outChannels], -1, 1, random),
      },
      ({ convolve }, { input, kernel, bias }) => {
        const { output, backward } = convolve(input!, kernel!, bias!);
        return { output, backward: (gradient) => ({ ...backward(gradient) }) };
      },
      random,
      layers,
    ),
  dense: ({ batch, inChannels, outChannels }, random, layers) =>
    curvedClaim(
      {
        input: drawTensor([batch, inChannels], -1, 1, random),
        kernel: drawTensor([inChannels, outChannels], -1, 1, random),
        bias: drawTensor([outChannels], -1, 1, random),
      },
      (used, { input, kernel, bias }) => {
        const { output, backward } = used.dense(input!, kernel!, bias!);
        return { output, backward: (gradient) => ({ ...backward(gradient) }) };
      },
      random,
      layers,
    ),
  batchNorm: ({ batch, height, width, inChannels }, random, layers) =>
    curvedClaim(
      {
        input: drawTensor([batch, height, width, inChannels], -1, 2, random),
        gamma: drawTensor([inChannels], 0.5, 1.5, random),
        beta: drawTensor([inChannels], -0.5, 0.5, random),
      },
      ({ batchNorm }, { input, gamma, beta }) => {
        const { output, backward } = batchNorm(input!, gamma!, beta!);
        return { output, backward: (gradient) => ({ ...backward(gradient) }) };
      },
      random,
      layers,
    ),
  ...activationClaims(),
  globalAveragePool: ({ batch, height, width, inChannels }, random, layers) =>
    curvedClaim(
      { input: drawTensor([batch, height, width, inChannels], -1, 1, random) },
      ({ globalAveragePool }, { input }) => {
        const { output, backward } = globalAveragePool(input!);
        return { output, backward: (gradient) => ({ input: backward(gradient) }) };
      },
      random,
      layers,
    ),
  softmaxCrossEntropy: ({ batch, outChannels }, random, layers = referenceLayers) => {
    const point = { logits: drawTensor([batch, outChannels + 1], -3, 3, random) };
    const labels = drawLabels(batch, outChannels + 1, random);
    return {
      point,
      forward: ({ logits }) => ({
        loss: referenceLayers.softmaxCrossEntropy(logits!, labels).loss,
        kinks: [],
      }),
      gradients: { logits: layers.softmaxCrossEntropy(point.logits, labels).backward() },
    };
  },
};

/**
 * The whole network's gradient with respect to every parameter, at a random point of mid-training.
 * @param imageShape - `[height, width]` of its three-channel images
 * @param layers - those whose gradients are claimed; the forward pass stays the reference's
 */
export function networkClaim(
  architecture: ReferenceArchitecture,
  batch: number,
  imageShape: readonly [number, number],
  random: RandomStream,
  layers: ReferenceLayers = referenceLayers,
): GradientClaim {
  const point = drawParameters(architecture, [...imageShape, 3], random);
  const images = drawTensor([batch, ...imageShape, 3], -1, 1, random);
  const labels = drawLabels(batch, CLASSES, random);
  return {
    point,
    forward: (parameters) => {
      const { loss, preActivations } = referenceForward(architecture, parameters, images, labels);
      return { loss, kinks: kinksOf(architecture.activation, Object.values(preActivations)) };
    },
    gradients: referencePass(architecture, point, images, labels, layers).gradients,
    yardstickName: (name) => yardstickName(name, architecture),
  };
}

function activationClaims(): Readonly<Record<ReferenceActivationName, LayerClaim>> {
  const claims = referenceActivationNames.map((activation): [string, LayerClaim] => [
    activation,
    (sizes, random, layers) => activationClaim(activation, sizes, random, layers),
  ]);
  return Object.fromEntries(claims) as Record<ReferenceActivationName, LayerClaim>;
}

function activationClaim(
  activation: ReferenceActivationName,
  { batch, height, width, inChannels }: LayerSizes,
  random: RandomStream,
  layers?: ReferenceLayers,
): GradientClaim {
  const claim = curvedClaim(
    { input: drawTensor([batch, height, width, inChannels], -3, 3, random) },
    ({ activate }, { input }) => {
      const { output, backward } = activate(input!, referenceActivations[activation]);
      return { output, backward: (gradient) => ({ input: backward(gradient) }) };
    },
    random,
    layers,
  );
  return {
    ...claim,
    forward: (point) => ({ ...claim.forward(point), kinks: kinksOf(activation, [point.input!]) }),
  };
}

/** The inputs whose sign decides on which side of the kink they lie; none where there is no kink. */
function kinksOf(activation: ReferenceActivationName, inputs: readonly Tensor64[]): readonly Tensor64[] {
  return referenceActivations[activation].kink === undefined ? [] : inputs;
}

/**
 * Ends a layer in the loss Σ wᵢyᵢ + ½Σ yᵢ², with random w: curved, so that a linear layer too leaves a Taylor
 * remainder, and different for each output, so that no two gradients can be exchanged unseen.
 */
function curvedClaim(
  point: NamedTensors,
  run: Run,
  random: RandomStream,
  layers: ReferenceLayers = referenceLayers,
): GradientClaim {
  const weights = drawTensor(run(referenceLayers, point).output.shape, -1, 1, random).values;
  const forward = (moved: NamedTensors) => {
    const { values } = run(referenceLayers, moved).output;
    return { loss: values.reduce((sum, y, at) => sum + (weights[at]! + y / 2) * y, 0), kinks: [] };
  };
  const { output, backward } = run(layers, point);
  return { point, forward, gradients: backward(mapTensor(output, (y, at) => weights[at]! + y)) };
}
