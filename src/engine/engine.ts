/** Starts and describes the engine: the TensorFlow.js backend that computes. */
import type { EngineName } from './engine-name.ts';

/** What computed a number; records of different engines are never compared bit by bit. */
export interface Engine {
  readonly name: EngineName;
  /** Everything about the engine that can change a bit of a result, such as `wasm 4.22.0 simd`. */
  readonly identity: string;
}

/**
 * Loads an engine and makes it TensorFlow.js's backend in this process. Only the engine asked for is loaded.
 *
 * @param name - which engine
 * @returns its identity
 * @throws Error if the engine cannot be loaded here, with what to do about it
 */
export async function startEngine(name: EngineName): Promise<Engine> {
  const identity = await starters[name]();
  return { name, identity };
}

const starters: Readonly<Record<EngineName, () => Promise<string>>> = {
  wasm: async () => (await import('./wasm/start.ts')).startWasm(),
  tensorflow: async () => (await import('./tensorflow/start.ts')).startTensorflow(),
  cpu: async () => (await import('./cpu/start.ts')).startCpu(),
};
