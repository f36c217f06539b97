/** Chooses, starts and describes the engine: the TensorFlow.js backend that computes. */

export type EngineName = 'wasm' | 'tensorflow' | 'cpu';

/** What computed a number; records of different engines are never compared. */
export interface Engine {
  readonly name: EngineName;
  /** Everything about the engine that can change a bit of a result, such as `wasm 4.22.0 simd`. */
  readonly identity: string;
}

export const engineNames: readonly EngineName[] = ['wasm', 'tensorflow', 'cpu'];

/**
 * Reads an engine's name as a user wrote it.
 *
 * @param name - the environment variable ENGINE, or undefined for the embedded default, `wasm`
 * @throws RangeError if there is no such engine
 */
export function parseEngine(name: string | undefined): EngineName {
  if (name === undefined || name === '') return 'wasm';
  const engine = engineNames.find((known) => known === name);
  if (!engine) throw new RangeError(`ENGINE needs one of ${engineNames.join(', ')}, got ${name}`);
  return engine;
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
