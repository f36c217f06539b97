/** Standard normal draws, from a named stream, for simulations of whole experiments. */
import { stream } from '../../src/random.ts';

/**
 * Opens a sequence of independent standard normal draws.
 *
 * @param seed - integer ≥ 1
 * @param purpose - names the stream
 * @see Box and Muller 1958, https://doi.org/10.1214/aoms/1177706645 (cosine half only)
 */
export function normalDraws(seed: number, purpose: string): () => number {
  const uniform = stream(seed, purpose);
  // 1 − u lies in (0, 1], so the logarithm is finite.
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
