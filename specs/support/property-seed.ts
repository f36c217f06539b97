/** The seed of all properties: fixed, so that a failure found anywhere is found everywhere; FC_SEED draws others. */

const DEFAULT_SEED = 20_260_101;

/**
 * Reads the seed.
 *
 * @param environment - `FC_SEED`, an integer
 * @throws RangeError if it is none
 */
export function propertySeed(environment: Readonly<Record<string, string | undefined>>): number {
  const seed = Number(environment.FC_SEED || DEFAULT_SEED);
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`FC_SEED needs an integer, got ${environment.FC_SEED}`);
  }
  return seed;
}
