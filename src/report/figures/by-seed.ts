/** Series as the figures draw them: the mean over seeds as a line, single seeds beside it. */
import { type ActivationName, activationLooks } from '../../network/activations.ts';
import { type Evidence, valuesOf } from '../../records/evidence.ts';
import type { RunRecord } from '../../records/run-record.ts';
import { mean } from '../../statistics/mean.ts';
import { runName, type Study } from '../../study.ts';
import { baselinesOf } from '../baselines.ts';
import type { Dot, Point, Reference, Series } from './panel.ts';

/** One value per run, over the number of blocks. */
export function seriesByDepth(
  evidence: Evidence,
  activation: ActivationName,
  read: (record: RunRecord) => number,
): Series {
  const { depths, seeds } = evidence.study.grid;
  const bySeed = depths.map((depth) => ({ depth, values: valuesOf(evidence, activation, depth, read) }));
  return {
    ...looksOf(activation),
    line: bySeed.map(({ depth, values }) => [depth, mean(values)]),
    dots: bySeed.flatMap(({ depth, values }) =>
      values.map((value, index): Dot => {
        const seed = seeds[index] ?? Number.NaN;
        return [depth, value, runName({ activation, depth, seed })];
      }),
    ),
  };
}

/** A whole curve per run, of one condition: seeds as thin lines. */
export function seriesOfCurves(
  evidence: Evidence,
  activation: ActivationName,
  depth: number,
  read: (record: RunRecord) => readonly Point[],
): Series {
  const strands = evidence.study.grid.seeds.flatMap((seed) =>
    evidence.records
      .filter(({ run }) => run.activation === activation && run.depth === depth && run.seed === seed)
      .map((record) => ({ record: runName(record.run), points: read(record) })),
  );
  const [first = { points: [] }] = strands;
  return {
    ...looksOf(activation),
    line: first.points.map(([x], index) => [
      x,
      mean(strands.map(({ points }) => points[index]?.[1] ?? Number.NaN)),
    ]),
    strands,
  };
}

/** How an activation is named and coloured, in a solid line. */
export function looksOf(activation: ActivationName): Pick<Series, 'label' | 'colour' | 'dashed'> {
  const { label, colour } = activationLooks[activation];
  return { label, colour, dashed: false };
}

/** The number of blocks as an x axis. */
export function depthAxis({ grid }: Pick<Study, 'grid'>) {
  return {
    xLabel: 'number of blocks',
    xTicks: grid.depths.map((depth) => ({ at: depth, label: `${depth}` })),
  } as const;
}

/** Accuracies in per cent that need no network, to see others against. */
export function baselineReferences(evidence: Evidence): readonly Reference[] {
  return baselinesOf(evidence).map(({ accuracy, short }) => ({ value: 100 * accuracy, label: short }));
}
