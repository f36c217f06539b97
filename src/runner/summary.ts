/** What a test run found, in a few lines for the terminal, and the same for machines. */
import { relative } from 'node:path';
import type { Verdict } from '../judging/verdict.ts';
import { studyNamed } from '../studies/studies.ts';
import { runsOf, type Study } from '../study.ts';
import { type Conclusion, exitCodes } from './conclusion.ts';
import type { ScaleResult } from './scale-result.ts';
import { chancesText } from './spot-check-plan.ts';

/** What the whole invocation ended with. */
export interface Ending {
  readonly conclusion: Conclusion;
  /** What is wrong with the evidence, a sentence each. */
  readonly problems: readonly string[];
  /** What took no part, a sentence each. */
  readonly absent: readonly string[];
  /** Variables that were set and change what is looked at, such as `AUDIT=relu-depth-1-seed-1`. */
  readonly settings: readonly string[];
}

/**
 * Sums the invocation up: evidence, checks and verdicts of each scale, what is wrong or absent, where the findings are.
 *
 * @param written - the findings files that were written
 */
export function summary(scales: readonly ScaleResult[], ending: Ending, written: readonly string[]): string {
  const { conclusion, problems, absent, settings } = ending;
  const files = written.map((path) => relative(process.cwd(), path));
  const lines = [
    ...scales.flatMap((scale, index) => {
      const { study } = scale.plan;
      const claim = study === scales[index - 1]?.plan.study ? [] : [`Claim: ${studyNamed(study).claim}`];
      return [...claim, ...scaleLines(scale)];
    }),
    ...(settings.length > 0 ? [`Set: ${settings.join(', ')}.`] : []),
    ...problems.map((problem) => `PROBLEM: ${problem}`),
    ...absent.map((part) => `PARTIAL: ${part}.`),
    files.length > 0
      ? `Findings: ${files.join(', ')}`
      : 'Findings: not written, because not everything took part with valid records.',
    `Conclusion: ${conclusionWords[conclusion]} (exit code ${exitCodes[conclusion]}).`,
  ];
  return lines.map((line) => ` ${line}`).join('\n');
}

function scaleLines(judged: ScaleResult): readonly string[] {
  const { plan, validRuns, obtained, audits, verdicts } = judged;
  const study = studyNamed(plan.study);
  const total = runsOf(study, plan.scale).length;
  const ways = [...obtained.values()].map(({ how }) => how);
  const [trained, cached] = (['trained', 'cached'] as const).map(
    (way) => ways.filter((how) => how === way).length,
  );
  return [
    `Evidence: ${validRuns} of ${total} ${plan.scale} runs on ${plan.engine}; records trained now: ${trained}, ` +
      `from the run cache: ${cached}.`,
    ...audits.map(
      ({ run, equal }) =>
        `Audit: ${run} was trained again; its record ${equal ? 'came out byte for byte the same' : 'CAME OUT DIFFERENT'}.`,
    ),
    ...spotCheckLine(judged),
    ...verdicts.map((verdict) => verdictLine(study, verdict)),
  ];
}

function spotCheckLine(judged: ScaleResult): readonly string[] {
  if (judged.spotChecks.length === 0) return [];
  const { networks, prefixes, probes } = checksOf(judged);
  const done = [
    `weights and predictions of ${networks.length} networks`,
    ...prefixes,
    `${probes.length} of the probe’s networks`,
  ].join(', ');
  return [`Spot checks: ${done} came out as recorded; ${chancesOf(judged)}.`];
}

function checksOf({ spotChecks }: ScaleResult) {
  const checks = spotChecks.map(({ what }) => what);
  const those = (what: string) => checks.filter((check) => check.startsWith(what));
  return { networks: those('weights'), prefixes: those('first'), probes: those('probe') };
}

/** By what was checked, which is more than one plan's where shards drew each their own. */
function chancesOf(judged: ScaleResult): string {
  const { networks, prefixes, probes } = checksOf(judged);
  const different = (checks: readonly string[]) =>
    new Set(checks.map((check) => check.split(' of ')[1])).size;
  const { study, scale } = judged.plan;
  return chancesText(studyNamed(study), scale, {
    networks: networks.length,
    prefixes: different(prefixes),
    probes: different(probes),
  });
}

const conclusionWords: Readonly<Record<Conclusion, string>> = {
  held: 'everything holds, at a scale or in a study without a gate',
  shard: 'this shard holds; a verdict comes with the merge of all',
  partial: 'nothing failed, and too little took part for a verdict',
  supported: 'every gate is supported',
  refuted: 'a gate is refuted',
  inconclusive: 'a gate is inconclusive',
  evidence: 'evidence is missing, invalid or not reproduced, so no verdict counts',
  failed: 'a property failed, so no verdict counts',
};

// The gate with its reason, since it decides the exit code; the others' reasons are in the findings.
function verdictLine({ hypotheses }: Study, { id, outcome, reason }: Verdict): string {
  const hypothesis = hypotheses.find((candidate) => candidate.id === id);
  const line = `${id}${hypothesis?.gate ? ' (gate)' : ''} ${outcome.toUpperCase()}: ${hypothesis?.claim ?? ''}`;
  return hypothesis?.gate ? `${line} ${reason}` : line;
}

/**
 * The invocation as JSON: conclusion, what was set, and of each scale what was trained, audited and checked.
 *
 * @param code - digest of the code that came to it
 */
export function sessionText(scales: readonly ScaleResult[], ending: Ending, code: string): string {
  const { conclusion, problems, absent, settings } = ending;
  const content = {
    schema: 4,
    code,
    conclusion,
    exitCode: exitCodes[conclusion],
    settings,
    problems,
    absent,
    scales: scales.map((judged) => {
      const { plan, validRuns, obtained, audits, spotChecks, gate } = judged;
      return {
        study: plan.study,
        scale: plan.scale,
        engine: plan.engine,
        gates: plan.gates,
        gate: gate ?? null,
        validRuns,
        obtained: Object.fromEntries(obtained),
        audits,
        spotChecks: spotChecks.map(({ what }) => what),
        chances: chancesOf(judged),
      };
    }),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
