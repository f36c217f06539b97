/** McNemar's exact test: do two classifiers err differently on the same images? */
import { binomialAtMost } from './distributions.ts';
import { requireInteger, requireSameLength, StatisticsError } from './statistics-error.ts';

/** How many images only one of two classifiers gets right; the images they agree on say nothing about a difference. */
export type Discordant = {
  /** Right for the first, wrong for the second. */
  readonly onlyFirst: number;
  /** Wrong for the first, right for the second. */
  readonly onlySecond: number;
};

/**
 * Tests whether two trained networks differ on one test set, by the binomial distribution of discordant images.
 *
 * Assumes independent images. It speaks about these two networks only: it holds the training seed fixed, so it cannot
 * replace a test over seeds.
 *
 * @param counts - discordant images, integers ≥ 0, such as {@link discordant} gives
 * @returns the exact p for "they differ", twice that of the smaller tail; 1 without discordant images
 * @throws StatisticsError if a count is not an integer ≥ 0
 * @see https://en.wikipedia.org/wiki/McNemar%27s_test#Variations
 * @example mcnemar({ onlyFirst: 10, onlySecond: 2 }) // 158 / 4096 = 0.03857421875
 */
export function mcnemar({ onlyFirst, onlySecond }: Discordant): number {
  requireInteger('mcnemar', 'onlyFirst', onlyFirst, 0, 1e9);
  requireInteger('mcnemar', 'onlySecond', onlySecond, 0, 1e9);
  return Math.min(1, 2 * binomialAtMost(Math.min(onlyFirst, onlySecond), onlyFirst + onlySecond, 0.5));
}

/**
 * Counts the images that exactly one of two classifiers gets right.
 *
 * @param first - per image 1 (right) or 0 (wrong); [images]
 * @param second - the same images in the same order
 * @throws StatisticsError if the lengths differ or an entry is neither 0 nor 1
 * @see https://en.wikipedia.org/wiki/McNemar%27s_test#Definition
 * @example discordant([1, 1, 0, 0], [1, 0, 1, 0]) // { onlyFirst: 1, onlySecond: 1 }
 */
export function discordant(first: ArrayLike<number>, second: ArrayLike<number>): Discordant {
  requireSameLength('discordant', first.length, second.length);
  const counts = { onlyFirst: 0, onlySecond: 0 };
  for (let image = 0; image < first.length; image++) {
    const lead = correctness(first[image], image) - correctness(second[image], image);
    if (lead > 0) counts.onlyFirst++;
    if (lead < 0) counts.onlySecond++;
  }
  return counts;
}

/** 0 or 1; anything else is not a record of correctness. */
function correctness(entry: number | undefined, image: number): number {
  if (entry === 0 || entry === 1) return entry;
  throw new StatisticsError(`discordant needs 0 or 1 for each image, got ${entry} at image ${image}`);
}
