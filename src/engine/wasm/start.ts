/** Starts the embedded default engine: TensorFlow.js's wasm backend with this project's kernels. */
import { version_wasm as version } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { buildKernels } from './build-kernels.ts';
import { filterGradient, inputGradient } from './convolution-gradients.ts';
import { registerKernels } from './register-kernels.ts';

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
  if (!started) registerKernels(await buildKernels(), tf.backend(), { inputGradient, filterGradient });
  started = true;
  return `wasm ${version} simd`;
}

let started = false;
