/** Sampling error of an accuracy, from the size of the test set alone. */
import { requireInteger, StatisticsError } from './statistics-error.ts';

/**
 * The standard error of an accuracy measured on a test set: √(p(1 − p) / images).
 *
 * What would vary if other images had been drawn; it says nothing about variation over training seeds. Assumes
 * independent images. At p = 0 or 1 it is 0, which understates the doubt.
 *
 * @param accuracy - fraction right, in 0..1
 * @param images - size of the test set, an integer ≥ 1
 * @returns the standard error, as a fraction
 * @throws StatisticsError if the accuracy or the number of images is out of range
 * @see https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Normal_approximation_interval
 * @example proportionError(0.7, 10_000) // 0.00458257569495584
 */
export function proportionError(accuracy: number, images: number): number {
  if (!(accuracy >= 0 && accuracy <= 1)) {
    throw new StatisticsError(`proportionError needs an accuracy in 0..1, got ${accuracy}`);
  }
  requireInteger('proportionError', 'number of images', images, 1, Number.MAX_SAFE_INTEGER);
  return Math.sqrt((accuracy * (1 - accuracy)) / images);
}
