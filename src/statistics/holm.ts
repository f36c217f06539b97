/** Holm's procedure: several hypotheses of equal standing, together at one error level. */
import { requireBetween, StatisticsError } from './statistics-error.ts';

/**
 * Says which of several hypotheses are supported when they are tested together: the smallest p is held against
 * alpha / m, the next against alpha / (m − 1), and so on until one fails.
 *
 * Keeps the chance of any false support at alpha, whatever the dependence between the tests.
 *
 * @param ps - one p value per hypothesis, each in 0..1
 * @param alpha - error level for the family, in 0..1
 * @returns per hypothesis, in the same order, the adjusted p: at most alpha exactly when it is supported
 * @throws StatisticsError if a p is outside 0..1, or alpha is out of range
 * @see Holm 1979, https://www.jstor.org/stable/4615733
 * @example holm([0.04, 0.01], 0.05) // [0.04, 0.02]
 */
export function holm(ps: readonly number[], alpha: number): number[] {
  requireBetween('holm', 'alpha', alpha, 0, 1);
  const bad = ps.find((p) => !(p >= 0 && p <= 1));
  if (bad !== undefined) throw new StatisticsError(`holm needs p in 0..1, got ${bad}`);
  const ascending = ps.map((_, index) => index).sort((a, b) => (ps[a] ?? 1) - (ps[b] ?? 1));
  const adjusted = ps.map(() => 1);
  let largest = 0;
  for (const [rank, index] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, (ps.length - rank) * (ps[index] ?? 1)));
    adjusted[index] = largest;
  }
  return adjusted;
}
