/** Two samples of a scale's conditions beside each other: do arms and conditions differ by more than seeds explain? */

import { type ActivationName, activationLooks } from '../network/activations.ts';
import { mean } from '../statistics/mean.ts';
import {
  type PooledDifference,
  pooledDifferences,
  type TwoSamples,
} from '../statistics/pooled-differences.ts';
import type { Condition } from '../study.ts';
import { points } from './number-format.ts';

/** A condition with one value per seed from either side, seeds in the same order for all; undefined where it has no run. */
export interface ComparedCondition {
  readonly condition: Condition;
  readonly before: readonly (number | undefined)[];
  readonly now: readonly (number | undefined)[];
}

/** What was compared and what came of it, in a sentence. */
export interface Check {
  readonly holds: boolean;
  readonly finding: string;
}

/**
 * Compares the mean of every arm and that of every condition, all together at one level.
 *
 * Runs of one seed share initial weights, and here the order of images, so they go up and down together: of an arm, a
 * seed's mean over all conditions counts as one value.
 *
 * @param compared - at least one; seeds of one condition have to differ somewhere
 * @param alpha - of all bounds together, in 0..1
 * @param words - says a difference and a reach
 * @returns one check of the arms, of those that have a whole seed on either side, and one of the conditions: each says the largest
 *   difference beside its bound
 */
export function jointDifferences(
  compared: readonly ComparedCondition[],
  alpha: number,
  words: (difference: PooledDifference) => string,
): readonly Check[] {
  const trained = [...new Set(compared.map(({ condition }) => condition.activation))];
  const arms = trained.flatMap((activation) => {
    const members = compared.filter(({ condition }) => condition.activation === activation);
    const [before, now] = [seedMeans(members, 'before'), seedMeans(members, 'now')];
    return before.length > 0 && now.length > 0 ? [{ label: armLabel(activation), before, now }] : [];
  });
  const conditions = compared.map(({ condition, before, now }) => ({
    label: conditionLabel(condition),
    before: before.filter(isPresent),
    now: now.filter(isPresent),
  }));
  return [
    ...(arms.length > 0 ? [check('Mean over an arm', arms, alpha / 2, words)] : []),
    check('Mean of a condition', conditions, alpha / 2, words),
  ];
}

/** Of each seed that has a run of every condition, the mean over them. */
function seedMeans(members: readonly ComparedCondition[], side: 'before' | 'now'): readonly number[] {
  const seeds = members[0]?.[side].map((_, seed) => members.map((member) => member[side][seed])) ?? [];
  return seeds.flatMap((values) => (values.every(isPresent) ? [mean(values)] : []));
}

function isPresent(value: number | undefined): value is number {
  return value !== undefined;
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
  compared: readonly (TwoSamples & { readonly label: string })[],
  alpha: number,
  words: (difference: PooledDifference) => string,
): Check {
  const differences = pooledDifferences(compared, alpha).map((one, index) => ({
    ...compared[index],
    ...one,
  }));
  const share = ({ difference, reach }: PooledDifference) => Math.abs(difference) / reach;
  const largest = differences.reduce((most, one) => (share(one) > share(most) ? one : most));
  return {
    holds: share(largest) <= 1,
    finding: `${what}: largest difference ${words(largest)} (${largest.label}).`,
  };
}
