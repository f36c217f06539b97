/** Page's trend test: do treatments, in an order fixed beforehand, rank ever higher within blocks? */
import { midRanks } from './mid-ranks.ts';
import { pageNull } from './page-null.ts';
import { requireInteger, requireSameLength, StatisticsError } from './statistics-error.ts';

/** The outcome of {@link pagesL}. */
export type PagesL = {
  /** Σ over blocks and treatments of position × mid-rank. */
  readonly l: number;
  /** Exact P(L ≥ l) if order within a block is chance, given the ties seen. */
  readonly p: number;
  /** Number of blocks (seeds). */
  readonly blocks: number;
  /** Number of treatments (depths). */
  readonly treatments: number;
  /** Expectation of L without a trend: blocks × k(k + 1)² / 4. */
  readonly expected: number;
  /** L of a perfect, untied trend: blocks × k(k + 1)(2k + 1) / 6. */
  readonly largest: number;
  /** Number of blocks that contain a tie. */
  readonly tiedBlocks: number;
};

/**
 * Tests for an increasing trend over treatments, one-sided, within blocks; here, over depths, within seeds.
 *
 * Assumes that blocks are independent; within a block, the null hypothesis is that every order is equally likely. For a
 * decreasing trend, reverse each block.
 *
 * p is exact, by convolution over blocks of all k! orders in each. With ties, each block is judged by all k! orders of
 * the mid-ranks it has: exact given its ties, so the error is never above alpha; but p differs from the tables, which
 * know no ties, and takes fewer values, so the test loses power. A block tied throughout says nothing, and p is 1 if
 * all are.
 *
 * @param blocks - values [block][treatment] in the order predicted to increase; ≥ 1 block, 2..10 treatments, finite
 * @param tolerance - values in a block this close tie, ≥ 0; for differences of accuracies, under one image. Default 0
 * @returns L, its exact p and what is needed to judge them
 * @throws StatisticsError if there is no block, blocks differ in length, have not 2..10 values, or are not finite
 * @see https://en.wikipedia.org/wiki/Page%27s_trend_test
 * @example pagesL([[1, 2, 3, 4, 5], [2, 1, 3, 4, 5], [1, 2, 3, 4, 5]]) // l = 164, p = 7.5e-6
 */
export function pagesL(blocks: readonly (readonly number[])[], tolerance = 0): PagesL {
  const treatments = blocks[0]?.length ?? 0;
  if (blocks.length === 0) throw new StatisticsError('pagesL needs at least one block, got none');
  requireInteger('pagesL', 'number of treatments', treatments, 2, 10);
  for (const block of blocks) requireSameLength('pagesL', treatments, block.length);
  const ranks = blocks.map((block) => midRanks(block, tolerance));
  const l = ranks.flat().reduce((total, rank, index) => total + rank * ((index % treatments) + 1), 0);
  const unit = blocks.length * treatments * (treatments + 1);
  return {
    l,
    p: pageNull(ranks).atLeast(l),
    blocks: blocks.length,
    treatments,
    expected: (unit * (treatments + 1)) / 4,
    largest: (unit * (2 * treatments + 1)) / 6,
    tiedBlocks: ranks.filter((block) => new Set(block).size < treatments).length,
  };
}

/**
 * The smallest untied L that is significant: the entry of Page's table.
 *
 * @param treatments - number of treatments, an integer in 2..10
 * @param blocks - number of blocks, an integer in 1..100
 * @param alpha - error level, in 0..1
 * @returns the critical L, or `undefined` if even a perfect trend is not significant
 * @throws StatisticsError if a count is out of range
 * @see https://en.wikipedia.org/wiki/Page%27s_trend_test
 * @example pagesLCritical(5, 3, 0.05) // 150
 */
export function pagesLCritical(treatments: number, blocks: number, alpha: number): number | undefined {
  requireInteger('pagesLCritical', 'number of treatments', treatments, 2, 10);
  requireInteger('pagesLCritical', 'number of blocks', blocks, 1, 100);
  const untied = Array.from({ length: treatments }, (_, index) => index + 1);
  const distribution = pageNull(new Array<number[]>(blocks).fill(untied));
  return distribution.values.find((l) => distribution.atLeast(l) <= alpha);
}
