/** One hypothesis's section of the report: from the claim over rule and values to the verdict. */
import { hypotheses } from '../hypotheses/hypotheses.ts';
import type { Comparison, Hypothesis, Verdict } from '../hypotheses/verdict.ts';
import { table } from './table.ts';

/**
 * Writes a hypothesis's section: claim, why the notebook makes it, what is read, rule, verdict, and every value that the
 * rule was applied to, so that a reader can apply it again without the source.
 *
 * @param verdict - of one of the study's hypotheses
 * @throws Error if there is no such hypothesis
 */
export function hypothesisSection(verdict: Verdict): string {
  const { id, claim, origin, reads, rule, gate } = hypothesisOf(verdict);
  return [
    `### ${id}: ${claim}`,
    origin,
    [
      `- Read from the records: ${reads}`,
      `- Rule, fixed before results${gate ? ' (gate)' : ''}: ${rule}`,
      `- Verdict: **${verdict.outcome}**. ${verdict.reason}`,
    ].join('\n'),
    ...verdict.comparisons.map(valuesBySeed),
  ].join('\n\n');
}

function hypothesisOf({ id }: Verdict): Hypothesis {
  const found = hypotheses.find((hypothesis) => hypothesis.id === id);
  if (!found)
    throw new Error(`hypothesisSection needs a verdict on one of the study's hypotheses, got ${id}`);
  return found;
}

// The study's seeds are numbered from 1 on, those of the runs and those of the probe alike.
function valuesBySeed({ label, bySeed: { columns, rows } }: Comparison): string {
  const lines = rows.map((values, place) => [String(place + 1), ...values.map(value)]);
  return [
    `<details><summary>Values by seed: ${label}</summary>`,
    table([['Seed', ...columns], ...lines]),
    '</details>',
  ].join('\n\n');
}

function value(number: number): string {
  return number.toPrecision(4).replaceAll('-', '−');
}
