/** The study's rules applied to both evaluations: running statistics, as registered, and recomputed ones. */
import type { Hypothesis } from '../../judging/hypothesis.ts';
import { judge, unanimous, type Verdict } from '../../judging/verdict.ts';
import type { Evidence } from '../../records/evidence.ts';
import { evaluations, type Read } from '../../report/accuracy-tables.ts';
import { interval, points } from '../../report/number-format.ts';
import { wordTable } from '../../report/table.ts';
import { judgeLead, reluBeatsSigmoid } from './hypotheses/h1-relu-beats-sigmoid.ts';
import { compareSlopes, leadSlope } from './hypotheses/h2b-lead-slope.ts';
import { compareDecline, sigmoidDeclines } from './hypotheses/h4b-sigmoid-declines.ts';

/** The rules of H1, H2b and H4b, each as if it were alone, applied to both evaluations. */
export function bothVerdictsTable(evidence: Evidence): string {
  const rows = ruled.flatMap(({ hypothesis, apply }) =>
    Object.entries(evaluations).map(([name, read]) => {
      const { outcome, comparisons } = judge(
        { ...hypothesis, judge: (given) => apply(given, read) },
        evidence,
      );
      const effects = comparisons.map(
        ({ label, effect, bounds }) => `${label}: ${points(effect)} ${interval(bounds)}`,
      );
      return [hypothesis.id, name, effects.join('; '), outcome];
    }),
  );
  return wordTable([['Rule', 'Statistics', 'Effect and deciding bounds (points)', 'Alone'], ...rows]);
}

const ruled: readonly {
  readonly hypothesis: Hypothesis;
  readonly apply: (evidence: Evidence, read: Read) => Omit<Verdict, 'id'>;
}[] = [
  { hypothesis: reluBeatsSigmoid, apply: judgeLead },
  { hypothesis: leadSlope, apply: (evidence, read) => unanimous([compareSlopes(evidence, read)]) },
  { hypothesis: sigmoidDeclines, apply: (evidence, read) => unanimous([compareDecline(evidence, read)]) },
];
