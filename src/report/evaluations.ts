/** The same weights, evaluated twice: by running statistics, as the notebook does, and by recomputed ones. */
import { judgeLead } from '../hypotheses/h1-relu-beats-sigmoid.ts';
import { compareSlopes } from '../hypotheses/h2b-lead-slope.ts';
import { compareDecline } from '../hypotheses/h4b-sigmoid-declines.ts';
import type { Comparison } from '../hypotheses/verdict.ts';
import { type ActivationName, activationLooks } from '../network/activations.ts';
import { type Evidence, finalAccuracy, recomputedAccuracy, valuesOf } from '../records/evidence.ts';
import type { RunRecord } from '../records/run-record.ts';
import { mean } from '../statistics/mean.ts';
import { standardDeviation } from '../statistics/variance.ts';
import { study } from '../study.ts';
import { interval, meanAndDeviation, points } from './number-format.ts';
import { table, wordTable } from './table.ts';

const { activations: trained, depths } = study.grid;

type Read = (record: RunRecord) => number;

/** Final test accuracy under both evaluations, by activation and depth. */
export function evaluationTable(evidence: Evidence): string {
  const header = ['Blocks', ...trained.flatMap((name) => columnsOf(activationLooks[name].label))];
  const rows = depths.map((depth) => [
    String(depth),
    ...trained.flatMap((activation) => cells(evidence, activation, depth)),
  ]);
  return table([header, ...rows]);
}

function columnsOf(label: string): string[] {
  return [`${label}, running (%)`, `${label}, recomputed (%)`, 'recomputed − running'];
}

function cells(evidence: Evidence, activation: ActivationName, depth: number): string[] {
  const [running, recomputed] = [finalAccuracy, recomputedAccuracy].map((read: Read) =>
    valuesOf(evidence, activation, depth, read).map((value) => 100 * value),
  ) as [number[], number[]];
  const lifts = recomputed.map((value, seed) => value - (running[seed] ?? Number.NaN));
  return [text(running), text(recomputed), points(mean(lifts))];
}

/** How far running means trail the recomputed ones after the last epoch, averaged over seeds and layers. */
export function lagTable(evidence: Evidence): string {
  const rows = depths.map((depth) => [
    String(depth),
    ...trained.map((activation) => mean(valuesOf(evidence, activation, depth, meanLag)).toFixed(2)),
  ]);
  return table([['Blocks', ...trained.map((name) => activationLooks[name].label)], ...rows]);
}

function meanLag({ epochs }: RunRecord): number {
  return mean(epochs.at(-1)?.runningMeanLag ?? [Number.NaN]);
}

/** H1, H2b and H4b under either evaluation; the registered one is the notebook's own, by running statistics. */
export function evaluationVerdictTable(evidence: Evidence): string {
  const rows = (
    [
      ['running', finalAccuracy],
      ['recomputed', recomputedAccuracy],
    ] as const
  ).flatMap(([name, read]) => {
    const lead = judgeLead(evidence, read);
    return [
      ...lead.comparisons.map((comparison) => row(`H1, ${comparison.label}`, name, comparison)),
      row('H2b, slope of the lead', name, compareSlopes(evidence, read)),
      row('H4b, Sigmoid 8 − 1 block', name, compareDecline(evidence, read)),
    ];
  });
  return wordTable([['Rule', 'Statistics', 'Effect (points)', 'Bounds', 'Outcome alone'], ...rows]);
}

function row(rule: string, statistics: string, { effect, bounds, outcome }: Comparison): string[] {
  return [rule, statistics, points(effect), interval(bounds), outcome];
}

function text(values: readonly number[]): string {
  return meanAndDeviation(mean(values), standardDeviation(values), 2);
}
