/** The findings report: evidence and verdicts in, markdown out, the same bytes for the same records. */
import type { Verdict } from '../judging/verdict.ts';
import type { Evidence } from '../records/evidence.ts';
import type { Replication } from '../records/replication.ts';
import type { Study } from '../study.ts';
import { appendix } from './appendix.ts';
import { besideReplication } from './beside-replication.ts';
import { carriedText } from './carried-text.ts';
import { figureOf } from './figure-link.ts';
import { hypothesisSection } from './hypothesis-section.ts';
import { plainWords } from './plain-words.ts';
import { familiesText, registrationText } from './registration-text.ts';
import { verdictTable } from './verdict-table.ts';

/**
 * Writes the whole report.
 *
 * @param verdicts - one per hypothesis, in the study's order
 * @param figuresFolder - relative to the report
 * @throws IncompleteEvidence if a run that a hypothesis needs is absent
 */
export function findings(
  evidence: Evidence,
  verdicts: readonly Verdict[],
  figuresFolder: string,
  replication?: Replication,
): string {
  const { study } = evidence;
  const { claim, prose } = study;
  const counts = study.scales[evidence.scale].evidence;
  return `${[
    '# Findings',
    `> ${claim}`,
    prose.answer(evidence, verdicts),
    figureOf(figuresFolder)(...prose.headFigure),
    ...(counts
      ? [
          plainWords(study, verdicts)
            .map((words) => `- ${words}`)
            .join('\n'),
          ...(prose.further === undefined ? [] : [prose.further]),
        ]
      : []),
    setting(evidence),
    ...carriedText(evidence),
    ...prose.results(evidence, verdicts, figuresFolder),
    ...(replication ? besideReplication(evidence, replication) : []),
    '## Rules and verdicts',
    verdictTable(study, verdicts),
    'Each p is one-sided, for the direction of the claim.',
    familiesText(study),
    ...prose.notes,
    ...verdicts.map((verdict) => hypothesisSection(study, verdict)),
    '## Registration',
    registrationText(study),
    ...appendix(evidence, verdicts),
  ].join('\n\n')}\n`;
}

function setting({ study, scale, engine, records }: Evidence): string {
  const { width, trainImages, testImages, epochs } = study.scales[scale];
  const packages = Object.entries(records[0]?.fingerprint.packages ?? {});
  const contents = packages.map(([name, digest]) => `${name} \`${digest.slice(0, 12)}\``).join(', ');
  return (
    `${records.length} runs on real CIFAR-10: ${conditionsText(study)} × ${study.grid.seeds.length} seeds, width ${width}, ` +
    `${trainImages.toLocaleString('en')} training images, ${epochs} epochs, ${testImages.toLocaleString('en')} test ` +
    `images, all on engine \`${engine}\` (packages by the SHA-256 of their content: ${contents}).`
  );
}

function conditionsText({ grid }: Study): string {
  if (grid.conditions) return `${grid.conditions.length} conditions`;
  return `${grid.activations.length} activations × ${grid.depths.length} depths`;
}
