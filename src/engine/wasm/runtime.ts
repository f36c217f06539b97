/** The half of the wasm engine that computes: starts it on kernels that the caller has read, in Node or in a browser. */
import { version_wasm as version } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { registerKernels } from './register-kernels.ts';

/**
 * Makes wasm the backend, with this project's kernels. It computes on one thread, so a run gives the same bits on every
 * machine.
 *
 * @param binary - `kernels.wasm`; who calls has checked its digest
 * @returns the engine's identity
 * @throws Error if there is no WebAssembly SIMD here: without it the backend would compute other bits
 */
export async function startWasmWith(binary: Uint8Array): Promise<string> {
  // A browser with shared memory would load the library's threads build, on whose memory our module cannot stand.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) {
    throw new Error('Engine wasm needs WebAssembly SIMD, which this Node or processor lacks; try ENGINE=cpu');
  }
  if (!started) registerKernels(binary, tf.backend());
  started = true;
  return `wasm ${version} simd`;
}

let started = false;
