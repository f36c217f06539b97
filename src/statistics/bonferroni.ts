/** Bonferroni's correction: the error level of each of several tests or looks, declared in advance. */
import { requireBetween, requireInteger } from './statistics-error.ts';

/**
 * Divides an error level over tests: each, judged at the level returned, keeps the chance of any false support at alpha.
 *
 * Assumes nothing about dependence between tests. Looks at growing data count as tests: testing at 3, 5 and 10 seeds,
 * each at 5 %, errs 11 % of the time.
 *
 * @param alpha - error level of the family, in 0..1
 * @param tests - number of tests or looks declared, an integer ≥ 1
 * @returns the level for each, alpha / tests: never larger for more tests
 * @throws StatisticsError if alpha or the number of tests is out of range
 * @see https://en.wikipedia.org/wiki/Bonferroni_correction
 * @example bonferroniAlpha(0.05, 3) // 0.016666666666666666
 */
export function bonferroniAlpha(alpha: number, tests: number): number {
  requireBetween('bonferroniAlpha', 'alpha', alpha, 0, 1);
  requireInteger('bonferroniAlpha', 'number of tests', tests, 1, Number.MAX_SAFE_INTEGER);
  return alpha / tests;
}
