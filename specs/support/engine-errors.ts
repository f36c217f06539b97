/** Measures one training step of the engine against the float64 reference, tensor by tensor. */
import { Network } from '../../src/network/network.ts';
import { type NetworkCase, uploadImages } from './network-case.ts';
import { initialRunningStatistics } from './reference/reference-architecture.ts';
import { referenceEvaluation } from './reference/reference-network.ts';
import { relativeError, scaleName } from './reference/relative-error.ts';
import { updateRunningStatistics } from './reference/running-statistics.ts';
import { namedTensors, type NamedTensors, tensor64 } from './reference/tensor64.ts';

/** ‖float32 − float64‖ / ‖float64‖ that a right computation stays below: FACTS measured 1e-7 to 4e-7 a tensor. */
export const ENGINE_TOLERANCE = 1e-5;

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
  const expectedLogits = referenceEvaluation(architecture, namedTensors(parameters), running, images);
  const gradients = Object.fromEntries(
    parameters.map(({ name, shape }, index) => [name, tensor64(shape, change(pass.gradients[index]!, name))]),
  );
  return {
    loss: relativeError([pass.lossSum / labels.length], [reference.loss]),
    logits: relativeError(logits, expectedLogits.values),
    ...namedErrors(gradients, reference.gradients),
    ...statisticsErrors(network, running),
  };
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

/** Relative errors of gradients; one that is 0 in exact arithmetic must be exactly 0, not merely rounding. */
export function namedErrors(actual: NamedTensors, expected: NamedTensors): EngineErrors {
  const errors = Object.entries(expected).map(([name, { values }]) => {
    const { values: own } = actual[name]!;
    const cancelled = scaleName(name, expected) !== name;
    if (!cancelled) return [name, relativeError(own, values)];
    return [name, own.every((value) => value === 0) ? 0 : Number.POSITIVE_INFINITY];
  });
  return Object.fromEntries(errors);
}
