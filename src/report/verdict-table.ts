/** The report's table of verdicts. */
import { pText } from '../judging/p-text.ts';
import type { Comparison, Verdict } from '../judging/verdict.ts';
import type { Study } from '../study.ts';
import { interval, logarithm, points } from './number-format.ts';
import { wordTable } from './table.ts';

/** One row per comparison: which hypothesis, effect, bounds, n, outcome. */
export function verdictTable(
  { hypotheses }: Pick<Study, 'hypotheses'>,
  verdicts: readonly Verdict[],
): string {
  const header = ['', 'Claim', 'Compared', 'Effect', 'Deciding bounds', 'p', 'n', 'Verdict'];
  const rows = verdicts.flatMap(({ id, outcome, comparisons }) =>
    comparisons.map((comparison, index) => [
      index === 0 ? `**${id}**` : '',
      index === 0 ? (hypotheses.find((hypothesis) => hypothesis.id === id)?.claim ?? '') : '',
      comparison.label,
      effectText(comparison),
      interval(comparison.bounds, comparison.unit === 'log' ? logarithm : points),
      comparison.p === undefined ? '—' : pText(comparison.p),
      String(comparison.n),
      index === 0 ? `**${outcome}**` : '',
    ]),
  );
  return wordTable([header, ...rows]);
}

function effectText({ unit, effect }: Comparison): string {
  if (unit === 'L') return `L = ${effect}`;
  return unit === 'points'
    ? `${points(effect)} points`
    : `${logarithm(effect)} (× ${Math.exp(effect).toFixed(3)})`;
}
