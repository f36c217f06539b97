/** What a test run found, in a few lines for the terminal. */
import { relative } from 'node:path';
import { hypotheses } from '../hypotheses/hypotheses.ts';
import type { Verdict } from '../hypotheses/verdict.ts';
import type { ProbeRecord } from '../records/probe-record.ts';
import type { Session } from '../runner/session.ts';
import { runsOf } from '../study.ts';
import { claim } from './findings.ts';
import type { AuditMeta, RunMeta } from './task-meta.ts';

/** What the specs of one invocation handed over. */
export interface SessionResult {
  readonly runs: readonly RunMeta[];
  readonly probe: ProbeRecord | undefined;
  readonly audits: readonly AuditMeta[];
  readonly verdicts: readonly Verdict[];
}

/**
 * Sums the invocation up: evidence, audit, verdicts, where the findings are.
 *
 * @param written - the findings file, or undefined if it was not written
 */
export function summary(session: Session, result: SessionResult, written: string | undefined): string {
  const total = runsOf(session.scale).length;
  const trained = result.runs.filter(({ provider }) => provider === 'trained').length;
  const lines = [
    `Claim: ${claim}`,
    `Evidence: ${result.runs.length} of ${total} ${session.scale} runs on ${session.engine}, ${trained} of them trained now.`,
    ...result.audits.map(
      ({ run, equal }) =>
        `Audit: ${run} was trained again; its record ${equal ? 'came out byte for byte the same' : 'CAME OUT DIFFERENT'}.`,
    ),
    ...result.verdicts.map(verdictLine),
    written
      ? `Findings: ${relative(process.cwd(), written)}`
      : 'Findings: not written, because not every run took part with a valid record.',
  ];
  return lines.map((line) => ` ${line}`).join('\n');
}

// The gate with its reason, since it decides the exit code; the others' reasons are in the findings.
function verdictLine({ id, outcome, reason }: Verdict): string {
  const hypothesis = hypotheses.find((candidate) => candidate.id === id);
  const line = `${id}${hypothesis?.gate ? ' (gate)' : ''} ${outcome.toUpperCase()}: ${hypothesis?.claim ?? ''}`;
  return hypothesis?.gate ? `${line} ${reason}` : line;
}
