/** The report's appendix: robustness checks, everything seed by seed, deviations, how to reproduce, and every run. */
import type { Verdict } from '../judging/verdict.ts';
import type { Evidence } from '../records/evidence.ts';
import { variantOf } from '../records/store.ts';
import { valuesBySeed } from './hypothesis-section.ts';
import { runTable } from './run-table.ts';

/** @returns paragraphs of markdown */
export function appendix(evidence: Evidence, verdicts: readonly Verdict[]): readonly string[] {
  const { study, scale, engine, records, probe } = evidence;
  const folder = `runs/${variantOf(scale, engine)}`;
  return [
    '## Appendix: the same rules otherwise',
    ...study.prose.robustness(evidence, verdicts),
    '## Appendix: seed by seed',
    'What each rule was applied to, so that a reader can apply it again.',
    ...verdicts.flatMap((verdict) =>
      verdict.comparisons.map((comparison) => valuesBySeed(verdict.id, comparison)),
    ),
    '## Appendix: how to reproduce',
    reproduction(evidence),
    'Every test run that leans on these records computes parts of them again, drawn afresh: predictions of every network, the first steps of two ' +
      'runs, some networks of the probe, and, unless the scale takes hours, one run whole. What it was, what came of it, and with which chance a forgery escapes, stands in the last ' +
      'lines of the test run and in `session.json` in the folder above.',
    '## Appendix: deviations from the notebook',
    study.prose
      .deviations(scale)
      .map((deviation) => `- ${deviation}`)
      .join('\n'),
    '## Appendix: runs behind this report',
    runTable(records, folder),
    `The probe, networks at initialisation: [initialisation](${folder}/initialisation.json), record \`${probe.digest.slice(0, 12)}\`. Of each digest the first 12 digits are given.`,
  ];
}

// By name, since a scale alone means every study that is run at it, and some take hours.
function reproduction({ study: { name }, scale, engine }: Evidence): string {
  const prefix = engine === 'wasm' ? '' : `ENGINE=${engine} `;
  return [
    '```sh',
    `${prefix}npm run reproduce -- --study ${name} --scale ${scale}   # trains every run from nothing and compares it with its record`,
    `${prefix}npx vitest run --mode ${name}/${scale}   # judges the stored records, trains what is missing or stale`,
    '```',
  ].join('\n');
}
