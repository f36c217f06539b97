/** The report's table of runs. */
import { finalAccuracy } from '../records/evidence.ts';
import type { RunRecord } from '../records/run-record.ts';
import { runName } from '../study.ts';
import { percent } from './number-format.ts';
import { table } from './table.ts';

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
