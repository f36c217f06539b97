/** What a test run found, in a few lines for the terminal, and the same for machines. */
import { relative } from 'node:path';
import { hypotheses } from '../hypotheses/hypotheses.ts';
import type { Verdict } from '../hypotheses/verdict.ts';
import { type Conclusion, exitCodes } from '../runner/conclusion.ts';
import type { Session } from '../runner/session.ts';
import { runsOf } from '../study.ts';
import { claim } from './claim.ts';
import type { SessionResult } from './session-result.ts';

/**
 * Sums the invocation up: evidence, audit, verdicts, what is wrong, where the findings are.
 *
 * @param written - the findings file, or undefined if it was not written
 */
export function summary(
  session: Session,
  result: SessionResult,
  conclusion: Conclusion,
  written: string | undefined,
): string {
  const total = runsOf(session.scale).length;
  const ways = [...result.obtained.values()].map(({ how }) => how);
  const [trained, cached] = (['trained', 'cached'] as const).map(
    (way) => ways.filter((how) => how === way).length,
  );
  const lines = [
    `Claim: ${claim}`,
    `Evidence: ${result.validRuns} of ${total} ${session.scale} runs on ${session.engine}; records trained now: ${trained}, ` +
      `from the run cache: ${cached}.`,
    ...result.audits.map(
      ({ run, equal }) =>
        `Audit: ${run} was trained again; its record ${equal ? 'came out byte for byte the same' : 'CAME OUT DIFFERENT'}.`,
    ),
    spotCheckLine(session, result),
    ...result.verdicts.map(verdictLine),
    ...result.problems.map((problem) => `PROBLEM: ${problem}`),
    written
      ? `Findings: ${relative(process.cwd(), written)}`
      : 'Findings: not written, because not every run took part with a valid record.',
    `Conclusion: ${conclusionWords[conclusion]} (exit code ${exitCodes[conclusion]}).`,
  ];
  return lines.map((line) => ` ${line}`).join('\n');
}

function spotCheckLine({ escape, drawnAfresh }: Session, { spotChecks }: SessionResult): string {
  const networks = spotChecks.filter((check) => check.startsWith('weights'));
  const others = spotChecks.filter((check) => !check.startsWith('weights'));
  const drawn = drawnAfresh ? '' : ' Drawn from AUDIT_SEED, not afresh.';
  const done = [`weights and predictions of ${networks.length} networks`, ...others].join(', ');
  return `Spot checks: ${done} came out as recorded; ${escape}.${drawn}`;
}

const conclusionWords: Readonly<Record<Conclusion, string>> = {
  held: 'what was asked for holds; no verdict on the claim',
  supported: 'the gate is supported',
  refuted: 'the gate is refuted',
  inconclusive: 'the gate is inconclusive',
  evidence: 'evidence is missing, invalid or not reproduced, so no verdict counts',
  failed: 'a property failed, so no verdict counts',
};

// The gate with its reason, since it decides the exit code; the others' reasons are in the findings.
function verdictLine({ id, outcome, reason }: Verdict): string {
  const hypothesis = hypotheses.find((candidate) => candidate.id === id);
  const line = `${id}${hypothesis?.gate ? ' (gate)' : ''} ${outcome.toUpperCase()}: ${hypothesis?.claim ?? ''}`;
  return hypothesis?.gate ? `${line} ${reason}` : line;
}

/** The invocation as JSON: conclusion, audit, what was trained and why, and what is wrong. */
export function sessionText(session: Session, result: SessionResult, conclusion: Conclusion): string {
  const { scale, engine } = session;
  const { obtained, audits, spotChecks, problems } = result;
  const content = {
    schema: 1,
    conclusion,
    exitCode: exitCodes[conclusion],
    scale,
    engine,
    validRuns: result.validRuns,
    obtained: Object.fromEntries(obtained),
    audits,
    spotChecks,
    spotChecksDrawnAfresh: session.drawnAfresh,
    escape: session.escape,
    problems,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
