/** Tells runs from copies of one run under several names. */
import { runName } from '../study.ts';
import { IncompleteEvidence } from './evidence.ts';
import type { RunRecord } from './run-record.ts';

/**
 * Sees to it that no two runs ended in the same state: different ones cannot.
 *
 * @throws IncompleteEvidence that names a copy
 */
export function requireDistinctRuns(records: readonly RunRecord[]): void {
  const byEnd = new Map<string, string>();
  for (const { run, chain } of records) {
    const end = chain.at(-1)?.digest ?? '';
    const other = byEnd.get(end);
    if (other) {
      throw new IncompleteEvidence(`${runName(run)} and ${other} end in the same state: one is a copy`);
    }
    byEnd.set(end, runName(run));
  }
}
