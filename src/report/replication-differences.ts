/** By how much a replication differs from the records, measure by measure and arm by arm, beside what seeds explain. */
import type { ActivationName } from '../network/activations.ts';
import {
  type Evidence,
  finalAccuracy,
  meanGradientAverage,
  recomputedAccuracy,
  valuesOf,
} from '../records/evidence.ts';
import type { Replication } from '../records/replication.ts';
import type { RunRecord } from '../records/run-record.ts';
import { mean } from '../statistics/mean.ts';
import { type PooledDifference, pooledDifferences } from '../statistics/pooled-differences.ts';
import { pooledSpread } from '../statistics/pooled-spread.ts';
import { blocksText, percent } from './number-format.ts';

type TheirRun = Replication['runs'][number];

export interface Measure {
  readonly name: string;
  readonly ours: (record: RunRecord) => number;
  readonly theirs: (run: TheirRun) => number;
  /** In which seeds spread alike whatever the depth. */
  readonly onto: (value: number) => number;
  /** Of a hundredfold difference. */
  readonly unit: string;
  readonly text: (value: number) => string;
}

const accuracy = { onto: (value: number) => value, unit: 'points', text: percent };

export const measures: readonly Measure[] = [
  {
    ...accuracy,
    name: 'running',
    ours: finalAccuracy,
    theirs: ({ epochs }) => epochs.at(-1)?.testAccuracy ?? Number.NaN,
  },
  {
    ...accuracy,
    name: 'recomputed',
    ours: recomputedAccuracy,
    theirs: ({ epochs }) => epochs.at(-1)?.recomputedTestAccuracy ?? Number.NaN,
  },
  {
    name: 'gradient average',
    ours: meanGradientAverage,
    theirs: ({ epochs }) => mean(epochs.map(({ gradientAverage }) => gradientAverage)),
    onto: Math.log,
    unit: '%, in logarithms',
    text: (value) => value.toFixed(4),
  },
];

/** An arm at one depth by one measure: a value per seed of the grid, undefined where the replication has no run. */
export interface Beside {
  readonly depth: number;
  readonly theirs: readonly (number | undefined)[];
  readonly ours: readonly number[];
}

/** Reads one measure of an arm off both sides, at every depth that the replication has. */
export function valuesBeside(
  evidence: Evidence,
  { runs }: Replication,
  arm: ActivationName,
  { ours, theirs }: Measure,
): readonly Beside[] {
  const { depths, seeds } = evidence.study.grid;
  return depths.flatMap((depth) => {
    const members = runs.filter((run) => run.activation === arm && run.depth === depth);
    if (members.length === 0) return [];
    const found = seeds.map((seed) => members.find((run) => run.seed === seed));
    return [
      {
        depth,
        theirs: found.map((run) => run && theirs(run)),
        ours: valuesOf(evidence, arm, depth, ours),
      },
    ];
  });
}

/** Theirs − ours, by depth or over all depths. */
export interface Difference extends PooledDifference {
  readonly where: string;
}

export interface ArmDifferences {
  readonly measure: Measure;
  readonly arm: ActivationName;
  /** Standard deviations of seeds, pooled over depths: ours and theirs, undefined without two seeds of a depth. */
  readonly spread: readonly [number | undefined, number | undefined];
  readonly byDepth: readonly Difference[];
  /** Of seeds' means; absent where the replication has no seed at every depth. */
  readonly overall: Difference | undefined;
}

/**
 * Compares every arm by every measure. Depths are compared one by one with a spread pooled over them, for each arm its
 * own: seeds of Sigmoid need not spread as ReLU's. Over all depths a seed's mean counts as one value, because runs of one
 * seed share initial weights, and here the order of images.
 *
 * @param alpha - two-sided error level of all differences together, in 0..1
 * @returns nothing of an arm and measure by which no seeds differ
 */
export function replicationDifferences(
  evidence: Evidence,
  replication: Replication,
  alpha: number,
): readonly ArmDifferences[] {
  const arms = armsOf(evidence, replication);
  const level = alpha / (measures.length * arms.length * 2);
  return measures.flatMap((measure) =>
    arms.flatMap((arm) => {
      const beside = valuesBeside(evidence, replication, arm, measure).map(({ depth, theirs, ours }) => ({
        depth,
        theirs: theirs.map((value) => (value === undefined ? undefined : measure.onto(value))),
        ours: ours.map(measure.onto),
      }));
      const samples = beside.map(({ theirs, ours }) => ({ first: theirs.filter(isPresent), second: ours }));
      const spread = [
        spreadOf(samples.map(({ second }) => second)),
        spreadOf(samples.map(({ first }) => first)),
      ] as const;
      if (spread[0] === undefined) return [];
      const byDepth = pooledDifferences(samples, level).map((one, index) => ({
        ...one,
        where: blocksText(beside[index]?.depth ?? 0),
      }));
      return [{ measure, arm, spread, byDepth, overall: overallDifference(beside, level) }];
    }),
  );
}

/** The activations that a replication has, in the study's order. */
export function armsOf({ study }: Evidence, { runs }: Replication): readonly ActivationName[] {
  return study.grid.activations.filter((arm) => runs.some(({ activation }) => activation === arm));
}

function overallDifference(beside: readonly Beside[], level: number): Difference | undefined {
  const seeds = (side: 'theirs' | 'ours') =>
    (beside[0]?.[side] ?? []).flatMap((_, seed) => {
      const values = beside.map((one) => one[side][seed]);
      return values.every(isPresent) ? [mean(values)] : [];
    });
  const [first, second] = [seeds('theirs'), seeds('ours')];
  if (first.length === 0 || spreadOf([first, second]) === undefined) return undefined;
  const [difference] = pooledDifferences([{ first, second }], level);
  return difference && { ...difference, where: 'all depths' };
}

function spreadOf(samples: readonly (readonly number[])[]): number | undefined {
  const spreads = samples.some((sample) => new Set(sample).size > 1);
  return spreads ? pooledSpread('replicationDifferences', samples).standardDeviation : undefined;
}

function isPresent(value: number | undefined): value is number {
  return value !== undefined;
}
