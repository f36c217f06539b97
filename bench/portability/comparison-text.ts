/** The comparison as markdown, the same text for the same outcomes: what the command prints and what it keeps. */
import { wordTable } from '../../src/report/table.ts';
import type { Answer } from './answer-task.ts';
import { lastDigest } from './digests.ts';
import { type Asked, type Difference, differences } from './outcome.ts';

/**
 * Sets the platforms, the table of cases by platforms, and what differs.
 *
 * @param golden - every case that is due
 * @param asked - in the order of the table's columns
 */
export function comparisonText(golden: Answer, asked: readonly Asked[]): string {
  const sections = [platformTable(golden, asked), caseTable(golden, asked), differenceList(golden, asked)];
  return sections.filter((section) => section !== '').join('\n\n');
}

/** A platform's outcome in a few words, such as `39 of 39 agree`. */
export function outcomeText(golden: Answer, { outcome }: Asked): string {
  if (outcome.kind === 'absent') return `absent: ${outcome.install}`;
  if (outcome.kind === 'failed') return `✗ failed: ${outcome.reason.split('\n')[0]}`;
  const due = Object.keys(golden).length;
  const different = differences(golden, outcome.answer).length;
  return different === 0 ? `✓ ${due} of ${due} agree` : `✗ ${different} of ${due} differ`;
}

function platformTable(golden: Answer, asked: readonly Asked[]): string {
  const rows = asked.map((one) => [
    one.platform,
    one.outcome.kind === 'computed' ? one.outcome.version : '–',
    outcomeText(golden, one),
  ]);
  return wordTable([['platform', 'version', 'outcome'], ...rows]);
}

function caseTable(golden: Answer, asked: readonly Asked[]): string {
  const columns = asked.flatMap(({ platform, outcome }) =>
    outcome.kind === 'computed' ? [{ platform, found: differences(golden, outcome.answer) }] : [],
  );
  const rows = Object.entries(golden).map(([name, digests]) => [
    name,
    shortened(lastDigest(digests)),
    ...columns.map(({ found }) => cellText(found.find((difference) => difference.name === name))),
  ]);
  return wordTable([['training', 'golden', ...columns.map(({ platform }) => platform)], ...rows]);
}

function cellText(difference: Difference | undefined): string {
  return difference ? `✗ ${shortened(difference.digest)}` : '✓';
}

function differenceList(golden: Answer, asked: readonly Asked[]): string {
  const lines = asked.flatMap(({ platform, outcome }) => {
    if (outcome.kind === 'failed') return [`- ${platform}: ${outcome.reason.replaceAll('\n', '\n  ')}`];
    if (outcome.kind === 'absent') return [];
    return differences(golden, outcome.answer).map((found) => `- ${platform}: ${differenceText(found)}`);
  });
  return lines.join('\n');
}

function differenceText({ name, from, digest }: Difference): string {
  return from === undefined ? `${name} is missing` : `${name} differs from ${from} on, and ends in ${digest}`;
}

function shortened(digest: string | undefined): string {
  return digest === undefined ? 'missing' : `\`${digest.slice(0, 12)}\``;
}
