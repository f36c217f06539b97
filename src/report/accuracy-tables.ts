/** The report's tables of accuracy: by depth, as slopes over depth, on training and test images, class by class; and of lag. */
import { testLabels } from '../dataset/test-labels.ts';
import { type ActivationName, activationLooks } from '../network/activations.ts';
import {
  bestAccuracy,
  type Evidence,
  finalAccuracy,
  recomputedAccuracy,
  valuesOf,
} from '../records/evidence.ts';
import { classesOf, correctImages, type RunRecord } from '../records/run-record.ts';
import { leastSquares } from '../statistics/least-squares.ts';
import { mean } from '../statistics/mean.ts';
import { leadAt, leadSlopes, publishedLeads, slopesOf } from './lead.ts';
import { meanInterval } from './mean-interval.ts';
import { interval, meanAndDeviation, percent, points } from './number-format.ts';
import { publishedOf } from './published.ts';
import { table } from './table.ts';

/** Test accuracy after the last epoch: by running statistics, as the notebook evaluates, and by recomputed ones. */
export const evaluations = { running: finalAccuracy, recomputed: recomputedAccuracy } as const;

/** Test accuracy by depth: both arms under both evaluations, and their differences with intervals. */
export function accuracyTable(evidence: Evidence): string {
  const { activations: trained, depths } = evidence.study.grid;
  const names = Object.keys(evaluations) as (keyof typeof evaluations)[];
  const header = [
    'Blocks',
    ...trained.flatMap((activation) =>
      names.map((name) => `${activationLooks[activation].label}, ${name} (%)`),
    ),
    ...names.map((name) => `δ, ${name}`),
  ];
  const rows = depths.map((depth) => [
    String(depth),
    ...trained.flatMap((activation) =>
      names.map((name) => meanAndDeviation(valuesOf(evidence, activation, depth, evaluations[name]))),
    ),
    ...names.map((name) => {
      const { effect, bounds } = leadAt(evidence, depth, evaluations[name]);
      return `${points(effect)} ${interval(bounds)}`;
    }),
  ]);
  return table([header, ...rows]);
}

/** Slopes over the number of blocks in points per block, of every arm and of the lead, beside the source's. */
export function slopeTable(evidence: Evidence): string {
  const { study } = evidence;
  const { activations, depths } = study.grid;
  const lead = publishedLeads(study);
  const rows = Object.entries(evaluations).flatMap(([name, read]) => [
    ...activations.map((activation) =>
      slopeRow(
        `${activationLooks[activation].label}, ${name}`,
        slopesOf(evidence, activation, read),
        depths.map((depth) => 100 * (publishedOf(study, activation, depth)?.bestTestAccuracy ?? Number.NaN)),
        depths,
      ),
    ),
    slopeRow(`δ, ${name}`, leadSlopes(evidence, read), lead ?? [Number.NaN], depths),
  ]);
  return table([
    ['Points per block', 'mean', 'two-sided 95 % interval', 'each seed', 'notebook, best epochs'],
    ...rows,
  ]);
}

function slopeRow(
  label: string,
  slopes: readonly number[],
  published: readonly number[],
  depths: readonly number[],
): string[] {
  return [
    label,
    points(mean(slopes)),
    interval(meanInterval(slopes)),
    slopes.map(points).join(', '),
    published.every(Number.isFinite) ? points(leastSquares(depths, published).slope) : '—',
  ];
}

/** The last epoch's accuracy on the images that it trained on, beside test accuracy by recomputed statistics. */
export function trainTestTable(evidence: Evidence): string {
  const header = (label: string) => [`${label}: training (%)`, 'test (%)', 'gap (points)'];
  return depthTable(evidence, header, (activation, depth) => {
    const train = valuesOf(evidence, activation, depth, trainAccuracy);
    const test = valuesOf(evidence, activation, depth, recomputedAccuracy);
    return [meanAndDeviation(train), meanAndDeviation(test), points(100 * (mean(train) - mean(test)))];
  });
}

function trainAccuracy({ epochs }: RunRecord): number {
  return epochs.at(-1)?.trainAccuracy ?? Number.NaN;
}

/** CIFAR-10's, in the order of their labels. */
const CLASSES = 'airplane automobile bird cat deer dog frog horse ship truck'.split(' ');

/** Final test accuracy of the deepest networks class by class, mean over seeds. */
export function classTable(evidence: Evidence): string {
  const { activations: trained, depths } = evidence.study.grid;
  const deepest = Math.max(...depths);
  const names = Object.keys(evaluations) as (keyof typeof evaluations)[];
  const columns = trained.flatMap((activation) => names.map((name) => ({ activation, name })));
  const rows = CLASSES.map((className, label) => [
    className,
    ...columns.map(({ activation, name }) => {
      const values = valuesOf(evidence, activation, deepest, (record) => classAccuracy(record, label, name));
      return (100 * mean(values)).toFixed(1);
    }),
  ]);
  const header = columns.map(({ activation, name }) => `${activationLooks[activation].label}, ${name} (%)`);
  return table([['Class', ...header], ...rows]);
}

function classAccuracy(record: RunRecord, label: number, name: keyof typeof evaluations): number {
  const hits = [...correctImages(record, name)].filter((_, image) => testLabels[image] === label);
  return mean(hits);
}

/** The notebook's own metric, the best epoch on the test set, and by how much choosing it flatters. */
export function bestEpochTable(evidence: Evidence): string {
  return depthTable(
    evidence,
    (label) => [`${label}, best`, 'best − final'],
    (activation, depth) => {
      const best = mean(valuesOf(evidence, activation, depth, bestAccuracy));
      const final = mean(valuesOf(evidence, activation, depth, finalAccuracy));
      return [percent(best), points(100 * (best - final))];
    },
  );
}

/** Running statistics after the last epoch: their means' lag, what recomputing lifts, and how lopsided predictions are. */
export function evaluationTable(evidence: Evidence): string {
  const lag = ({ epochs }: RunRecord) => mean(epochs.at(-1)?.runningMeanLag ?? [Number.NaN]);
  const lift = (record: RunRecord) => 100 * (recomputedAccuracy(record) - finalAccuracy(record));
  return depthTable(
    evidence,
    (label) => [`${label}: lag`, 'lift', 'top class, running (%)', 'recomputed (%)'],
    (activation, depth) => {
      const at = (read: (record: RunRecord) => number) => mean(valuesOf(evidence, activation, depth, read));
      const shares = (['running', 'recomputed'] as const).map((name) =>
        at((record) => topShare(record, name)),
      );
      return [at(lag).toFixed(2), points(at(lift)), ...shares.map((share) => (100 * share).toFixed(1))];
    },
  );
}

// The share of test images that get the class which most of them get.
function topShare({ predictions }: RunRecord, name: keyof typeof evaluations): number {
  const classes = classesOf(predictions[name]);
  const counts = CLASSES.map((_, label) => classes.filter((one) => one === label).length);
  return Math.max(...counts) / classes.length;
}

/** Says how far training accuracy is from test accuracy under either evaluation, where it is farthest, for the baseline arm. */
export function trainTestSentence(evidence: Evidence): string {
  const { arms, grid } = evidence.study;
  const farthest = (read: (record: RunRecord) => number) => {
    const gaps = grid.depths.map((depth) => {
      const at = (of: (record: RunRecord) => number) => mean(valuesOf(evidence, arms.baseline, depth, of));
      return Math.abs(100 * (at(trainAccuracy) - at(read)));
    });
    return Math.max(...gaps).toFixed(2);
  };
  return (
    `With ${activationLooks[arms.baseline].label} training accuracy is at no depth farther than ${farthest(recomputedAccuracy)} points from that test accuracy, ` +
    `and up to ${farthest(finalAccuracy)} from the one by running statistics.`
  );
}

/** A row per number of blocks, with cells for each activation. */
function depthTable(
  { study: { grid } }: Evidence,
  headerOf: (label: string) => readonly string[],
  cellsOf: (activation: ActivationName, depth: number) => readonly string[],
): string {
  const header = grid.activations.flatMap((activation) => headerOf(activationLooks[activation].label));
  const rows = grid.depths.map((depth) => {
    return [String(depth), ...grid.activations.flatMap((activation) => cellsOf(activation, depth))];
  });
  return table([['Blocks', ...header], ...rows]);
}
