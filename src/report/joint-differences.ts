/** Two samples of a scale's conditions beside each other: do arms and conditions differ by more than seeds explain? */
import { type ActivationName, activationLooks } from '../network/activations.ts';
import {
  type PooledDifference,
  pooledDifferences,
  type TwoSamples,
} from '../statistics/pooled-differences.ts';
import type { Condition } from '../study.ts';
import { points } from './number-format.ts';

/** A condition with one value per seed from either side. */
export interface ComparedCondition extends TwoSamples {
  readonly condition: Condition;
}

/** What was compared and what came of it, in a sentence. */
export interface Check {
  readonly holds: boolean;
  readonly finding: string;
}

/**
 * Compares the mean of every arm and that of every condition, all together at one level.
 *
 * @param compared - at least one; seeds of one condition have to differ somewhere
 * @param alpha - of all bounds together, in 0..1
 * @param words - says a difference and a reach
 * @returns one check of the arms and one of the conditions, each with the largest difference beside its bound
 */
export function jointDifferences(
  compared: readonly ComparedCondition[],
  alpha: number,
  words: (difference: PooledDifference) => string,
): readonly Check[] {
  const trained = [...new Set(compared.map(({ condition }) => condition.activation))];
  const arms = trained.map((activation) => compared.filter((one) => one.condition.activation === activation));
  return [
    check('Mean over an arm', arms, trained.map(armLabel), alpha / 2, words),
    check(
      'Mean of a condition',
      compared.map((one) => [one]),
      compared.map(({ condition }) => conditionLabel(condition)),
      alpha / 2,
      words,
    ),
  ];
}

/** Says a difference of accuracies: `+0.52 points, of ±1.37 that seeds explain`. */
export function pointsBesideReach({ difference, reach }: PooledDifference): string {
  return `${points(100 * difference)} points, of ±${(100 * reach).toFixed(2)} that seeds explain`;
}

/** Names a condition inside a sentence: `Sigmoid with 4`. */
export function conditionLabel({ activation, variation, depth }: Condition): string {
  return `${armLabel(activation)}${variation ? `, ${variation},` : ''} with ${depth}`;
}

function armLabel(activation: ActivationName): string {
  return activationLooks[activation].label;
}

function check(
  what: string,
  sets: readonly (readonly TwoSamples[])[],
  labels: readonly string[],
  alpha: number,
  words: (difference: PooledDifference) => string,
): Check {
  const differences = pooledDifferences(sets, alpha).map((one, index) => ({ ...one, label: labels[index] }));
  const share = ({ difference, reach }: PooledDifference) => Math.abs(difference) / reach;
  const largest = differences.reduce((most, one) => (share(one) > share(most) ? one : most));
  return {
    holds: share(largest) <= 1,
    finding: `${what}: largest difference ${words(largest)} (${largest.label}).`,
  };
}
