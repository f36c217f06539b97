/** Starts the engine: the TensorFlow.js backend that computes. Records of different engines are never compared bit by bit. */
import type { EngineName } from './engine-name.ts';

/**
 * Loads an engine and makes it TensorFlow.js's backend in this process. Only the engine asked for is loaded.
 *
 * @returns everything about it that can change a bit of a result, such as `wasm 4.22.0 simd`
 * @throws Error if it cannot be loaded here, with what to do about it
 */
export async function startEngine(name: EngineName): Promise<string> {
  return starters[name]();
}

const starters: Readonly<Record<EngineName, () => Promise<string>>> = {
  wasm: async () => (await import('./wasm/start.ts')).startWasm(),
  tensorflow: async () => (await import('./tensorflow/start.ts')).startTensorflow(),
  cpu: async () => (await import('./cpu/start.ts')).startCpu(),
};
