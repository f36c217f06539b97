/** The report's appendix: audits, everything seed by seed, deviations, how to reproduce, and every run. */
import type { Verdict } from '../hypotheses/verdict.ts';
import type { Evidence } from '../records/evidence.ts';
import { variantOf } from '../records/store.ts';
import { study } from '../study.ts';
import { bestEpochTable } from './accuracy-tables.ts';
import { verdictOn } from './answer.ts';
import { bootstrapTable, signFlipTable } from './assumptions.ts';
import { collapsedRuns, leaveOneOutTable, metricTable, uncertaintyTable } from './audits.ts';
import { bothVerdictsTable, lagTable } from './evaluations.ts';
import { valuesBySeed } from './hypothesis-section.ts';
import { layerTable } from './mechanism.ts';
import { deviations, scaleDeviation } from './notebook.ts';
import { runTable } from './tables.ts';

/** Seeds of the probe from which on resampling them says something. */
const RESAMPLED = 20;

/** Sets the appendix. @returns paragraphs of markdown */
export function appendix(evidence: Evidence, verdicts: readonly Verdict[]): readonly string[] {
  const { scale, engine, records, probe } = evidence;
  const folder = `runs/${variantOf(scale, engine)}`;
  return [
    '## Appendix: the same rules otherwise',
    '### By the other evaluation',
    bothVerdictsTable(evidence),
    'H1, H2b and H4b are registered for the running statistics; the other rows apply their rules to the recomputed ones, ' +
      'for comparison only, and each row as if it were alone.',
    'How far the running means trail the recomputed ones after the last epoch, in standard deviations, mean over seeds and layers:',
    lagTable(evidence),
    '### Other epochs',
    metricTable(evidence),
    bestEpochTable(evidence),
    'Choosing the epoch on the test set, as the notebook does, biases a result upward; "best − final" is by how much here, in percentage ' +
      'points, mean over seeds.',
    '### Leave one seed out',
    leaveOneOutTable(evidence),
    'With 2 seeds left the one-sided t test needs t > 6.31, so an outcome may turn inconclusive for want of seeds alone.',
    '### Without assuming normal distributions',
    signFlipTable(verdictOn('H1', verdicts)),
    'The t tests assume that seeds differ normally. Sign flips assume symmetry alone, but n seeds can never give a p ' +
      'under 2⁻ⁿ: with fewer than 5 seeds no verdict is possible without that assumption.',
    ...(study.scales[scale].probeSeeds >= RESAMPLED
      ? ['The probe has seeds enough to be resampled instead:', bootstrapTable(verdictOn('H8', verdicts))]
      : []),
    '### Other sources of uncertainty',
    uncertaintyTable(evidence),
    'In percentage points. The test-set error is the standard error that sampling the test images gives δ, mean over ' +
      'seeds; McNemar’s exact test compares the two networks of a seed on the same images.',
    collapsedRuns(evidence),
    '## Appendix: seed by seed',
    'What each rule was applied to, so that a reader can apply it again.',
    ...verdicts.flatMap((verdict) =>
      verdict.comparisons.map((comparison) => valuesBySeed(verdict.id, comparison)),
    ),
    '<details><summary>Gradient by layer, mean over seeds</summary>',
    layerTable(evidence),
    '</details>',
    '## Appendix: how to reproduce',
    reproduction(evidence),
    'Every test run that leans on these records computes parts of them again, drawn afresh: predictions of every network, the first steps of two ' +
      'runs, one run whole, two seeds of the probe. What it was, what came of it, and with which chance a forgery escapes, stands in the last ' +
      'lines of the test run and in `session.json` beside this report.',
    '## Appendix: deviations from the notebook',
    [...deviations, scaleDeviation(scale)].map((deviation) => `- ${deviation}`).join('\n'),
    '## Appendix: runs behind this report',
    runTable(records, folder),
    `Gradients at initialisation: [initialisation](${folder}/initialisation.json), record \`${probe.digest.slice(0, 12)}\`. Of each digest the first 12 digits are given.`,
  ];
}

function reproduction({ scale, engine }: Evidence): string {
  const prefix = engine === 'wasm' ? '' : `ENGINE=${engine} `;
  return [
    '```sh',
    `${prefix}npm run reproduce${scale === 'quick' ? '      ' : ` -- --scale ${scale}`}   # trains every run from nothing and compares it with its record`,
    `${prefix}npx vitest run --mode ${scale}   # judges the stored records, trains what is missing or stale`,
    '```',
  ].join('\n');
}
