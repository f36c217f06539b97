/** Names of the optional kernels that do batch norm and activation in one; an engine registers those it has. */
import * as tf from '@tensorflow/tfjs-core';

/** Kernel names for one activation. */
export interface FusedBatchNorm {
  /** Inputs {x, gamma, beta}, attribute epsilon; outputs [y, mean, variance (biased)]. */
  readonly forward: string;
  /** Inputs {dy, x, y, gamma, beta, mean, variance}, attribute epsilon; outputs [dx over dy's memory, dgamma, dbeta]. */
  readonly backward: string;
}

/** The names under which an engine registers its kernels for an activation. */
export function fusedBatchNormNames(activation: string): FusedBatchNorm {
  return { forward: `BatchNormActivation/${activation}`, backward: `BatchNormActivationGrad/${activation}` };
}

/**
 * Looks for fused kernels of the engine in use.
 *
 * @param activation - an activation's name
 * @returns the kernels' names, or undefined if the engine has none for this activation
 */
export function findFusedBatchNorm(activation: string): FusedBatchNorm | undefined {
  const names = fusedBatchNormNames(activation);
  return tf.getKernel(names.forward, tf.getBackend()) ? names : undefined;
}
