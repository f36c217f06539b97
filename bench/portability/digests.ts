/** What one training or probe gave, as digests in the order in which they were computed: what platforms agree on. */
import type { Link } from '../../src/training/chain.ts';

/** SHA-256 by what was hashed, such as `step 4`; the last one stands for all. */
export type Digests = Readonly<Record<string, string>>;

/** Names a chain's links by their steps; each is hashed over all that went before. */
export function digestsOfChain(chain: readonly Link[]): Digests {
  return Object.fromEntries(chain.map(({ step, digest }) => [`step ${step}`, digest]));
}

/** The one digest that stands for all, or undefined where nothing was computed. */
export function lastDigest(digests: Digests): string | undefined {
  return Object.values(digests).at(-1);
}

/**
 * Where two computations part.
 *
 * @param golden - what is due
 * @param actual - what a platform computed
 * @returns the name of the first digest that differs, is missing or was not due; undefined if there is none
 */
export function firstDifference(golden: Digests, actual: Digests): string | undefined {
  return Object.keys({ ...golden, ...actual }).find((name) => golden[name] !== actual[name]);
}
