/** Compares runs that were trained again with the recorded ones: the same bits, or at least the same finding? */

import { compareResults } from '../records/compare-results.ts';
import { finalAccuracy } from '../records/evidence.ts';
import { runJob } from '../records/job.ts';
import type { RunRecord } from '../records/run-record.ts';
import { reasonsStale } from '../records/staleness.ts';
import { bonferroniAlpha } from '../statistics/bonferroni.ts';
import { predictionInterval } from '../statistics/prediction-interval.ts';
import { type Run, runName, study } from '../study.ts';

/** `within` and `outside` are of the prediction interval that the recorded runs of the condition give. */
export type Agreement = 'bit-equal' | 'within' | 'outside' | 'not trained' | 'no record';

/** One run, recorded and trained again. */
export interface ComparedRun {
  readonly name: string;
  /** Final test accuracies, 0–1. */
  readonly recorded: number | undefined;
  readonly own: number | undefined;
  readonly agreement: Agreement;
  /** Whether this is as good an agreement as the engines allow. */
  readonly agrees: boolean;
  /** What differs in code, settings or packages, if anything does. */
  readonly differences: readonly string[];
}

/**
 * Compares each run. Where engine and platform are the recorded ones, nothing but equal bits agrees. Elsewhere a run
 * agrees if its accuracy lies in the interval in which one more run of its condition should fall; the intervals are made
 * wide enough that all of them together err 5 % of the time.
 *
 * @param runs - which runs to compare
 * @param recorded - valid records of a whole scale, or what there is of them
 * @param own - the records computed now
 */
export function compareRuns(
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
    if (!before) return { ...base, agreement: 'no record', agrees: false, differences: [] };
    const differences = reasonsStale(before, runJob(run), now.fingerprint);
    if (compareResults(before, now).equal)
      return { ...base, agreement: 'bit-equal', agrees: true, differences };
    const inside = isWithin(
      finalAccuracy(now),
      run,
      recorded,
      bonferroniAlpha(study.analysis.alpha, runs.length),
    );
    const agrees = inside && !sameEngine(before, now);
    return { ...base, agreement: inside ? 'within' : 'outside', agrees, differences };
  });
}

/** Sets the comparison as text: a line a run, then what it comes to. */
export function agreementText(compared: readonly ComparedRun[]): string {
  const lines = compared.map(({ name, recorded, own, agreement, agrees, differences }) => {
    const why = differences.length > 0 ? ` (${differences.join('; ')})` : '';
    const words = agreementWords[agreement];
    return ` ${name.padEnd(24)} ${cell(recorded)} ${cell(own)}   ${agrees ? words : words.toUpperCase()}${why}`;
  });
  const equal = compared.filter(({ agreement }) => agreement === 'bit-equal').length;
  const agreeing = compared.filter(({ agrees }) => agrees).length;
  return [
    ` ${'Final test accuracy of'.padEnd(24)} ${'recorded'.padStart(9)} ${'own'.padStart(9)}`,
    ...lines,
    ` ${agreeing} of ${compared.length} runs agree; ${equal} of them are byte for byte the recorded ones.`,
  ].join('\n');
}

const agreementWords: Readonly<Record<Agreement, string>> = {
  'bit-equal': 'bit-equal',
  within: 'within the prediction interval',
  outside: 'outside the prediction interval',
  'not trained': 'not trained',
  'no record': 'no valid record to compare with',
};

function cell(accuracy: number | undefined): string {
  return (accuracy === undefined ? '–' : `${(100 * accuracy).toFixed(2)} %`).padStart(9);
}

function recordOf(records: readonly RunRecord[], run: Run): RunRecord | undefined {
  return records.find((record) => runName(record.run) === runName(run) && record.run.scale === run.scale);
}

function sameEngine({ fingerprint: one }: RunRecord, { fingerprint: other }: RunRecord): boolean {
  return one.engine === other.engine && one.platform === other.platform;
}

function isWithin(accuracy: number, run: Run, recorded: readonly RunRecord[], alpha: number): boolean {
  const earlier = study.grid.seeds
    .flatMap((seed) => recordOf(recorded, { ...run, seed }) ?? [])
    .map(finalAccuracy);
  if (earlier.length < 2) return false;
  const prediction = predictionInterval(earlier, { alpha });
  if (prediction.kind === 'zero-variance') return accuracy === prediction.estimate;
  const [low, high] = prediction.interval;
  return low <= accuracy && accuracy <= high;
}
