/** Turns the page's content back into evidence: every record is checked as the project checks it whenever it is read. */
import type { Verdict } from '../../src/judging/verdict.ts';
import type { Evidence } from '../../src/records/evidence.ts';
import { probeRecordKind } from '../../src/records/probe-record.ts';
import { parseRecord } from '../../src/records/record-kind.ts';
import { runRecordKind } from '../../src/records/run-record.ts';
import { studyNamed } from '../../src/studies/studies.ts';
import { runName } from '../../src/study.ts';
import type { Content, ScaleContent } from '../content.ts';

/** One scale of one study, ready to be shown. */
export interface Shown {
  readonly evidence: Evidence;
  readonly verdicts: readonly Verdict[];
  /** The records as they were committed, by name within the scale. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads every scale, a record at a time, so that the page stays responsive.
 *
 * @throws Error if a record is not what it was when it was written, or of another version than this program
 */
export async function readScales({ scales }: Content): Promise<readonly Shown[]> {
  const shown: Shown[] = [];
  for (const scale of scales) shown.push(await readScale(scale));
  return shown;
}

async function readScale(content: ScaleContent): Promise<Shown> {
  const { scale, engine, carried, verdicts } = content;
  const records = [];
  for (const text of content.records) {
    records.push(parseRecord(runRecordKind, text));
    await new Promise((resolve) => setTimeout(resolve));
  }
  const probe = parseRecord(probeRecordKind, content.probe);
  const texts = new Map(records.map(({ run }, index) => [runName(run), content.records[index] ?? '']));
  const evidence = { study: studyNamed(content.study), scale, engine, records, probe, carried };
  return { evidence, verdicts, texts };
}
