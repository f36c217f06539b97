/** Robustness checks: does the verdict hold with fewer seeds, other tests, another test set, at other epochs? */
import { judgeWith } from '../../judging/judge-with.ts';
import { pText } from '../../judging/p-text.ts';
import { type Evidence, finalAccuracy, recomputedAccuracy, valuesOf } from '../../records/evidence.ts';
import { correctImages, type RunRecord } from '../../records/run-record.ts';
import { guessingLimit } from '../../report/baselines.ts';
import { interval, percent, points } from '../../report/number-format.ts';
import { table, wordTable } from '../../report/table.ts';
import { correlation } from '../../statistics/correlation.ts';
import { type Discordant, discordant, mcnemar } from '../../statistics/mcnemar.ts';
import { mean } from '../../statistics/mean.ts';
import { pairedT } from '../../statistics/paired-t.ts';
import { standardDeviation } from '../../statistics/variance.ts';
import { welch } from '../../statistics/welch.ts';
import { runName } from '../../study.ts';
import { registeredChoices } from './choices.ts';
import { design } from './design.ts';
import { reluBeatsSigmoid } from './hypotheses/h1-relu-beats-sigmoid.ts';

const { depths, seeds } = design.grid;

/** H1's rule with each seed left out in turn: its differences and its outcome, withheld as H1's own would be. */
export function leaveOneOutTable(evidence: Evidence): string {
  const rows = seeds.map((seed, left) => {
    const kept = registeredChoices.seeds.filter((index) => index !== left);
    const { outcome, comparisons } = judgeWith(reluBeatsSigmoid, evidence, {
      ...registeredChoices,
      seeds: kept,
    });
    const leads = comparisons.map(({ label, effect }) => `${label}: ${points(effect)}`);
    return [String(seed), leads.join(', '), outcome];
  });
  return wordTable([['Without seed', 'δ where tested (points)', 'H1'], ...rows]);
}

/** Says between which bounds the lift that H9a reads after the last epoch lies over all epochs of single networks. */
export function liftRange({ records }: Evidence): string {
  const deepest = Math.max(...depths);
  const lifts = records
    .filter(({ run }) => run.activation === 'sigmoid' && run.depth === deepest)
    .flatMap(({ epochs }) =>
      epochs.map((epoch) => 100 * (epoch.recomputedTestAccuracy - epoch.testAccuracy)),
    );
  return (
    `H9a reads the lift by recomputed statistics after the last epoch; over all epochs that of single Sigmoid networks with ${deepest} blocks ` +
    `lies between ${points(Math.min(...lifts))} and ${points(Math.max(...lifts))} points. Its interval is over seeds, at that moment alone.`
  );
}

/** Paired against unpaired test, and seed spread against test-set sampling, at each depth. */
export function uncertaintyTable(evidence: Evidence): string {
  const header = [
    'Blocks',
    'paired interval',
    'Welch interval',
    'correlation of pairs',
    'sd of δ over seeds',
    'test-set error of δ',
    'McNemar p, largest',
  ];
  const rows = depths.map((depth) => {
    const relu = valuesOf(evidence, 'relu', depth, finalAccuracy);
    const sigmoid = valuesOf(evidence, 'sigmoid', depth, finalAccuracy);
    const [paired, unpaired] = [pairedT(relu, sigmoid), welch(relu, sigmoid)];
    const pairs = seeds.map((seed) => pairOf(evidence, depth, seed));
    return [
      String(depth),
      interval(paired.kind === 'estimate' ? inPoints(paired.interval) : undefined),
      interval(unpaired.kind === 'estimate' ? inPoints(unpaired.interval) : undefined),
      correlationText(correlation(relu, sigmoid)),
      (100 * standardDeviation(relu.map((value, seed) => value - (sigmoid[seed] ?? Number.NaN)))).toFixed(2),
      (100 * mean(pairs.map(differenceError))).toFixed(2),
      pText(Math.max(...pairs.map(mcnemar))),
    ];
  });
  return table([header, ...rows]);
}

/** Names the runs that ended no better than guessing, or says that there is none. */
export function collapsedRuns(evidence: Evidence): string {
  const guessing = guessingLimit(evidence);
  const collapsed = evidence.records.filter((record) => finalAccuracy(record) <= guessing);
  const names = collapsed.map(
    (record) =>
      `${runName(record.run)} (${percent(finalAccuracy(record))}; recomputed ${percent(recomputedAccuracy(record))})`,
  );
  return (
    `Collapsed runs, whose final test accuracy by running statistics is within 3 standard errors of guessing (at most ${percent(guessing)}): ` +
    `${names.length > 0 ? names.join(', ') : 'none'}.`
  );
}

type Pair = Discordant & { readonly images: number };

/** Images that only ReLU, or only Sigmoid, got right with one seed. */
function pairOf({ records }: Evidence, depth: number, seed: number): Pair {
  const correct = (activation: 'relu' | 'sigmoid') => {
    const name = runName({ activation, depth, seed });
    return correctImages(records.find(({ run }) => runName(run) === name) as RunRecord);
  };
  const relu = correct('relu');
  return { ...discordant(relu, correct('sigmoid')), images: relu.length };
}

// Standard error of a difference of two accuracies on the same images, from the images on which they disagree.
function differenceError({ onlyFirst, onlySecond, images }: Pair): number {
  return Math.sqrt(onlyFirst + onlySecond - (onlyFirst - onlySecond) ** 2 / images) / images;
}

// Undefined where one arm's seeds all gave the same accuracy.
function correlationText(value: number | undefined): string {
  return value === undefined ? '—' : value.toFixed(2).replace('-', '−');
}

function inPoints([low, high]: readonly [number, number]): readonly [number, number] {
  return [100 * low, 100 * high];
}
