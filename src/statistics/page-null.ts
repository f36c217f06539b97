/** The exact null distribution of Page's L, by convolution over blocks. */

/** The distribution of L over equally likely orders. */
export type PageNull = {
  /** The values that L can take, ascending. */
  readonly values: readonly number[];
  /** P(L ≥ l), a ratio of whole numbers rounded once to float64. */
  readonly atLeast: (l: number) => number;
};

/** Score (2L, so that mid-ranks stay whole) → number of orders that give it. */
type Counts = ReadonlyMap<number, bigint>;

/**
 * The distribution of L when, in each block, every order of that block's ranks is equally likely.
 *
 * @param ranks - mid-ranks [block][treatment], at least one block
 * @returns the values of L and their upper tail
 * @see https://en.wikipedia.org/wiki/Convolution_of_probability_distributions
 * @example pageNull([[1, 2, 3]]).atLeast(14) // 1 / 6 = 0.16666666666666666
 */
export function pageNull(ranks: readonly (readonly number[])[]): PageNull {
  const known = new Map<string, Counts>();
  let counts: Counts = new Map([[0, 1n]]);
  for (const block of ranks) {
    const ties = block.toSorted((a, b) => a - b).join();
    const ofBlock = known.get(ties) ?? blockCounts(block);
    known.set(ties, ofBlock);
    counts = convolve(counts, ofBlock);
  }
  const entries = [...counts].sort(([a], [b]) => a - b);
  const above = (l: number) =>
    entries.reduce((tail, [score, count]) => (score >= 2 * l ? tail + count : tail), 0n);
  const all = above(-Infinity);
  return { values: entries.map(([score]) => score / 2), atLeast: (l) => ratio(above(l), all) };
}

/** All k! orders of one block, over subsets of ranks already placed: 2^k states instead of k! orders. */
function blockCounts(ranks: readonly number[]): Counts {
  let states = new Map<number, Counts>([[0, new Map([[0, 1n]])]]);
  for (let position = 1; position <= ranks.length; position++) {
    const next = new Map<number, Map<number, bigint>>();
    for (const [placed, counts] of states) {
      ranks.forEach((rank, index) => {
        const nowPlaced = placed | (1 << index);
        if (nowPlaced === placed) return;
        const target = next.get(nowPlaced) ?? new Map<number, bigint>();
        next.set(nowPlaced, target);
        add(target, counts, 2 * position * rank, 1n);
      });
    }
    states = next;
  }
  return [...states.values()][0] ?? new Map();
}

/** The distribution of a sum of two independent scores. */
function convolve(first: Counts, second: Counts): Counts {
  const sums = new Map<number, bigint>();
  for (const [score, count] of first) add(sums, second, score, count);
  return sums;
}

/** Adds counts, shifted and multiplied, into others. */
function add(target: Map<number, bigint>, counts: Counts, shift: number, times: bigint): void {
  for (const [score, count] of counts) {
    target.set(score + shift, (target.get(score + shift) ?? 0n) + count * times);
  }
}

/** part / whole for 0 ≤ part ≤ whole of any size, both cut to fit float64: to its precision down to a ratio of 1e-280. */
function ratio(part: bigint, whole: bigint): number {
  const cut = BigInt(Math.max(0, whole.toString(2).length - 1000));
  return Number(part >> cut) / Number(whole >> cut);
}
