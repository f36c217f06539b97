/** Compares runs that were trained again with the recorded ones, one by one: the same bits? */

import { compareResults } from '../records/compare-results.ts';
import { finalAccuracy } from '../records/evidence.ts';
import { runJob } from '../records/job.ts';
import type { RunRecord } from '../records/run-record.ts';
import { reasonsStale } from '../records/staleness.ts';
import { type Design, type Run, runName } from '../study.ts';

/** How a run compares; one of another engine can neither agree nor disagree by itself. */
export type Agreement =
  | 'bit-equal'
  | 'other bits'
  | 'another engine, compared jointly'
  | 'not trained'
  | 'no valid record to compare with';

/** One run, recorded and trained again. */
export interface ComparedRun {
  readonly name: string;
  /** Final test accuracies, 0–1. */
  readonly recorded: number | undefined;
  readonly own: number | undefined;
  readonly agreement: Agreement;
  /** Undefined where the run alone cannot say. */
  readonly agrees: boolean | undefined;
  /** What differs in code, settings or packages, if anything does. */
  readonly differences: readonly string[];
}

/**
 * Compares each run. Where engine and platform are the recorded ones, nothing but equal bits agrees.
 *
 * @param recorded - valid records of a whole scale, or what there is of them
 * @param own - the records computed now
 */
export function compareRuns(
  design: Design,
  runs: readonly Run[],
  recorded: readonly RunRecord[],
  own: readonly RunRecord[],
): readonly ComparedRun[] {
  return runs.map((run) => {
    const [before, now] = [recordOf(recorded, run), recordOf(own, run)];
    const base = {
      name: runName(run),
      recorded: before && finalAccuracy(before),
      own: now && finalAccuracy(now),
    };
    if (!now) return { ...base, agreement: 'not trained', agrees: false, differences: [] };
    if (!before)
      return { ...base, agreement: 'no valid record to compare with', agrees: false, differences: [] };
    const differences = reasonsStale(before, runJob(design, run), now.fingerprint);
    if (!sameEngine(before, now)) {
      return { ...base, agreement: 'another engine, compared jointly', agrees: undefined, differences };
    }
    const agrees = compareResults(before, now) === '';
    return { ...base, agreement: agrees ? 'bit-equal' : 'other bits', agrees, differences };
  });
}

/** Sets the comparison as text: a line per run, then what it comes to. */
export function agreementText(compared: readonly ComparedRun[]): string {
  const lines = compared.map(({ name, recorded, own, agreement, agrees, differences }) => {
    const list = differences.join('; ');
    const why = list && (agrees ? `, though ${list}` : ` (${list})`);
    const said = agrees === false ? agreement.toUpperCase() : agreement;
    return ` ${name.padEnd(24)} ${cell(recorded)} ${cell(own)}   ${said}${why}`;
  });
  const equal = compared.filter(({ agreement }) => agreement === 'bit-equal').length;
  return [
    ` ${'Final test accuracy of'.padEnd(24)} ${'recorded'.padStart(9)} ${'own'.padStart(9)}`,
    ...lines,
    ` ${equal} of ${compared.length} runs have the recorded bits.`,
  ].join('\n');
}

function cell(accuracy: number | undefined): string {
  return (accuracy === undefined ? '–' : `${(100 * accuracy).toFixed(2)} %`).padStart(9);
}

function recordOf(records: readonly RunRecord[], run: Run): RunRecord | undefined {
  return records.find((record) => runName(record.run) === runName(run) && record.run.scale === run.scale);
}

// Our own engines give the same bits everywhere; a native library's hang on the machine.
function sameEngine({ fingerprint: one }: RunRecord, { fingerprint: other }: RunRecord): boolean {
  if (one.engine !== other.engine) return false;
  return one.engine !== 'tensorflow' || one.platform === other.platform;
}
