/** Measures one training step of the engine against the float64 reference, tensor by tensor. */
import type { EngineName } from '../../src/engine/engine-name.ts';
import { Network } from '../../src/network/network.ts';
import { type NetworkCase, uploadImages } from './network-case.ts';
import { BATCH_NORM_EPSILON } from './reference/batch-norm.ts';
import {
  hiddenLayers,
  initialRunningStatistics,
  type ReferenceArchitecture,
} from './reference/reference-architecture.ts';
import { referenceEvaluation } from './reference/reference-network.ts';
import { relativeError, yardstickName } from './reference/relative-error.ts';
import { updateRunningStatistics } from './reference/running-statistics.ts';
import { filled, type NamedTensors, namedTensors, type Tensor64, tensor64 } from './reference/tensor64.ts';

/** ‖float32 − float64‖ / ‖float64‖ that a right computation stays below: some 10 roundings of 6e-8, amplified by depth. */
export const ENGINE_TOLERANCE = 1e-5;

/**
 * The same where convolutions go by Winograd's F(4×4, 3×3), whose transforms multiply by up to 8 and cancel again: one
 * such convolution is off by 1e-6 where a direct one is off by 1e-7 (`linear-map.spec.ts`), so ten times as much.
 * @see Barabasz et al. 2018, https://arxiv.org/abs/1803.10986
 */
export const WINOGRAD_TOLERANCE = 10 * ENGINE_TOLERANCE;

/**
 * The tolerance that suits an engine and an architecture.
 *
 * The wasm kernels use Winograd for whole vectors of four channels; TensorFlow's libraries use it as they see fit.
 */
export function toleranceOf(engine: EngineName, { blockKind, width }: ReferenceArchitecture): number {
  const winograd = engine === 'tensorflow' || (engine === 'wasm' && width % 4 === 0);
  return blockKind === 'convolution' && winograd ? WINOGRAD_TOLERANCE : ENGINE_TOLERANCE;
}

/** Relative error by what was compared: `loss`, `logits`, `stem.kernel`, …, `running block1.mean`, … */
export type EngineErrors = Readonly<Record<string, number>>;

/**
 * Takes the gradients of one batch and the logits in evaluation after it, on the engine in use.
 *
 * @param change - falsifies the gradients, to show that the checker notices; the identity unless told
 * @returns every relative error; a bias that batch norm cancels has 0 if its gradient is exactly 0, else Infinity
 */
export async function engineErrors(
  drawn: NetworkCase,
  change: (gradient: Float32Array, name: string) => Float32Array = (gradient) => gradient,
): Promise<EngineErrors> {
  const { architecture, parameters, images, labels, reference } = drawn;
  const network = new Network(architecture, parameters);
  const input = uploadImages(images);
  const pass = await network.gradients(input, Uint8Array.from(labels));
  const logits = await network.logits(input);
  input.dispose();
  const running = updateRunningStatistics(initialRunningStatistics(architecture), reference.batchStatistics);
  const expectedLogits = expectedEvaluation(drawn, running);
  const gradients = Object.fromEntries(
    parameters.map(({ name, shape }, index) => [name, tensor64(shape, change(pass.gradients[index]!, name))]),
  );
  return {
    loss: relativeError([pass.lossSum / labels.length], [reference.loss]),
    logits: relativeError(logits, expectedLogits.values),
    ...namedErrors(
      gradients,
      Object.fromEntries(parameters.map(({ name }) => [name, reference.gradients[name]!])),
      architecture,
    ),
    ...statisticsErrors(
      network,
      architecture.withoutBatchNorm ? initialRunningStatistics(architecture) : running,
    ),
  };
}

function expectedEvaluation(
  { architecture, parameters, images }: NetworkCase,
  running: NamedTensors,
): Tensor64 {
  const named = namedTensors(parameters);
  if (!architecture.withoutBatchNorm) return referenceEvaluation(architecture, named, running, images);
  // With γ 1, β 0, mean 0 and variance 1 − ε the reference's batch norm is the identity.
  const identity = hiddenLayers(architecture).flatMap((layer) => [
    [`${layer}.gamma`, filled([architecture.width], 1)],
    [`${layer}.beta`, filled([architecture.width])],
    [`${layer}.mean`, filled([architecture.width])],
    [`${layer}.variance`, filled([architecture.width], 1 - BATCH_NORM_EPSILON)],
  ]);
  const all: NamedTensors = { ...named, ...Object.fromEntries(identity) };
  return referenceEvaluation(architecture, all, all, images);
}

/** Names what is off, with its error; nothing when all is well. */
export function complaintsOf(errors: EngineErrors, tolerance = ENGINE_TOLERANCE): readonly string[] {
  return Object.entries(errors).flatMap(([name, error]) =>
    error <= tolerance ? [] : [`${name}: relative error ${error}`],
  );
}

/** Relative errors of running means and variances. */
export function statisticsErrors(network: Network, expected: NamedTensors): EngineErrors {
  const errors = network.statistics.flatMap(({ name, mean, variance }) => [
    [`running ${name}.mean`, relativeError(mean, expected[`${name}.mean`]!.values)],
    [`running ${name}.variance`, relativeError(variance, expected[`${name}.variance`]!.values)],
  ]);
  return Object.fromEntries(errors);
}

/** Relative errors of gradients; a bias that batch norm cancels must have exactly 0, not merely rounding. */
export function namedErrors(
  actual: NamedTensors,
  expected: NamedTensors,
  architecture: ReferenceArchitecture,
): EngineErrors {
  const errors = Object.entries(expected).map(([name, { values }]) => {
    const { values: own } = actual[name]!;
    const scale = yardstickName(name, architecture);
    if (scale === name || !name.endsWith('.bias')) {
      return [name, relativeError(own, values, expected[scale]!.values)];
    }
    return [name, own.every((value) => value === 0) ? 0 : Number.POSITIVE_INFINITY];
  });
  return Object.fromEntries(errors);
}
