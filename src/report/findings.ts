/** The findings report: evidence and verdicts in, markdown out, the same bytes for the same records. */
import { gateVerdict, judgeAll } from '../hypotheses/hypotheses.ts';
import type { Outcome, Verdict } from '../hypotheses/verdict.ts';
import type { Evidence } from '../records/evidence.ts';
import { variantOf } from '../records/store.ts';
import { study } from '../study.ts';
import { bootstrapTable, signFlipTable } from './assumptions.ts';
import {
  collapsedRuns,
  leaveOneOutTable,
  metricTable,
  replicationTable,
  uncertaintyTable,
} from './audits.ts';
import { carriedText } from './carried-text.ts';
import { claim } from './claim.ts';
import { bothAccuraciesTable, bothVerdictsTable, lagTable } from './evaluations.ts';
import { hypothesisSection } from './hypothesis-section.ts';
import { ablationTable, dilutionSentence, dilutionTable, layerTable } from './mechanism.ts';
import { deviations, scaleDeviation } from './notebook.ts';
import { points } from './number-format.ts';
import { plainWords } from './plain-words.ts';
import { familiesText, registrationText } from './registration-text.ts';
import { accuracyTable, bestEpochTable, deltaAt, gradientTable, runTable, verdictTable } from './tables.ts';

const headlines: Readonly<Record<Outcome, string>> = {
  supported: 'The claim is **supported**',
  refuted: 'The claim is **refuted**',
  inconclusive: 'The evidence is **inconclusive**',
};

/**
 * Writes the whole report.
 *
 * @param evidence - complete evidence of one scale and engine
 * @param figuresFolder - where the figures lie, relative to the report
 * @returns markdown, ending in a line end
 * @throws IncompleteEvidence if a run that a hypothesis needs is absent
 */
export function findings(evidence: Evidence, figuresFolder: string): string {
  const verdicts = judgeAll(evidence);
  return `${[
    '# Findings',
    `> ${claim}`,
    headline(evidence, verdicts),
    ...(study.scales[evidence.scale].evidence
      ? [
          plainWords(verdicts)
            .map((answer) => `- ${answer}`)
            .join('\n'),
        ]
      : []),
    setting(evidence),
    ...carriedText(evidence),
    registrationText(),
    '## Test accuracy',
    figure(
      figuresFolder,
      'accuracy',
      'Test accuracy by number of blocks, ReLU above Sigmoid where the claim holds',
    ),
    accuracyTable(evidence),
    'Accuracies are of the final epoch, mean ± standard deviation over seeds. δ is ReLU − Sigmoid in percentage ' +
      'points, paired by seed; its interval covers seed-to-seed variation. The notebook’s figures are its best epoch ' +
      `on the test set, from one run at full scale${evidence.scale === 'paper' ? '' : ', so they are not to be compared with ours in size'}.`,
    '### As in the source: best epoch on the test set',
    bestEpochTable(evidence),
    'Choosing the epoch on the test set biases a result upward; "best − final" is by how much here, in percentage ' +
      'points, mean over seeds.',
    '### By recomputed statistics',
    bothAccuraciesTable(evidence),
    'The same weights under both evaluations, after the last epoch: by batch norm’s running statistics, as the notebook has ' +
      `it, and by statistics recomputed over the first ${study.scales[evidence.scale].statisticsImages.toLocaleString('en')} training images.`,
    'How far the running means trail the recomputed ones, in standard deviations, mean over seeds and layers:',
    lagTable(evidence),
    bothVerdictsTable(evidence),
    'H1, H2b and H4b are registered for the running statistics; the other rows apply their rules to the recomputed ones, ' +
      'for comparison only, and each row as if it were alone.',
    '## Hypotheses',
    verdictTable(verdicts),
    ...verdicts.map(hypothesisSection),
    'Each p is one-sided, for the direction of the claim: a two-sided 95 % interval lies on the claim’s side of its margin ' +
      'just when p < 0.025. The p of H7b is the larger of those of its two tests. H1 alone gates the test run.',
    familiesText(),
    '## Gradient average',
    figure(figuresFolder, 'gradient-average', 'The notebook’s gradient average by number of blocks'),
    gradientTable(evidence),
    'The notebook’s measure: per batch the mean over parameter tensors of mean |g|, averaged over batches and epochs; ' +
      'mean ± standard deviation over seeds.',
    '### How much of its fall is dilution?',
    dilutionTable(evidence),
    dilutionSentence(evidence),
    '## Mechanism: where the gradient goes',
    '‖∂L/∂W‖ / ‖W‖ of each layer with 8 blocks, mean over seeds. A gradient that vanishes shrinks from the head ' +
      'towards the stem.',
    layerTable(evidence),
    figure(
      figuresFolder,
      'first-layer-gradient',
      'Gradient of the first layer at initialisation by number of blocks',
    ),
    `The same ratio for the first layer at initialisation, with and without batch norm, median over ${study.scales[evidence.scale].probeSeeds} seeds:`,
    ablationTable(evidence),
    '## Audits',
    '### Other epochs',
    metricTable(evidence),
    '### Leave one seed out',
    leaveOneOutTable(evidence),
    'With 2 seeds left the one-sided t test needs t > 6.31, so an outcome may turn inconclusive for want of seeds alone.',
    '### Without assuming normal distributions',
    signFlipTable(verdictOn('H1', verdicts)),
    'The t tests assume that seeds differ normally. Sign flips assume symmetry alone, but n seeds can never give a p ' +
      'under 2⁻ⁿ: with fewer than 5 seeds no verdict is possible without that assumption.',
    ...(study.scales[evidence.scale].probeSeeds >= 20
      ? ['The probe has seeds enough to be resampled instead:', bootstrapTable(verdictOn('H8', verdicts))]
      : []),
    '### Other sources of uncertainty',
    uncertaintyTable(evidence),
    'In percentage points. The test-set error is the standard error that sampling the test images gives δ, mean over ' +
      'seeds; McNemar’s exact test compares the two networks of a seed on the same images.',
    collapsedRuns(evidence),
    ...(evidence.scale === 'paper' ? ['### Replication', replicationTable(evidence)] : []),
    '## How to reproduce',
    reproduction(evidence),
    'Every test run that leans on these records computes parts of them again, drawn afresh: predictions of every network, the first steps of two ' +
      'runs, one run whole, two seeds of the probe. What it was, what came of it, and with which chance a forgery escapes, stands in the last ' +
      'lines of the test run and in `session.json` beside this report.',
    '## Deviations from the notebook',
    [...deviations, scaleDeviation(evidence.scale)].map((deviation) => `- ${deviation}`).join('\n'),
    '## Runs behind this report',
    runTable(evidence.records, `runs/${variantOf(evidence.scale, evidence.engine)}`),
    `Gradients at initialisation: [initialisation](runs/${variantOf(evidence.scale, evidence.engine)}/initialisation.json), record \`${evidence.probe.digest.slice(0, 12)}\`. Of each digest the first 12 digits are given.`,
  ].join('\n\n')}\n`;
}

function verdictOn(id: string, verdicts: readonly Verdict[]): Verdict {
  const found = verdicts.find((verdict) => verdict.id === id);
  if (!found) throw new Error(`findings needs a verdict on ${id}, got none`);
  return found;
}

function headline(evidence: Evidence, verdicts: readonly Verdict[]): string {
  const gate = gateVerdict(verdicts);
  if (!gate) throw new Error('findings needs a verdict on the gate, got none');
  const deltas = study.grid.depths.map((depth) => `${points(deltaAt(evidence, depth).effect)} with ${depth}`);
  return (
    `${headlines[gate.outcome]} at \`${evidence.scale}\` scale: ${gate.reason} ` +
    `ReLU − Sigmoid, in percentage points of test accuracy by number of blocks: ${deltas.join(', ')}.` +
    (evidence.scale === 'paper' ? aboutEvaluation(verdicts) : '') +
    (evidence.scale === 'quick' ? EARLY : '')
  );
}

// The notebook's degradation is one of its own scale, so this is said there alone.
function aboutEvaluation(verdicts: readonly Verdict[]): string {
  const holds = ['H9a', 'H9b'].every((id) => verdictOn(id, verdicts).outcome === 'supported');
  return holds
    ? ' By recomputed statistics Sigmoid gains from depth (H9a, H9b): the notebook’s "substantial degradation" of Sigmoid ' +
        'is a fact about evaluation, not about learning.'
    : '';
}

const EARLY =
  ' This scale shows how fast networks learn early on, not where they end: the claim’s own scale is `paper`.';

function setting({ scale, engine, records }: Evidence): string {
  const { width, trainImages, testImages, epochs } = study.scales[scale];
  const packages = Object.entries(records[0]?.fingerprint.packages ?? {});
  const contents = packages.map(([name, digest]) => `${name} \`${digest.slice(0, 12)}\``).join(', ');
  return (
    `${records.length} runs on real CIFAR-10: ${study.grid.activations.length} activations × ` +
    `${study.grid.depths.length} depths × ${study.grid.seeds.length} seeds, width ${width}, ` +
    `${trainImages.toLocaleString('en')} training images, ${epochs} epochs, ${testImages.toLocaleString('en')} test ` +
    `images, all on engine \`${engine}\` (packages by the SHA-256 of their content: ${contents}).`
  );
}

function figure(folder: string, name: string, alternative: string): string {
  return [
    '<picture>',
    `  <source media="(prefers-color-scheme: dark)" srcset="${folder}/${name}-dark.svg">`,
    `  <img alt="${alternative}" src="${folder}/${name}-light.svg" width="640">`,
    '</picture>',
  ].join('\n');
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
