/** Power of Page's trend test, and how many seeds reach a wanted power, if further seeds are like those seen. */
import { pagesL, pagesLCritical } from './pages-l.ts';
import { requireBetween, requireInteger } from './statistics-error.ts';

/** A planned trend test. */
export type TrendPlan = {
  /** Values [block][treatment] of the seeds seen, in the order predicted to increase. */
  readonly blocks: readonly (readonly number[])[];
  /** Values in a block this close tie, ≥ 0. Default 0. */
  readonly tolerance?: number;
  /** Error level, in 0..1. Default 0.05. */
  readonly alpha?: number;
};

/**
 * The probability that Page's test on `n` blocks supports the claim, if each block is drawn anew from those seen.
 *
 * Assumes that the blocks seen stand for all there could be, which a few of them do only roughly: a figure to plan by.
 * The test's critical value is that of untied ranks.
 *
 * @param plan - blocks seen, tolerance and alpha
 * @param n - number of blocks, an integer in 1..100
 * @returns a probability in 0..1
 * @throws StatisticsError if an argument is outside its range
 * @see https://en.wikipedia.org/wiki/Bootstrapping_(statistics)
 * @example trendPower({ blocks: [[1, 2, 3], [1, 3, 2]] }, 3) // 0.5
 */
export function trendPower({ blocks, tolerance = 0, alpha = 0.05 }: TrendPlan, n: number): number {
  requireInteger('trendPower', 'number of blocks', n, 1, 100);
  const critical = pagesLCritical(blocks[0]?.length ?? 0, n, alpha);
  const seen = blocks.map((block) => pagesL([block], tolerance).l);
  if (critical === undefined) return 0;
  let sums = new Map([[0, 1]]);
  for (let drawn = 0; drawn < n; drawn++) sums = withOneMore(sums, seen);
  return [...sums].reduce((sum, [l, chance]) => (l >= critical ? sum + chance : sum), 0);
}

/**
 * The smallest number of seeds with which Page's test reaches a wanted power.
 *
 * @param plan - blocks seen, tolerance and alpha
 * @param wanted - power, in 0..1, exclusive. Default 0.8
 * @param most - largest number of seeds worth considering, an integer in 1..100. Default 30
 * @returns the number of seeds, or `undefined` if no number up to `most` suffices
 * @throws StatisticsError if an argument is outside its range
 * @see https://en.wikipedia.org/wiki/Bootstrapping_(statistics)
 * @example seedsNeededForTrend({ blocks: [[1, 2, 3], [1, 3, 2]] }) // 5
 */
export function seedsNeededForTrend(plan: TrendPlan, wanted = 0.8, most = 30): number | undefined {
  requireBetween('seedsNeededForTrend', 'a wanted power', wanted, 0, 1);
  requireInteger('seedsNeededForTrend', 'largest number of seeds', most, 1, 100);
  for (let n = 1; n <= most; n++) if (trendPower(plan, n) >= wanted) return n;
  return undefined;
}

/** The distribution of a sum (value → chance) after one more draw, each of some values being as likely. */
function withOneMore(sums: ReadonlyMap<number, number>, values: readonly number[]): Map<number, number> {
  const next = new Map<number, number>();
  for (const [sum, chance] of sums) {
    for (const value of values) {
      next.set(sum + value, (next.get(sum + value) ?? 0) + chance / values.length);
    }
  }
  return next;
}
