/** Judges a trend over depth by Page's test, in either direction. */
import { pagesL } from '../statistics/pages-l.ts';
import { seedsNeededForTrend } from '../statistics/trend-power.ts';
import { study } from '../study.ts';
import { pStatement } from './p-text.ts';
import type { Comparison, Outcome } from './verdict.ts';

const { trendAlpha } = study.analysis;

export interface TrendRule {
  readonly label: string;
  /** Values [seed][depth], one for each of the study's depths in increasing order. */
  readonly values: readonly (readonly number[])[];
  readonly direction: 'rises' | 'falls';
  /** Values this close count as equal. */
  readonly tolerance: number;
}

/**
 * Applies the rule: supported if the exact p for the claimed direction is at most `trendAlpha`, refuted if that for the
 * opposite direction is, else inconclusive.
 */
export function judgeTrend({ label, values, direction, tolerance }: TrendRule): Comparison {
  const reversed = values.map((block) => [...block].reverse());
  const [claimed, opposite] = direction === 'rises' ? [values, reversed] : [reversed, values];
  const [towards, against] = [pagesL(claimed, tolerance), pagesL(opposite, tolerance)];
  const outcome: Outcome =
    towards.p <= trendAlpha ? 'supported' : against.p <= trendAlpha ? 'refuted' : 'inconclusive';
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
    bySeed: { firstSeed: 1, columns: study.grid.depths.map((depth) => `depth ${depth}`), rows: values },
    reason: outcome === 'inconclusive' ? `${reason}; ${planText(claimed, tolerance)}` : reason,
  };
}

// Page's test on many seeds takes long to work out, and a trend that needs more than these is not worth the claim.
const MOST_SEEDS = 30;

function planText(blocks: TrendRule['values'], tolerance: number): string {
  const { power } = study.analysis;
  const needed = seedsNeededForTrend({ blocks, tolerance, alpha: trendAlpha }, power, MOST_SEEDS);
  return needed === undefined
    ? `no number of seeds up to ${MOST_SEEDS} is likely to support it, if further seeds are like these`
    : `about ${needed} seeds would support it at ${100 * power} % power, if further seeds are like these`;
}
