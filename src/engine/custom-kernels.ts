/** Kernels beyond TensorFlow.js's own, which an engine may have: the network asks for them by name. */
import * as tf from '@tensorflow/tfjs-core';

/**
 * Looks for a kernel of the engine in use.
 *
 * - `BatchNormActivation/<activation>`: {x, gamma, beta}, epsilon → [y, mean, variance (biased)]
 * - `BatchNormActivationGrad/<activation>`: {dy, x, y, gamma, beta, mean, variance}, epsilon → [dx, dgamma, dbeta]
 * - `NormaliseActivation/<activation>`: {x, gamma, beta, mean, variance}, epsilon → y
 * - `BiasActivation/<activation>`: {x, bias} → y; `BiasActivationGrad/<activation>`: {dy, x, y, bias} → [dx, dbias]
 * - `GlobalAveragePool`: {x} → y; `GlobalAveragePoolGrad`: {dy}, inputShape → dx
 * - `Dense`: {x, kernel} → y; `DenseBackpropInput`: {dy, kernel} → dx; `DenseBackpropKernel`: {x, dy} → dkernel
 *
 * Both `…ActivationGrad` write dx over dy's memory.
 *
 * @param name - as above
 * @returns the name, or undefined if the engine has no such kernel
 */
export function customKernel(name: string): string | undefined {
  return tf.getKernel(name, tf.getBackend()) ? name : undefined;
}

/** Runs a kernel of the engine in use. */
export function runKernel<Result extends tf.Tensor | tf.Tensor[]>(
  name: string,
  inputs: tf.NamedTensorMap,
  attributes: object = {},
): Result {
  return tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap) as Result;
}
