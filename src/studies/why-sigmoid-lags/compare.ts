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

/**
 * Claims that first − second lies within ±margin: two one-sided tests. A change of exactly 0 for every seed needs no test:
 * it has no spread, and is within.
 */
export function within(claim: Claim): readonly Comparison[] {
  const { label, margin, first, second } = claim;
  const unchanged = first.every((value, seed) => value === second[seed]);
  return [
    below({ ...claim, label: `${label}, below +${margin}` }),
    above({ ...claim, label: `${label}, above −${margin}`, margin: -margin }),
  ].map((one) => (unchanged ? { ...one, outcome: 'supported', reason: 'no seed changes at all' } : one));
}

/** Claims that there is something to explain. */
export function present(label: string, gap: readonly number[]): Comparison {
  const nothing = gap.map(() => 0);
  return above({ label, arms: [`${label} (points)`, 'nothing'], first: gap, second: nothing, margin: 0 });
}

/**
 * Asks how much of a gap an intervention closes: more than half of it supports an explanation, less than a quarter
 * refutes it, given that there is a gap.
 *
 * @param left - what is left of the gap, per seed
 * @param gap - per seed
 */
export function closing(label: string, left: readonly number[], gap: readonly number[]) {
  const name = (share: number) => `${Math.round(100 * (1 - share))} % of the gap`;
  const [half, most] = [1 - closedShare, 1 - barelyClosedShare];
  return {
    given: [present('the gap', gap)],
    supports: [
      below({
        label: `${label}, below ${name(closedShare)}`,
        arms: ['left (points)', name(closedShare)],
        first: left,
        second: times(half, gap),
        margin: 0,
      }),
    ],
    refutes: [
      above({
        label: `${label}, above ${name(barelyClosedShare)}`,
        arms: ['left (points)', name(barelyClosedShare)],
        first: left,
        second: times(most, gap),
        margin: 0,
      }),
    ],
  };
}
