/** Which engines can be started here: specs that hold for every engine run once on each of these. */

import { startEngine } from '../../src/engine/engine.ts';
import { type EngineName, engineNames } from '../../src/engine/engine-name.ts';

const EMBEDDED: readonly EngineName[] = ['wasm', 'cpu']; // a missing one of these is a failure, not an absence

/**
 * Lists the engines that load here. It starts the optional ones, so a spec starts its own afterwards, in `beforeAll`.
 *
 * @returns `wasm` and `cpu` always, `tensorflow` where its native library loads
 */
export async function presentEngines(): Promise<readonly EngineName[]> {
  const present: EngineName[] = [];
  for (const name of engineNames) {
    if (EMBEDDED.includes(name) || (await loads(name))) present.push(name);
  }
  return present;
}

async function loads(name: EngineName): Promise<boolean> {
  return startEngine(name).then(
    () => true,
    () => false,
  );
}
