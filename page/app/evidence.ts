/** Turns the page's content back into evidence: every record is checked as the project checks it whenever it is read. */
import { judgeFamilies } from '../../src/judging/families.ts';
import { judge, type Verdict } from '../../src/judging/verdict.ts';
import { requireDistinctRuns } from '../../src/records/distinct-runs.ts';
import type { Evidence } from '../../src/records/evidence.ts';
import { probeJob, runJobs } from '../../src/records/job.ts';
import { type ProbeRecord, probeRecordKind } from '../../src/records/probe-record.ts';
import { parseRecord } from '../../src/records/record-kind.ts';
import { type RunRecord, runRecordKind } from '../../src/records/run-record.ts';
import { reasonsForeign } from '../../src/records/staleness.ts';
import { studyNamed } from '../../src/studies/studies.ts';
import { runName, type ScaleName, type Study } from '../../src/study.ts';
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

/** For so long the page may go without hearing its visitor. */
const WITHOUT_BREATH_MS = 40;

/** What a scale says of itself, unchecked: enough to show how it begins until it has been read. */
export function glanceAt(content: ScaleContent): Shown {
  return shownOf(
    content,
    content.records.map((text) => JSON.parse(text) as RunRecord),
  );
}

/**
 * Reads a scale, in short turns, so that the page stays responsive. The probe, which is long and which the first
 * figures are drawn without, is read when it is first asked for.
 *
 * @throws ContentError if a record is not what it was when it was written, of other settings than the study's, or of another
 *   version than this program
 */
export async function readScale(content: ScaleContent): Promise<Shown> {
  const records: RunRecord[] = [];
  try {
    let breathed = performance.now();
    for (const text of content.records) {
      records.push(parseRecord(runRecordKind, text));
      if (performance.now() - breathed < WITHOUT_BREATH_MS) continue;
      await breath();
      breathed = performance.now();
    }
    requireDistinctRuns(records);
    const jobs = runJobs(studyNamed(content.study), content.scale);
    if (records.length !== jobs.length)
      throw new Error(`there are ${records.length} records of ${jobs.length} runs`);
    jobs.forEach((job, index) => {
      const record = records[index];
      if (record) requireOwn(reasonsForeign(record, job));
    });
    return shownOf(content, records);
  } catch (error) {
    throw contentError(error);
  }
}

function shownOf(content: ScaleContent, records: readonly RunRecord[]): Shown {
  const { scale, engine, carried, verdicts } = content;
  const study = studyNamed(content.study);
  const texts = new Map(records.map(({ run }, index) => [runName(run), content.records[index] ?? '']));
  let probe: ProbeRecord | undefined;
  const evidence = {
    study,
    scale,
    engine,
    records,
    get probe() {
      probe ??= readProbe(content.probe, study, scale);
      return probe;
    },
    carried,
  };
  return { evidence, verdicts, texts };
}

function readProbe(text: string, study: Study, scale: ScaleName): ProbeRecord {
  try {
    const probe = parseRecord(probeRecordKind, text);
    requireOwn(reasonsForeign(probe, probeJob(study, scale)));
    return probe;
  } catch (error) {
    throw contentError(error);
  }
}

function requireOwn([foreign]: readonly string[]): void {
  if (foreign) throw new Error(foreign);
}

function contentError(error: unknown): ContentError {
  return new ContentError(error instanceof Error ? error.message : String(error));
}

/**
 * Judges every hypothesis again, one after another, and compares with the verdicts that came with the page.
 *
 * @throws ContentError if one of them is another, or the probe does not hold
 */
export async function requireVerdicts({ evidence, verdicts }: Shown): Promise<void> {
  const { study } = evidence;
  void evidence.probe; // not every study's hypotheses ask for it
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
