/** Turns a paired t test of two conditions into a comparison with three possible outcomes. */
import { type PairedTEstimate, pairedT } from '../statistics/paired-t.ts';
import { seedsNeeded } from '../statistics/power.ts';
import { pStatement } from './p-text.ts';
import type { Comparison, Outcome, SeedValues } from './verdict.ts';

export interface PairedRule {
  readonly label: string;
  /** `points`: the values are fractions, their difference is given in percentage points; `log`: taken as they are. */
  readonly unit: 'points' | 'log';
  /** What `first` and `second` are. */
  readonly arms: readonly [string, string];
  /** One value per seed; the claim is about `first` − `second`. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  /** The claim: the difference is `above` or `below` the margin. */
  readonly direction: 'above' | 'below';
  /** In `unit`. */
  readonly margin: number;
  /** Level of each bound: α gives a one-sided test, α / 2 each side of a two-sided one. */
  readonly boundLevel: number;
  /** Seeds are numbered from here on; 1 if absent. */
  readonly firstSeed?: number;
  /** Whether every single seed must also lie on the claim's side of the margin. */
  readonly everySeed: boolean;
}

/** Seeds-needed figures are for this chance of deciding a hypothesis, the field's usual 80 %. */
export const POWER = 0.8;

// What one unit of a value is in the unit of the comparison.
const UNITS = { points: 100, log: 1 } as const;

/**
 * Applies the rule: supported if the bound on the claim's side clears the margin (and every seed does, where asked),
 * refuted if the opposite bound lies beyond it, else inconclusive, with the seeds that would decide it.
 *
 * @returns effect and bounds in the rule's unit
 */
export function comparePaired(rule: PairedRule): Comparison {
  const { label, direction, unit } = rule;
  // Turned round for `below`, so that the claim is always "greater than the margin".
  const sign = direction === 'above' ? 1 : -1;
  const turned = (values: readonly number[]) => values.map((value) => sign * UNITS[unit] * value);
  const [first, second] = [turned(rule.first), turned(rule.second)];
  const margin = sign * rule.margin;
  const test = pairedT(first, second, { alpha: rule.boundLevel, margin });
  const base = { label, unit, n: test.n, effect: sign * test.estimate, bySeed: seedValues(rule) } as const;
  if (test.kind === 'zero-variance') {
    const reason =
      'all seeds gave the same difference, so there is no spread to judge by: are the seeds distinct?';
    return { ...base, outcome: 'inconclusive', bounds: undefined, p: undefined, reason };
  }
  const against = first.filter((value, seed) => value - (second[seed] ?? Number.NaN) <= margin).length;
  const outcome = outcomeOf(test, margin, rule.everySeed ? against : 0);
  const bounds = [sign * test.lowerBound, sign * test.upperBound].sort((a, b) => a - b);
  return {
    ...base,
    outcome,
    bounds: [bounds[0] ?? Number.NaN, bounds[1] ?? Number.NaN],
    p: test.pGreater,
    reason: reasonOf(outcome, test, margin, against),
  };
}

/** Lists what was compared, seed by seed, in the rule's unit. */
export function seedValues({
  arms,
  first,
  second,
  unit,
  firstSeed = 1,
}: Pick<PairedRule, 'arms' | 'first' | 'second' | 'unit' | 'firstSeed'>): SeedValues {
  const rows = first.map((value, seed) => {
    const [one, other] = [UNITS[unit] * value, UNITS[unit] * (second[seed] ?? Number.NaN)];
    return [one, other, one - other];
  });
  return { firstSeed, columns: [...arms, 'difference'], rows };
}

function outcomeOf(test: PairedTEstimate, margin: number, seedsAgainst: number): Outcome {
  if (test.lowerBound > margin && seedsAgainst === 0) return 'supported';
  return test.upperBound < margin ? 'refuted' : 'inconclusive';
}

function reasonOf(outcome: Outcome, test: PairedTEstimate, margin: number, seedsAgainst: number): string {
  const seeds = `${test.n - seedsAgainst} of ${test.n} seeds on the claim's side`;
  const p = `t = ${test.t.toFixed(2)}, ${pStatement(test.pGreater)}, ${seeds}`;
  if (outcome !== 'inconclusive') return p;
  const plan = {
    effect: test.estimate - margin,
    standardDeviation: test.standardDeviation,
    alpha: test.alpha,
  };
  const needed = seedsNeeded(plan, POWER);
  return needed === undefined
    ? `${p}; no number of seeds up to 1000 is likely to support it, if the true effect is the one seen`
    : `${p}; about ${needed} seeds would support it at ${100 * POWER} % power, if the true effect is the one seen`;
}
