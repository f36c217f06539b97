/** The engines by their names: the TensorFlow.js backends that can compute. */

export type EngineName = 'wasm' | 'tensorflow' | 'cpu';

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
