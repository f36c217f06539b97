/** What is left of the verdicts without normally distributed seeds? */

import { pText } from '../../judging/p-text.ts';
import type { Comparison, Verdict } from '../../judging/verdict.ts';
import { stream } from '../../random.ts';
import { interval, logarithm } from '../../report/number-format.ts';
import { table } from '../../report/table.ts';
import { bootstrap } from '../../statistics/bootstrap.ts';
import { signFlip } from '../../statistics/sign-flip.ts';

/** H1's depths by t test and by sign flips, which assume symmetry alone and with few seeds can prove nothing. */
export function signFlipTable(gate: Verdict): string {
  const ps = gate.comparisons.map(({ p }) => p ?? 1);
  const rows = gate.comparisons.map((comparison, index) => {
    const flips = signFlip(differencesOf(comparison));
    return [
      comparison.label,
      String(flips.n),
      pText(ps[index] ?? 1),
      pText(Math.max(...ps.slice(0, index + 1))), // in a fixed order: the largest so far
      pText(flips.p),
      pText(flips.smallestP),
    ];
  });
  const header = [
    'H1',
    'n',
    'p, t test',
    'adjusted for the sequence',
    'p, sign flips',
    'smallest that n allows',
  ];
  return table([header, ...rows]);
}

/** H8's slopes by t interval and by bootstrap, which its many seeds allow. */
export function bootstrapTable(ablation: Verdict): string {
  const rows = ablation.comparisons.map((comparison) => {
    const slopes = differencesOf(comparison);
    const resampled = bootstrap(slopes, { random: stream(1, `report/bootstrap/${comparison.label}`) });
    return [
      comparison.label,
      String(slopes.length),
      interval(comparison.bounds, logarithm),
      interval(resampled.interval, logarithm),
    ];
  });
  return table([['H8', 'n', 't interval', 'bootstrap interval (BCa)'], ...rows]);
}

/** A paired comparison's differences, one per seed: the last column of its values. */
function differencesOf({ bySeed }: Comparison): number[] {
  return bySeed.rows.map((values) => values.at(-1) ?? Number.NaN);
}
