/** The forms that the study's comparisons have: one-sided paired t tests, in percentage points. */
import { comparePaired } from '../../judging/compare-paired.ts';
import type { Comparison } from '../../judging/verdict.ts';
import { times } from './contrasts.ts';
import { design } from './design.ts';

const { alpha, closedShare, barelyClosedShare } = design.analysis;

interface Claim {
  readonly label: string;
  readonly arms: readonly [string, string];
  /** Fractions, one value per seed. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  /** In percentage points. */
  readonly margin: number;
}

/** Claims that first − second is larger than the margin. */
export function above(claim: Claim): Comparison {
  return comparePaired({ ...claim, unit: 'points', direction: 'above', boundLevel: alpha, everySeed: false });
}

/** Claims that first − second is smaller than the margin. */
export function below(claim: Claim): Comparison {
  return comparePaired({ ...claim, unit: 'points', direction: 'below', boundLevel: alpha, everySeed: false });
}

/** Lets a difference that is the same for every seed decide by itself: it has no spread to test by. */
export function orConstant(
  one: Comparison,
  claim: Claim,
  holds: (difference: number) => boolean,
): Comparison {
  const differences = claim.first.map((value, seed) => 100 * (value - (claim.second[seed] ?? Number.NaN)));
  const [first = Number.NaN] = differences;
  const constant = differences.every((difference) => Math.abs(difference - first) < 1e-9);
  return constant && holds(first)
    ? { ...one, outcome: 'supported', reason: 'every seed changes by the same' }
    : one;
}

/** Claims that there is something to explain. */
export function present(what: string, gap: readonly number[]): Comparison {
  const nothing = gap.map(() => 0);
  const arms = [`${what} (points)`, 'nothing'] as const;
  return above({ label: `${what} is above 0`, arms, first: gap, second: nothing, margin: 0 });
}

/**
 * Asks how much of a gap an intervention closes: more than half of it supports an explanation, less than a quarter
 * refutes it, given that there is a gap.
 *
 * @param what - the gap's name
 * @param left - what is left of it, per seed
 * @param gap - per seed
 */
export function closing(what: string, left: readonly number[], gap: readonly number[]) {
  const claim = (closed: number) => {
    const name = `${100 * (1 - closed)} % of ${what}`;
    const arms = ['left (points)', `${name} (points)`] as const;
    return { label: `what is left − ${name}`, arms, first: left, second: times(1 - closed, gap), margin: 0 };
  };
  const [half, quarter] = [claim(closedShare), claim(barelyClosedShare)];
  return {
    given: [present(what, gap)],
    supports: [below({ ...half, label: `${half.label} < 0` })],
    refutes: [above({ ...quarter, label: `${quarter.label} > 0` })],
  };
}
