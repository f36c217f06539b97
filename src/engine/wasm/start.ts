/** Starts the embedded default engine: TensorFlow.js's wasm backend with this project's kernels. */
import { nodeHost } from '../../node-host.ts';
import { readKernels } from './read-kernels.ts';
import { startWasmWith } from './runtime.ts';

/** @throws Error if the compiled kernels are missing or not the ones that belong here, or if there is no SIMD */
export async function startWasm(): Promise<string> {
  return startWasmWith(await readKernels(), nodeHost);
}
