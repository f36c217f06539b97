/** The half of the wasm engine that computes: starts it on kernels that the caller has read, in Node or in a browser. */
import { version_wasm as version } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { Host } from '../../host.ts';
import { KERNELS_DIGEST } from './kernels-digest.ts';
import { registerKernels } from './register-kernels.ts';

/**
 * Makes wasm the backend, with this project's kernels. It computes on one thread, so a run gives the same bits on every
 * machine.
 *
 * @param binary - `kernels.wasm`
 * @param host - hashes it
 * @returns the engine's identity
 * @throws Error if the binary has another SHA-256 than {@link KERNELS_DIGEST}, or if there is no WebAssembly SIMD here:
 *   either way other bits would be computed
 */
export async function startWasmWith(binary: Uint8Array, host: Host): Promise<string> {
  const digest = host.sha256([binary]);
  if (digest !== KERNELS_DIGEST) {
    throw new Error(
      `Engine wasm needs kernels.wasm with SHA-256 ${KERNELS_DIGEST}, as kernels-digest.ts says, got ${digest}; ` +
        'build it anew with "npm run build:kernels"',
    );
  }
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
