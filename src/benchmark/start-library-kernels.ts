/** Starts the wasm backend as this project had it before its own kernels: TensorFlow.js's conv2d, everything else composed. */
import { version_wasm as version } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { filterGradient, inputGradient } from '../engine/wasm/convolution-gradients.ts';

/**
 * Makes wasm the backend and registers only the gradients of conv2d, built from conv2d itself: without them it cannot
 * train at all. Call it in a process of its own, and once.
 *
 * @returns the identity of what computes
 */
export async function startLibraryKernels(): Promise<string> {
  await tf.setBackend('wasm');
  const kernels = { [tf.Conv2DBackpropInput]: inputGradient, [tf.Conv2DBackpropFilter]: filterGradient };
  for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
    if (tf.getKernel(kernelName, 'wasm')) tf.unregisterKernel(kernelName, 'wasm');
    tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
  }
  return `wasm ${version}, kernels of the library`;
}
