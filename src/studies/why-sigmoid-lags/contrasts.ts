/** Accuracies of the study's conditions by seed, in the combinations that its rules compare. */
import type { ActivationName } from '../../network/activations.ts';
import { type Evidence, finalAccuracy, recomputedAccuracy, valuesOf } from '../../records/evidence.ts';
import type { RunRecord } from '../../records/run-record.ts';
import { mean } from '../../statistics/mean.ts';
import { design, type VariationName } from './design.ts';

type Values = readonly number[];

/** The deep networks, in which the gap is asked about. */
export const DEEP = Math.max(...design.grid.depths);
/** The shallow ones. */
export const SHALLOW = Math.min(...design.grid.depths);

/**
 * Reads a condition's final test accuracy by recomputed statistics, the study's metric.
 *
 * @param read - another reading of the same records
 * @returns fractions, one value per seed
 */
export function accuracies(
  evidence: Evidence,
  activation: ActivationName,
  variation?: VariationName,
  depth: number = DEEP,
  read: (record: RunRecord) => number = recomputedAccuracy,
): Values {
  return valuesOf(evidence, activation, depth, read, variation);
}

/** What evaluation by running statistics hides: recomputed − running accuracy of the same weights. */
export function lift(evidence: Evidence, activation: ActivationName): Values {
  const by = (read: typeof finalAccuracy) => accuracies(evidence, activation, undefined, DEEP, read);
  return difference(by(recomputedAccuracy), by(finalAccuracy));
}

/** What there is to explain: ReLU − Sigmoid in deep networks as the notebook trains them. */
export function gap(evidence: Evidence): Values {
  return difference(accuracies(evidence, 'relu'), accuracies(evidence, 'sigmoid'));
}

/** So far on the way from Sigmoid to ReLU. @param share - 0 is Sigmoid, 1 is ReLU */
export function onTheWay(evidence: Evidence, share: number): Values {
  const sigmoid = accuracies(evidence, 'sigmoid');
  return gap(evidence).map((value, seed) => at(sigmoid, seed) + share * value);
}

/** The budgets of E3: standardised features at each learning rate. */
export const BUDGETS = [
  { variation: 'standardised', rate: '1e-3' },
  { variation: 'standardised-rate-3e-3', rate: '3e-3' },
  { variation: 'standardised-rate-1e-2', rate: '1e-2' },
] as const;

/** An arm's best budget by its mean over seeds, and its accuracies there. */
export function bestBudget(evidence: Evidence, activation: ActivationName) {
  const tried = BUDGETS.map(({ variation, rate }) => {
    const values = accuracies(evidence, activation, variation);
    return { rate, values, mean: mean([...values]) };
  });
  return tried.reduce((best, one) => (one.mean > best.mean ? one : best));
}

export function difference(first: Values, second: Values): Values {
  return first.map((value, seed) => value - at(second, seed));
}

export function times(factor: number, values: Values): Values {
  return values.map((value) => factor * value);
}

function at(values: Values, seed: number): number {
  return values[seed] ?? Number.NaN;
}
