/** How likely a sample misses what is wrong: drawing without replacement from a whole of which some are altered. */
import { requireInteger } from './statistics-error.ts';

/**
 * The chance that none of the items drawn is an altered one.
 *
 * @param total - items in the whole, an integer ≥ 1
 * @param altered - how many of them are altered, 0 … total
 * @param drawn - how many are drawn, without replacement, 0 … total
 * @returns C(total − altered, drawn) / C(total, drawn)
 * @throws StatisticsError if a number is out of range
 * @see https://en.wikipedia.org/wiki/Hypergeometric_distribution
 * @example escapeProbability(10000, 200, 690) // 5.3e-7
 */
export function escapeProbability(total: number, altered: number, drawn: number): number {
  requireInteger('escapeProbability', 'total', total, 1, Number.MAX_SAFE_INTEGER);
  requireInteger('escapeProbability', 'altered', altered, 0, total);
  requireInteger('escapeProbability', 'drawn', drawn, 0, total);
  let chance = 1;
  for (let item = 0; item < drawn; item++) chance *= Math.max(0, total - altered - item) / (total - item);
  return chance;
}

/**
 * The fewest items to draw so that altered ones escape with at most the given chance.
 *
 * @param total - items in the whole
 * @param altered - how many of them would be altered, ≥ 1
 * @param chance - in 0..1
 * @example sampleNeeded(10000, 200, 1e-6) // 661
 */
export function sampleNeeded(total: number, altered: number, chance: number): number {
  requireInteger('sampleNeeded', 'altered', altered, 1, total);
  let drawn = 0;
  while (escapeProbability(total, altered, drawn) > chance) drawn += 1;
  return drawn;
}
