/** The study's rules applied to the other evaluation: does an explanation stand by running statistics too? */
import { judge, type Verdict } from '../../judging/verdict.ts';
import type { Evidence } from '../../records/evidence.ts';
import { wordTable } from '../../report/table.ts';
import { hypotheses } from './hypotheses.ts';

/** Those whose accuracies are read by one evaluation, and could be by the other. */
const BOTH = ['E1', 'E2', 'E3', 'E4', 'E5'];

/** Sets the robustness checks. @returns paragraphs of markdown */
export function robustness(evidence: Evidence, verdicts: readonly Verdict[]): readonly string[] {
  const records = evidence.records.map((record) => ({
    ...record,
    epochs: record.epochs.map((epoch) => ({ ...epoch, recomputedTestAccuracy: epoch.testAccuracy })),
  }));
  const running = { ...evidence, records };
  const rows = hypotheses
    .filter(({ id }) => BOTH.includes(id))
    .map((hypothesis) => [
      hypothesis.id,
      verdicts.find(({ id }) => id === hypothesis.id)?.outcome ?? '—',
      judge(hypothesis, running).outcome,
    ]);
  return [
    '### By the other evaluation',
    wordTable([['Rule', 'By recomputed statistics, as registered', 'By running statistics'], ...rows]),
    'For comparison only. E6 trains nothing, and E7 compares the two.',
  ];
}
