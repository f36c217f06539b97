/** Are p values uniform, or at least never too small, when the null hypothesis holds? With a stated false alarm. */

/**
 * How far the empirical distribution of p values rises above uniform, or strays from it.
 * @param ps - p values
 * @param side - `both`, or `above` for discrete tests that may only be conservative
 */
export function largestDeviation(ps: readonly number[], side: 'both' | 'above' = 'both'): number {
  const sorted = ps.toSorted((a, b) => a - b);
  const deviations = sorted.map((p, index) => {
    const above = (index + 1) / sorted.length - p;
    return side === 'above' ? above : Math.max(above, p - index / sorted.length);
  });
  return Math.max(...deviations);
}

/**
 * What {@link largestDeviation} exceeds with probability at most `falseAlarm`, if all is well.
 * @see https://en.wikipedia.org/wiki/Dvoretzky–Kiefer–Wolfowitz_inequality
 */
export function uniformityLimit(count: number, falseAlarm: number): number {
  return Math.sqrt(Math.log(2 / falseAlarm) / (2 * count));
}
