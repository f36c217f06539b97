/** Our runs beside the notebook's: would its single run have surprised us as one more of ours? */
import { type ActivationName, activationLooks } from '../network/activations.ts';
import { bestAccuracy, type Evidence, meanGradientAverage, valuesOf } from '../records/evidence.ts';
import type { RunRecord } from '../records/run-record.ts';
import { mean } from '../statistics/mean.ts';
import { pooledPrediction } from '../statistics/pooled-prediction.ts';
import type { PublishedCondition } from '../study.ts';
import { points } from './number-format.ts';
import { publishedOf } from './published.ts';
import { table } from './table.ts';

interface Measure {
  readonly ours: (record: RunRecord) => number;
  readonly published: (condition: PublishedCondition) => number;
  /** In which seeds spread alike whatever the condition; `back` undoes it. */
  readonly onto: (value: number) => number;
  readonly back: (value: number) => number;
  readonly text: (value: number) => string;
}

const unchanged = (value: number) => value;

const measures = {
  accuracy: {
    ours: bestAccuracy,
    published: ({ bestTestAccuracy }) => bestTestAccuracy,
    onto: unchanged,
    back: (value) => Math.min(1, Math.max(0, value)),
    text: (value) => (100 * value).toFixed(2),
  },
  // Sizes, which spread by shares of themselves.
  gradientAverage: {
    ours: meanGradientAverage,
    published: ({ gradientAverage }) => gradientAverage,
    onto: Math.log,
    back: Math.exp,
    text: (value) => value.toFixed(4),
  },
} as const satisfies Readonly<Record<string, Measure>>;

/** @returns paragraphs of markdown */
export function besidePublished(evidence: Evidence): readonly string[] {
  return [
    '## Beside the notebook’s own figures',
    publishedTable(evidence, 'accuracy'),
    'Best test accuracy over the epochs in per cent, as the notebook measured. "One further run" is where one more run of ours would fall, ' +
      'for all conditions together at 95 %; the spread is pooled over the depths of an activation, because 3 seeds say little of their own, and taken to be alike there; so wide an interval holds much, and what lies inside need not agree. ' +
      `${publishedSentence(evidence, 'accuracy')} ${changeSentence(evidence)}`,
    publishedTable(evidence, 'gradientAverage'),
    `The same for its gradient average, pooled in logarithms. ${publishedSentence(evidence, 'gradientAverage')}`,
  ];
}

/**
 * All conditions by one of the notebook's measures: its figure, each seed of ours, and the interval in which one further
 * run should fall, for all conditions at once. The spread is pooled over the depths of an activation.
 */
export function publishedTable(evidence: Evidence, name: keyof typeof measures): string {
  const measure: Measure = measures[name];
  const rows = predictionsOf(evidence, measure).map(({ activation, depth, published, ours, interval }) => [
    `${activationLooks[activation].label}, ${depth}`,
    measure.text(published),
    measure.text(mean(ours)),
    ours.map(measure.text).join(', '),
    interval.map(measure.text).join(' … '),
    isInside(published, interval) ? 'yes' : 'no',
  ]);
  return table([['Blocks', 'notebook', 'ours, mean', 'each seed', 'one further run', 'inside'], ...rows]);
}

/** Says of how many conditions the notebook's figure lies inside. */
export function publishedSentence(evidence: Evidence, name: keyof typeof measures): string {
  const all = predictionsOf(evidence, measures[name]);
  const inside = all.filter(({ published, interval }) => isInside(published, interval));
  const words = { accuracy: 'best test accuracies', gradientAverage: 'gradient averages' }[name];
  return `Of the notebook’s ${all.length} ${words}, ${inside.length} ${inside.length === 1 ? 'lies' : 'lie'} where one further run of ours should, all ${all.length} judged together at 95 %.`;
}

/** Says by how much each arm's best accuracy changes from the fewest blocks to the most, there and here. */
function changeSentence(evidence: Evidence): string {
  const { depths } = evidence.study.grid;
  const [fewest, most] = [Math.min(...depths), Math.max(...depths)];
  const all = predictionsOf(evidence, measures.accuracy);
  const arms = [...new Set(all.map(({ activation }) => activation))].map((activation) => {
    const at = (depth: number) => all.find((one) => one.activation === activation && one.depth === depth);
    const [first, last] = [at(fewest), at(most)];
    const there = 100 * ((last?.published ?? Number.NaN) - (first?.published ?? Number.NaN));
    const here = (last?.ours ?? []).map((value, seed) => 100 * (value - (first?.ours[seed] ?? Number.NaN)));
    return `${points(there)} with ${activationLooks[activation].label} (ours ${here.map(points).join(', ')})`;
  });
  return `From ${fewest} block to ${most} the notebook’s changes by ${arms.join(' and by ')} points.`;
}

interface Predicted {
  readonly activation: ActivationName;
  readonly depth: number;
  readonly published: number;
  readonly ours: readonly number[];
  readonly interval: readonly [number, number];
}

function predictionsOf(evidence: Evidence, measure: Measure): readonly Predicted[] {
  const { study } = evidence;
  const { activations, depths } = study.grid;
  const trained = activations.filter((activation) =>
    depths.every((depth) => publishedOf(study, activation, depth)),
  );
  const alpha = study.analysis.alpha / trained.length; // for both activations together
  return trained.flatMap((activation) => {
    const groups = depths.map((depth) => valuesOf(evidence, activation, depth, measure.ours));
    const intervals = pooledPrediction(
      groups.map((group) => group.map(measure.onto)),
      alpha,
    );
    return depths.flatMap((depth, index): Predicted[] => {
      const [low = Number.NaN, high = Number.NaN] = intervals[index] ?? [];
      const published = publishedOf(study, activation, depth);
      if (!published) return [];
      const interval = [measure.back(low), measure.back(high)] as const;
      return [
        { activation, depth, published: measure.published(published), ours: groups[index] ?? [], interval },
      ];
    });
  });
}

function isInside(value: number, [low, high]: readonly [number, number]): boolean {
  return low <= value && value <= high;
}
