/** Fixed-sequence testing: several hypotheses in an order declared beforehand, each at the full alpha. */
import { requireBetween, StatisticsError } from './statistics-error.ts';

/** One hypothesis in the sequence. */
export type SequenceStep = {
  readonly id: string;
  /** Its own p value, in 0..1; put 1 where a rule beyond the p value fails (that only makes the test stricter). */
  readonly p: number;
};

/** A step as judged. */
export type SequenceResult = SequenceStep & {
  /** The largest p so far: at most alpha exactly when this step is supported. */
  readonly adjustedP: number;
  /** `not-tested` follows the first `failed`, however small its own p. */
  readonly status: 'supported' | 'failed' | 'not-tested';
};

/**
 * Tests hypotheses in order and stops at the first that fails; what comes later is not tested.
 *
 * Keeps the chance of any false support at alpha without dividing it: a false one is reached only past all true ones
 * before it, and the first false one is itself supported with probability at most alpha. Assumes that the order was
 * fixed before the data were seen, and that each p value is valid; nothing about their dependence.
 *
 * @param steps - hypotheses in their declared order, ids distinct
 * @param alpha - error level for the family, in 0..1. Default 0.05
 * @returns the steps in the same order, each with its adjusted p and status
 * @throws StatisticsError if a p is outside 0..1, an id repeats, or alpha is out of range
 * @see https://en.wikipedia.org/wiki/Closed_testing_procedure
 * @example fixedSequence([{ id: '8', p: 0.01 }, { id: '6', p: 0.2 }, { id: '4', p: 0.001 }])[2].status // 'not-tested'
 */
export function fixedSequence(steps: readonly SequenceStep[], alpha = 0.05): SequenceResult[] {
  requireBetween('fixedSequence', 'alpha', alpha, 0, 1);
  if (new Set(steps.map(({ id }) => id)).size < steps.length) {
    throw new StatisticsError(
      `fixedSequence needs distinct ids, got ${steps.map(({ id }) => id).join(', ')}`,
    );
  }
  let adjustedP = 0;
  return steps.map(({ id, p }) => {
    if (!(p >= 0 && p <= 1)) throw new StatisticsError(`fixedSequence needs p in 0..1, got ${p} for ${id}`);
    const reached = adjustedP <= alpha;
    adjustedP = Math.max(adjustedP, p);
    const status = adjustedP <= alpha ? 'supported' : reached ? 'failed' : 'not-tested';
    return { id, p, adjustedP, status };
  });
}
