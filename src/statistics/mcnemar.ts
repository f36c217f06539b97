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

/** The outcome of {@link mcnemar}. */
export type McNemar = Discordant & {
  /** p for "the first is right more often". */
  readonly pGreater: number;
  /** p for "the second is right more often". */
  readonly pLess: number;
  /** p for "they differ": twice the smaller of the two, at most 1. */
  readonly pTwoSided: number;
};

/**
 * Tests whether two trained networks differ on one test set, by the binomial distribution of discordant images.
 *
 * Assumes independent images. It speaks about these two networks only: it holds the training seed fixed, so it cannot
 * replace a test over seeds. Without discordant images every p is 1.
 *
 * @param counts - discordant images, integers ≥ 0, such as {@link discordant} gives
 * @returns one- and two-sided exact p values
 * @throws StatisticsError if a count is not an integer ≥ 0
 * @see https://en.wikipedia.org/wiki/McNemar%27s_test#Variations
 * @example mcnemar({ onlyFirst: 10, onlySecond: 2 }).pTwoSided // 158 / 4096 = 0.03857421875
 */
export function mcnemar({ onlyFirst, onlySecond }: Discordant): McNemar {
  requireInteger('mcnemar', 'onlyFirst', onlyFirst, 0, 1e9);
  requireInteger('mcnemar', 'onlySecond', onlySecond, 0, 1e9);
  const images = onlyFirst + onlySecond;
  const pGreater = binomialAtMost(onlySecond, images, 0.5);
  const pLess = binomialAtMost(onlyFirst, images, 0.5);
  return { onlyFirst, onlySecond, pGreater, pLess, pTwoSided: Math.min(1, 2 * Math.min(pGreater, pLess)) };
}

/**
 * Counts the images that exactly one of two classifiers gets right.
 *
 * @param first - per image 1 (right) or 0 (wrong), or booleans; [images]
 * @param second - the same images in the same order
 * @returns the two counts
 * @throws StatisticsError if the lengths differ or an entry is neither 0 nor 1
 * @see https://en.wikipedia.org/wiki/McNemar%27s_test#Definition
 * @example discordant([1, 1, 0, 0], [1, 0, 1, 0]) // { onlyFirst: 1, onlySecond: 1 }
 */
export function discordant(
  first: ArrayLike<number | boolean>,
  second: ArrayLike<number | boolean>,
): Discordant {
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
function correctness(entry: number | boolean | undefined, image: number): number {
  const value = Number(entry);
  if (value !== 0 && value !== 1) {
    throw new StatisticsError(`discordant needs 0 or 1 for each image, got ${entry} at image ${image}`);
  }
  return value;
}
