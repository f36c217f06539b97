/** The study's rules applied to both evaluations: running statistics, as registered, and recomputed ones. */
import { judgeWith } from '../../judging/judge-with.ts';
import type { Evidence } from '../../records/evidence.ts';
import { evaluations } from '../../report/accuracy-tables.ts';
import { interval, points } from '../../report/number-format.ts';
import { wordTable } from '../../report/table.ts';
import { registered } from './choices.ts';
import { reluBeatsSigmoid } from './hypotheses/h1-relu-beats-sigmoid.ts';
import { leadSlope } from './hypotheses/h2b-lead-slope.ts';
import { sigmoidDeclines } from './hypotheses/h4b-sigmoid-declines.ts';

/** The rules of H1, H2b and H4b, each as if it were alone, applied to both evaluations. */
export function bothVerdictsTable(evidence: Evidence): string {
  const rows = [reluBeatsSigmoid, leadSlope, sigmoidDeclines].flatMap((hypothesis) =>
    Object.entries(evaluations).map(([name, read]) => {
      const { outcome, comparisons } = judgeWith(hypothesis, evidence, { ...registered, read });
      const effects = comparisons.map(
        ({ label, effect, bounds }) => `${label}: ${points(effect)} ${interval(bounds)}`,
      );
      return [hypothesis.id, name, effects.join('; '), outcome];
    }),
  );
  return wordTable([['Rule', 'Statistics', 'Effect and deciding bounds (points)', 'Alone'], ...rows]);
}
