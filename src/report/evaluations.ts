/** The report on both evaluations: by batch norm's running statistics, as the notebook has it, and by recomputed ones. */
import { judgeLead, reluBeatsSigmoid } from '../hypotheses/h1-relu-beats-sigmoid.ts';
import { compareSlopes, leadSlope } from '../hypotheses/h2b-lead-slope.ts';
import { compareDecline, sigmoidDeclines } from '../hypotheses/h4b-sigmoid-declines.ts';
import { type Hypothesis, judge, unanimous, type Verdict } from '../hypotheses/verdict.ts';
import { activationLooks } from '../network/activations.ts';
import { type Evidence, valuesOf } from '../records/evidence.ts';
import type { RunRecord } from '../records/run-record.ts';
import { mean } from '../statistics/mean.ts';
import { study } from '../study.ts';
import { evaluations, type Read } from './accuracy-tables.ts';
import { interval, points } from './number-format.ts';
import { table, wordTable } from './table.ts';

const { activations: trained, depths } = study.grid;

/** How far running means trail the recomputed ones after the last epoch, in standard deviations: mean over seeds and layers. */
export function lagTable(evidence: Evidence): string {
  const rows = depths.map((depth) => [
    String(depth),
    ...trained.map((activation) => mean(valuesOf(evidence, activation, depth, meanLag)).toFixed(2)),
  ]);
  return table([['Blocks', ...trained.map((activation) => activationLooks[activation].label)], ...rows]);
}

function meanLag({ epochs }: RunRecord): number {
  return mean(epochs.at(-1)?.runningMeanLag ?? [Number.NaN]);
}

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
