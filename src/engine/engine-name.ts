/** The engines by their names: the TensorFlow.js backends that can compute. */

export const engineNames = ['wasm', 'tensorflow', 'cpu'] as const;
export type EngineName = (typeof engineNames)[number];

/** Reads the environment variable ENGINE; unset it means `wasm`, the embedded default. @throws RangeError if there is no such engine */
export function parseEngine(name: string | undefined): EngineName {
  if (name === undefined || name === '') return 'wasm';
  const engine = engineNames.find((known) => known === name);
  if (!engine) throw new RangeError(`ENGINE needs one of ${engineNames.join(', ')}, got ${name}`);
  return engine;
}
