/** Starts the wasm backend on the library's own kernels: TensorFlow.js's conv2d, everything else composed. */
import { version_wasm as version } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { filterGradient } from '../../src/engine/wasm/convolution-gradients.ts';

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

// ∂L/∂x is the convolution of ∂L/∂y with the kernel turned by 180° and its channel axes swapped.
function inputGradient({ inputs }: Parameters<tf.KernelFunc>[0]): tf.TensorInfo {
  const dy = inputs.dy as tf.Tensor4D; // [batch, height, width, out]
  const filter = inputs.filter as tf.Tensor4D; // [3, 3, in, out]
  return tf.tidy(() => {
    const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]); // [3, 3, out, in]
    return tf.conv2d(dy, turned as tf.Tensor4D, 1, 'same'); // [batch, height, width, in]
  });
}
