/** The whole network in float64: a training pass with its gradients, and evaluation. */
import { referenceActivations } from './activation.ts';
import { type BatchStatistics, batchNormEvaluation } from './batch-norm.ts';
import { hiddenLayers, type ReferenceArchitecture } from './reference-architecture.ts';
import { type ReferenceLayers, referenceLayers } from './reference-layers.ts';
import { filled, type NamedTensors, sizeOf, type Tensor64 } from './tensor64.ts';

export interface ReferenceForward {
  readonly loss: number;
  readonly logits: Tensor64; // [batch, 10]
  /** By layer, `stem` first: what the activation is given, `[batch, height, width, channels]` or `[batch, units]`. */
  readonly preActivations: NamedTensors;
  readonly batchStatistics: Readonly<Record<string, BatchStatistics>>; // by layer, `stem` first
}

export interface ReferencePass extends ReferenceForward {
  readonly gradients: NamedTensors; // each parameter's, in its own shape, in the parameters' order
}

/** A layer's gradients by parameter name, and what it hands to the layer below. */
type Backward = (outputGradient: Tensor64) => { input: Tensor64; parameters: Record<string, Tensor64> };

/**
 * One training pass: forward with the batch's own statistics, then backward.
 * @param parameters - named and shaped as `parameterShapes` says
 * @param images - `[batch, height, width, channels]`, already normalised
 * @param labels - one class index 0..9 an image
 * @param layers - the layers to build from; other than the default only to plant a wrong one
 */
export function referencePass(
  architecture: ReferenceArchitecture,
  parameters: NamedTensors,
  images: Tensor64,
  labels: readonly number[],
  layers: ReferenceLayers = referenceLayers,
): ReferencePass {
  const { backward, ...forward } = trainingForward(architecture, parameters, images, labels, layers);
  return { ...forward, gradients: backward() };
}

/** The forward half of `referencePass` alone, which is all that finite differences need. */
export function referenceForward(
  architecture: ReferenceArchitecture,
  parameters: NamedTensors,
  images: Tensor64,
  labels: readonly number[],
): ReferenceForward {
  const { backward: _, ...forward } = trainingForward(
    architecture,
    parameters,
    images,
    labels,
    referenceLayers,
  );
  return forward;
}

/**
 * The logits with running statistics in place of the batch's.
 * @param running - `stem.mean`, `stem.variance`, …, each `[width]`
 * @returns `[batch, 10]`
 */
export function referenceEvaluation(
  architecture: ReferenceArchitecture,
  parameters: NamedTensors,
  running: NamedTensors,
  images: Tensor64,
): Tensor64 {
  const { affine, pool } = kindOf(architecture, referenceLayers);
  let signal = entrance(architecture, images);
  for (const layer of hiddenLayers(architecture)) {
    const { kernel, bias, gamma, beta } = layerParameters(parameters, layer);
    const statistics = { mean: running[`${layer}.mean`]!, variance: running[`${layer}.variance`]! };
    const normalised = batchNormEvaluation(affine(signal, kernel, bias).output, gamma, beta, statistics);
    signal = referenceLayers.activate(normalised, referenceActivations[architecture.activation]).output;
  }
  const head = layerParameters(parameters, 'head');
  return referenceLayers.dense(featuresOf(pool(signal).output), head.kernel, head.bias).output;

  function featuresOf(pooled: Tensor64): Tensor64 {
    if (!architecture.standardisedFeatures) return pooled;
    const [ones, zeros] = neutral(architecture);
    const statistics = { mean: running['features.mean']!, variance: running['features.variance']! };
    return batchNormEvaluation(pooled, ones, zeros, statistics);
  }
}

function trainingForward(
  architecture: ReferenceArchitecture,
  parameters: NamedTensors,
  images: Tensor64,
  labels: readonly number[],
  layers: ReferenceLayers,
): ReferenceForward & { readonly backward: () => NamedTensors } {
  const preActivations: Record<string, Tensor64> = {};
  const batchStatistics: Record<string, BatchStatistics> = {};
  const backwards: Backward[] = [];
  let signal = entrance(architecture, images);
  for (const layer of hiddenLayers(architecture)) {
    const block = blockForward(architecture, layerParameters(parameters, layer), layer, signal, layers);
    preActivations[layer] = block.preActivation;
    batchStatistics[layer] = block.statistics;
    backwards.push(block.backward);
    signal = block.output;
  }
  const { output: logits, backward, statistics } = headForward(architecture, parameters, signal, layers);
  if (statistics) batchStatistics.features = statistics;
  const loss = layers.softmaxCrossEntropy(logits, labels);
  return {
    loss: loss.loss,
    logits,
    preActivations,
    batchStatistics,
    backward: () => backpropagate([...backwards, backward], loss.backward()),
  };
}

/** Convolution or dense, then batch norm, then activation. */
function blockForward(
  architecture: ReferenceArchitecture,
  { kernel, bias, gamma, beta }: LayerParameters,
  layer: string,
  input: Tensor64,
  layers: ReferenceLayers,
) {
  const affine = kindOf(architecture, layers).affine(input, kernel, bias);
  const norm = layers.batchNorm(affine.output, gamma, beta);
  const activation = layers.activate(norm.output, referenceActivations[architecture.activation]);
  const backward: Backward = (outputGradient) => {
    const throughNorm = norm.backward(activation.backward(outputGradient));
    const throughAffine = affine.backward(throughNorm.input);
    const parameters = {
      [`${layer}.kernel`]: throughAffine.kernel,
      [`${layer}.bias`]: throughAffine.bias, // 0 but for rounding: batch norm subtracts the bias again
      [`${layer}.gamma`]: throughNorm.gamma,
      [`${layer}.beta`]: throughNorm.beta,
    };
    return { input: throughAffine.input, parameters };
  };
  return { output: activation.output, preActivation: norm.output, statistics: norm.statistics, backward };
}

/** γ 1 and β 0: batch norm without parameters. */
function neutral({ width }: ReferenceArchitecture): readonly [Tensor64, Tensor64] {
  return [filled([width], 1), filled([width])];
}

/** Global average pooling (of the convolution kind), standardisation where asked for, then the linear classifier. */
function headForward(
  architecture: ReferenceArchitecture,
  parameters: NamedTensors,
  input: Tensor64,
  layers: ReferenceLayers,
) {
  const pool = kindOf(architecture, layers).pool(input);
  const { kernel, bias } = layerParameters(parameters, 'head');
  const norm = architecture.standardisedFeatures
    ? layers.batchNorm(pool.output, ...neutral(architecture))
    : undefined;
  const affine = layers.dense(norm?.output ?? pool.output, kernel, bias);
  const backward: Backward = (outputGradient) => {
    const gradients = affine.backward(outputGradient);
    const throughNorm = norm?.backward(gradients.input).input ?? gradients.input;
    return {
      input: pool.backward(throughNorm),
      parameters: { 'head.kernel': gradients.kernel, 'head.bias': gradients.bias },
    };
  };
  return { output: affine.output, backward, statistics: norm?.statistics };
}

function backpropagate(backwards: readonly Backward[], logitsGradient: Tensor64): NamedTensors {
  let gradient = logitsGradient;
  let gradients: Record<string, Tensor64> = {};
  for (const backward of backwards.toReversed()) {
    const { input, parameters } = backward(gradient);
    gradient = input;
    gradients = { ...parameters, ...gradients }; // in front, to end in the order of the forward pass
  }
  return gradients;
}

function kindOf({ blockKind }: ReferenceArchitecture, layers: ReferenceLayers) {
  const unpooled = (input: Tensor64) => ({ output: input, backward: (gradient: Tensor64) => gradient });
  return blockKind === 'convolution'
    ? { affine: layers.convolve, pool: layers.globalAveragePool }
    : { affine: layers.dense, pool: unpooled };
}

/** Images as they are, or flattened in row, column, channel order for the dense kind. */
function entrance({ blockKind }: ReferenceArchitecture, images: Tensor64): Tensor64 {
  const [batch, ...image] = images.shape;
  return blockKind === 'convolution' ? images : { ...images, shape: [batch!, sizeOf(image)] };
}

type LayerParameters = Readonly<Record<'kernel' | 'bias' | 'gamma' | 'beta', Tensor64>>;

function layerParameters(parameters: NamedTensors, layer: string): LayerParameters {
  const named = (part: string) => parameters[`${layer}.${part}`]!;
  return { kernel: named('kernel'), bias: named('bias'), gamma: named('gamma'), beta: named('beta') };
}
