/** Starts the embedded default engine: TensorFlow.js's wasm backend and the kernels it lacks. */

import { version_wasm as version } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { registerConvolutionGradients } from './convolution-gradients.ts';

/**
 * Makes wasm the backend. It computes on one thread, so a run gives the same bits on every machine.
 *
 * @returns the engine's identity
 * @throws Error if this Node has no WebAssembly SIMD: without it the backend would compute other bits
 */
export async function startWasm(): Promise<string> {
  await tf.setBackend('wasm');
  if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) {
    throw new Error('Engine wasm needs WebAssembly SIMD, which this Node or processor lacks; try ENGINE=cpu');
  }
  registerConvolutionGradients();
  return `wasm ${version} simd`;
}
