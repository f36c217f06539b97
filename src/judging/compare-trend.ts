/** Turns Page's test of a trend over depth into a comparison, in either direction. */
import { pagesL } from '../statistics/pages-l.ts';
import { seedsNeededForTrend } from '../statistics/trend-power.ts';
import { POWER } from './compare-paired.ts';
import { pStatement } from './p-text.ts';
import type { Comparison, Outcome } from './verdict.ts';

export interface TrendRule {
  readonly label: string;
  /** In increasing order. */
  readonly depths: readonly number[];
  /** Values [seed][depth]. */
  readonly values: readonly (readonly number[])[];
  readonly direction: 'rises' | 'falls';
  readonly level: number;
  /** Values this close count as equal. */
  readonly tolerance: number;
}

/**
 * Applies the rule: supported if the exact p for the claimed direction is at most `level`, refuted if that for the
 * opposite direction is, else inconclusive.
 */
export function compareTrend({ label, depths, values, direction, level, tolerance }: TrendRule): Comparison {
  const reversed = values.map((block) => [...block].reverse());
  const [claimed, opposite] = direction === 'rises' ? [values, reversed] : [reversed, values];
  const [towards, against] = [pagesL(claimed, tolerance), pagesL(opposite, tolerance)];
  const outcome: Outcome = towards.p <= level ? 'supported' : against.p <= level ? 'refuted' : 'inconclusive';
  const reason =
    `L = ${towards.l} (${towards.expected} expected without a trend, ${towards.largest} at most), ` +
    `${pStatement(towards.p)} that it ${direction}, ${pStatement(against.p)} for the opposite`;
  return {
    label,
    outcome,
    effect: towards.l,
    unit: 'L',
    bounds: undefined,
    p: towards.p,
    n: towards.blocks,
    bySeed: { firstSeed: 1, columns: depths.map((depth) => `depth ${depth}`), rows: values },
    reason: outcome === 'inconclusive' ? `${reason}; ${planText(claimed, tolerance, level)}` : reason,
  };
}

// Page's test on many seeds takes long to work out, and a trend that needs more than these is not worth the claim.
const MOST_SEEDS = 30;

function planText(blocks: TrendRule['values'], tolerance: number, alpha: number): string {
  const needed = seedsNeededForTrend({ blocks, tolerance, alpha }, POWER, MOST_SEEDS);
  return needed === undefined
    ? `no number of seeds up to ${MOST_SEEDS} is likely to support it, if further seeds are like these`
    : `about ${needed} seeds would support it at ${100 * POWER} % power, if further seeds are like these`;
}
