/** Turns the page's content back into evidence: every record is checked as the project checks it whenever it is read. */
import { judgeFamilies } from '../../src/judging/families.ts';
import { judge, type Verdict } from '../../src/judging/verdict.ts';
import { requireDistinctRuns } from '../../src/records/distinct-runs.ts';
import type { Evidence } from '../../src/records/evidence.ts';
import { probeJob, runJobs } from '../../src/records/job.ts';
import { probeRecordKind } from '../../src/records/probe-record.ts';
import { parseRecord } from '../../src/records/record-kind.ts';
import { type RunRecord, runRecordKind } from '../../src/records/run-record.ts';
import { reasonsForeign } from '../../src/records/staleness.ts';
import { studyNamed } from '../../src/studies/studies.ts';
import { runName } from '../../src/study.ts';
import type { ScaleContent } from '../content.ts';
import { breath } from './breath.ts';

/** One scale of one study, ready to be shown. */
export interface Shown {
  readonly evidence: Evidence;
  readonly verdicts: readonly Verdict[];
  /** The records as they were committed, by name within the scale. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The page's content does not hold. */
export class ContentError extends Error {
  override readonly name = 'ContentError';
}

/**
 * Reads a scale, a record at a time, so that the page stays responsive.
 *
 * @throws ContentError if a record is not what it was when it was written, of other settings than the study's, or of another
 *   version than this program
 */
export async function readScale(content: ScaleContent): Promise<Shown> {
  const { scale, engine, carried, verdicts } = content;
  const records: RunRecord[] = [];
  try {
    for (const text of content.records) {
      records.push(parseRecord(runRecordKind, text));
      await breath();
    }
    requireDistinctRuns(records);
    const probe = parseRecord(probeRecordKind, content.probe);
    const study = studyNamed(content.study);
    const jobs = runJobs(study, scale);
    const [foreign] = [
      ...(records.length === jobs.length
        ? []
        : [`there are ${records.length} records of ${jobs.length} runs`]),
      ...jobs.flatMap((job, index) => (records[index] ? reasonsForeign(records[index], job) : [])),
      ...reasonsForeign(probe, probeJob(study, scale)),
    ];
    if (foreign) throw new ContentError(foreign);
    const texts = new Map(records.map(({ run }, index) => [runName(run), content.records[index] ?? '']));
    const evidence = { study, scale, engine, records, probe, carried };
    return { evidence, verdicts, texts };
  } catch (error) {
    throw new ContentError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Judges every hypothesis again, one after another, and compares with the verdicts that came with the page.
 *
 * @throws ContentError if one of them is another
 */
export async function requireVerdicts({ evidence, verdicts }: Shown): Promise<void> {
  const { study } = evidence;
  const alone: Verdict[] = [];
  for (const hypothesis of study.hypotheses) {
    alone.push(judge(hypothesis, evidence));
    await breath();
  }
  for (const judged of judgeFamilies(study, alone)) {
    const { id, outcome } = judged;
    const shown = verdicts.find((verdict) => verdict.id === id);
    if (shown?.outcome !== outcome)
      throw new ContentError(`${id} is ${outcome} by these records, and the page says ${shown?.outcome}`);
    if (rounded(shown) !== rounded(judged))
      throw new ContentError(`${id} has other numbers by these records than the page says`);
  }
}

// The last digits of a logarithm are the browser's own.
function rounded(verdict: Verdict): string {
  return JSON.stringify(verdict, (_, value) => (typeof value === 'number' ? value.toPrecision(9) : value));
}
