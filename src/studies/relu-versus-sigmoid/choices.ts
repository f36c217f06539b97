/** What the study's rules fix, as registered, and how a rule reads accuracies by other choices. */
import type { Choices } from '../../judging/hypothesis.ts';
import type { ActivationName } from '../../network/activations.ts';
import { type Evidence, finalAccuracy, valuesOf } from '../../records/evidence.ts';
import { design } from './design.ts';

export const registeredChoices: Choices = {
  alpha: design.analysis.alpha,
  extraPoints: 0,
  seeds: design.grid.seeds.map((_, index) => index),
};

/**
 * Reads one accuracy per chosen seed.
 *
 * @param own - the rule's own metric
 * @returns fractions
 * @throws IncompleteEvidence as `valuesOf` does
 */
export function accuracies(
  evidence: Pick<Evidence, 'study' | 'scale' | 'records'>,
  activation: ActivationName,
  depth: number,
  { read, seeds }: Pick<Choices, 'read' | 'seeds'>,
  own = finalAccuracy,
): readonly number[] {
  const values = valuesOf(evidence, activation, depth, read ?? own);
  return seeds.map((index) => values[index] ?? Number.NaN);
}
