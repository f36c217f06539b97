/** The report's tables: evidence in, markdown out. */
import { comparePaired } from '../hypotheses/compare-paired.ts';
import { hypotheses } from '../hypotheses/hypotheses.ts';
import { pText } from '../hypotheses/p-text.ts';
import type { Comparison, Verdict } from '../hypotheses/verdict.ts';
import type { ActivationName } from '../network/activations.ts';
import {
  bestAccuracy,
  type Evidence,
  finalAccuracy,
  meanGradientAverage,
  valuesOf,
} from '../records/evidence.ts';
import type { RunRecord } from '../records/run-record.ts';
import { mean } from '../statistics/mean.ts';
import { standardDeviation } from '../statistics/variance.ts';
import { runName, study } from '../study.ts';
import { publishedCondition } from './notebook.ts';
import { interval, logarithm, logInterval, meanAndDeviation, percent, points } from './number-format.ts';
import { table, wordTable } from './table.ts';

const { depths } = study.grid;

/** Test accuracy by depth: both arms, their difference with its interval, and the notebook's figures beside. */
export function accuracyTable(evidence: Evidence): string {
  const header = [
    'Blocks',
    'ReLU (%)',
    'Sigmoid (%)',
    'δ (points)',
    'two-sided 95 % interval of δ',
    'seeds with δ > 0',
    'notebook: ReLU (%)',
    'notebook: Sigmoid (%)',
  ];
  const rows = depths.map((depth) => {
    const [relu, sigmoid] = [accuracies(evidence, 'relu', depth), accuracies(evidence, 'sigmoid', depth)];
    const delta = deltaAt(evidence, depth);
    const positive = relu.filter((value, seed) => value > (sigmoid[seed] ?? Number.NaN)).length;
    return [
      String(depth),
      overSeeds(
        relu.map((value) => 100 * value),
        2,
      ),
      overSeeds(
        sigmoid.map((value) => 100 * value),
        2,
      ),
      points(delta.effect),
      interval(delta.bounds),
      `${positive} of ${relu.length}`,
      (100 * publishedCondition('relu', depth).bestTestAccuracy).toFixed(2),
      (100 * publishedCondition('sigmoid', depth).bestTestAccuracy).toFixed(2),
    ];
  });
  return table([header, ...rows]);
}

/** The same comparison by the notebook's own metric, the best epoch on the test set. */
export function bestEpochTable(evidence: Evidence): string {
  const rows = depths.map((depth) => {
    const cells = (['relu', 'sigmoid'] as const).map((activation) => {
      const best = valuesOf(evidence, activation, depth, bestAccuracy);
      const final = accuracies(evidence, activation, depth);
      return [percent(mean(best)), points(100 * (mean(best) - mean(final)))];
    });
    return [String(depth), ...cells.flat()];
  });
  return table([['Blocks', 'ReLU, best', 'best − final', 'Sigmoid, best', 'best − final'], ...rows]);
}

/** The notebook's gradient average by depth, with its own figures beside. */
export function gradientTable(evidence: Evidence): string {
  const header = ['Blocks', 'ReLU', 'Sigmoid', 'notebook: ReLU', 'notebook: Sigmoid'];
  const rows = depths.map((depth) => [
    String(depth),
    overSeeds(valuesOf(evidence, 'relu', depth, meanGradientAverage), 4),
    overSeeds(valuesOf(evidence, 'sigmoid', depth, meanGradientAverage), 4),
    publishedCondition('relu', depth).gradientAverage.toFixed(4),
    publishedCondition('sigmoid', depth).gradientAverage.toFixed(4),
  ]);
  return table([header, ...rows]);
}

/** One row per comparison: which hypothesis, effect, bounds, n, outcome. */
export function verdictTable(verdicts: readonly Verdict[]): string {
  const header = ['', 'Claim', 'Compared', 'Effect', 'Deciding bounds', 'p', 'n', 'Verdict'];
  const rows = verdicts.flatMap(({ id, outcome, comparisons }) =>
    comparisons.map((comparison, index) => [
      index === 0 ? `**${id}**` : '',
      index === 0 ? (hypotheses.find((hypothesis) => hypothesis.id === id)?.claim ?? '') : '',
      comparison.label,
      effectText(comparison),
      comparison.unit === 'log' ? logInterval(comparison.bounds) : interval(comparison.bounds),
      comparison.p === undefined ? '—' : pText(comparison.p),
      String(comparison.n),
      index === 0 ? `**${outcome}**` : '',
    ]),
  );
  return wordTable([header, ...rows]);
}

/**
 * Every run behind the report, so that each number can be traced to a file.
 *
 * @param folder - where the records lie, relative to the report
 */
export function runTable(records: readonly RunRecord[], folder: string): string {
  const header = ['Run', 'Final test accuracy', 'Final train loss', 'Weights (SHA-256)', 'Record (SHA-256)'];
  const rows = records.map((record) => [
    `[${runName(record.run)}](${folder}/${runName(record.run)}.json)`,
    percent(finalAccuracy(record)),
    (record.epochs.at(-1)?.trainLoss ?? Number.NaN).toFixed(4),
    `\`${record.weights.slice(0, 12)}\``,
    `\`${record.digest.slice(0, 12)}\``,
  ]);
  return table([header, ...rows]);
}

/** δ at one depth with its two-sided 95 % interval, in percentage points. */
export function deltaAt(evidence: Evidence, depth: number): ReturnType<typeof comparePaired> {
  return comparePaired({
    label: `depth ${depth}`,
    arms: ['ReLU (%)', 'Sigmoid (%)'],
    first: accuracies(evidence, 'relu', depth),
    second: accuracies(evidence, 'sigmoid', depth),
    direction: 'above',
    unit: 'points',
    margin: 0,
    boundLevel: study.analysis.alpha / 2,
    everySeed: false,
  });
}

function accuracies(evidence: Evidence, activation: ActivationName, depth: number): readonly number[] {
  return valuesOf(evidence, activation, depth, finalAccuracy);
}

function effectText({ unit, effect }: Comparison): string {
  if (unit === 'L') return `L = ${effect}`;
  return unit === 'points'
    ? `${points(effect)} points`
    : `${logarithm(effect)} (× ${Math.exp(effect).toFixed(3)})`;
}

function overSeeds(values: readonly number[], digits: number): string {
  return meanAndDeviation(mean(values), standardDeviation(values), digits);
}
