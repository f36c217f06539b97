/** Puts a wrong kernel in place of an engine's own for the length of one action, to show that a checker notices. */
import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs `action` while `kernelName` computes something else.
 *
 * @param kernelName - a kernel that the backend in use has
 * @param plant - given the right kernel, returns the wrong one
 * @returns what the action returned; the right kernel is back by then, also if it threw
 * @throws Error if the backend has no such kernel, for then nothing would be planted
 */
export async function withPlantedKernel<Result>(
  kernelName: string,
  plant: (right: tf.KernelFunc) => tf.KernelFunc,
  action: () => Promise<Result>,
): Promise<Result> {
  const backendName = tf.getBackend();
  const right = tf.getKernel(kernelName, backendName);
  if (!right) throw new Error(`withPlantedKernel needs a kernel ${kernelName} on ${backendName}, got none`);
  replace({ kernelName, backendName, kernelFunc: plant(right.kernelFunc) });
  try {
    return await action();
  } finally {
    replace(right);
  }
}

function replace(kernel: tf.KernelConfig): void {
  tf.unregisterKernel(kernel.kernelName, kernel.backendName);
  tf.registerKernel(kernel);
}
