import { pText } from '../judging/p-text.ts';
import type { Comparison, Verdict } from '../judging/verdict.ts';
import { finalAccuracy } from '../records/evidence.ts';
import type { RunRecord } from '../records/run-record.ts';
import { runName, type Study } from '../study.ts';
import { interval, logarithm, percent, points } from './number-format.ts';
import { table, wordTable } from './table.ts';

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

/**
 * Every run behind the report, so that each number can be traced to a file.
 *
 * @param folder - where the records lie, relative to the report
 */
export function runTable(records: readonly RunRecord[], folder: string): string {
  const header = ['Run', 'Final test accuracy', 'Final train loss', 'Weights (SHA-256)', 'Record (SHA-256)'];
  const rows = records.map((record) => [
    `[${runName(record.run)}](${folder}/${runName(record.run)}.json)`,
    percent(finalAccuracy(record)),
    (record.epochs.at(-1)?.trainLoss ?? Number.NaN).toFixed(4),
    `\`${record.weights.slice(0, 12)}\``,
    `\`${record.digest.slice(0, 12)}\``,
  ]);
  return table([header, ...rows]);
}

function effectText({ unit, effect }: Comparison): string {
  if (unit === 'L') return `L = ${effect}`;
  return unit === 'points'
    ? `${points(effect)} points`
    : `${logarithm(effect)} (× ${Math.exp(effect).toFixed(3)})`;
}
