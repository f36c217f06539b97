/** One hypothesis's section of the report: claim, where it is from, what is read, rule and verdict. */
import type { Hypothesis } from '../judging/hypothesis.ts';
import type { Comparison, Verdict } from '../judging/verdict.ts';
import type { Study } from '../study.ts';
import { table } from './table.ts';

/** @throws Error if the verdict is on none of the study's hypotheses */
export function hypothesisSection(study: Pick<Study, 'hypotheses'>, verdict: Verdict): string {
  const { id, claim, origin, reads, rule, gate, status, registered } = hypothesisOf(study, verdict);
  return [
    `### ${id}: ${claim}`,
    origin,
    [
      `- Read from the records: ${reads}`,
      `- Rule${gate ? ' (gate)' : ''}: ${rule}`,
      `- Standing: ${status}, registered on ${registered.date} ${AFTER[registered.after]}.`,
      `- Verdict: **${verdict.outcome}**. ${verdict.reason.replaceAll('= -', '= −')}`,
    ].join('\n'),
  ].join('\n\n');
}

const AFTER = {
  pilot: 'after a pilot, and before any record of this study',
  quick: 'after the results of `quick` scale and before any record of `paper` scale',
  paper: 'after the results of `paper` scale',
} as const;

function hypothesisOf({ hypotheses }: Pick<Study, 'hypotheses'>, { id }: Verdict): Hypothesis {
  const found = hypotheses.find((hypothesis) => hypothesis.id === id);
  if (!found)
    throw new Error(`hypothesisSection needs a verdict on one of the study's hypotheses, got ${id}`);
  return found;
}

/** Every value that a rule was applied to, folded away, so that a reader can apply it again without the source. */
export function valuesBySeed(
  id: string,
  { label, bySeed: { firstSeed, columns, rows } }: Comparison,
): string {
  const lines = rows.map((values, index) => [String(firstSeed + index), ...values.map(value)]);
  return [
    `<details><summary>${id}: ${label}</summary>`,
    table([['Seed', ...columns], ...lines]),
    '</details>',
  ].join('\n\n');
}

// Six digits tell any two accuracies apart, so that ties are seen to be ties.
function value(number: number): string {
  return `${Number(number.toPrecision(6))}`.replaceAll('-', '−');
}
