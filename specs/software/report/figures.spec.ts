import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../src/records/evidence.ts';
import { lossesOf } from '../../../src/records/run-record.ts';
import { accuracyFigure, leadFigure } from '../../../src/report/figures/accuracy-figures.ts';
import { learningCurvesFigure, lossFigure } from '../../../src/report/figures/curve-figures.ts';
import { drawFigures } from '../../../src/report/figures/figures.ts';
import {
  firstLayerFigure,
  gradientAverageFigure,
  layersFigure,
} from '../../../src/report/figures/gradient-figures.ts';
import type { Panel, Strand } from '../../../src/report/figures/panel.ts';
import { plantedProbe } from '../../support/planted-evidence.ts';
import { evidenceFor } from '../../support/planted-report.ts';
import { study } from '../../support/this-study.ts';

const { depths, seeds } = study.grid;
type Record = Evidence['records'][number];

/** First-layer gradients that fall by a factor of their own in each of the four conditions; seeds change nothing. */
const KEPT = { relu: { true: 0.9, false: 0.6 }, sigmoid: { true: 0.8, false: 0.3 } } as const;
const evidence: Evidence = {
  ...evidenceFor('supported'),
  probe: plantedProbe('quick', ({ activation, batchNorm, depth }) => {
    return 0.1 * KEPT[activation as 'relu' | 'sigmoid'][`${batchNorm}`] ** depth;
  }),
};

/** Values of a condition by seed, read here and not by the report's own code. */
function bySeed(activation: string, depth: number, read: (record: Record) => number): number[] {
  return seeds.map((seed) => {
    const found = evidence.records.find(
      ({ run }) => run.activation === activation && run.depth === depth && run.seed === seed,
    );
    return read(found!);
  });
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const seriesOf = (panel: Panel, label: string) => panel.series.find((series) => series.label === label)!;
const final = (record: Record) => 100 * record.epochs.at(-1)!.testAccuracy;
const recomputed = (record: Record) => 100 * record.epochs.at(-1)!.recomputedTestAccuracy;

function expectPoints(
  points: readonly (readonly [number, number, ...unknown[]])[],
  expected: readonly (readonly [number, number])[],
) {
  expect(points).toHaveLength(expected.length);
  for (const [index, [x, y]] of points.entries()) {
    expect(x).toBe(expected[index]![0]);
    expect(y).toBeCloseTo(expected[index]![1], 9);
  }
}

describe('accuracyFigure', () => {
  const { panels } = accuracyFigure(evidence);

  it.each([
    [0, final],
    [1, recomputed],
  ] as const)('plots both arms under one evaluation, panel %i', (index, read) => {
    for (const [label, activation] of [
      ['ReLU', 'relu'],
      ['Sigmoid', 'sigmoid'],
    ] as const) {
      // biome-ignore format: pairs
      const { line, dots } = seriesOf(panels[index]!, label);
      expectPoints(line, depths.map((depth) => [depth, mean(bySeed(activation, depth, read))])); // biome-ignore format: one curve per line
      expectPoints(dots!, depths.flatMap((depth) => bySeed(activation, depth, read).map((y) => [depth, y] as const))); // biome-ignore format: one curve per line
    }
    expect(panels[index]!.references!.map(({ value }) => value)).toEqual(
      [10, 23.1, 27.6].map((v) => expect.closeTo(v, 9)),
    );
  });

  it('lets both share an axis, so that they can be compared by eye', () => {
    expect(panels[0]!.yReach).toEqual(panels[1]!.yReach);
    expect(panels[0]!.yReach).toHaveLength(2 * evidence.records.length);
  });

  it('gives the notebook’s figures an axis of their own', () => {
    expectPoints(seriesOf(panels[2]!, 'ReLU').line, [[1, 54.99], [2, 66.11], [4, 73.63], [6, 78.84], [8, 80.07]]); // biome-ignore format: one curve per line
    expectPoints(seriesOf(panels[2]!, 'Sigmoid').line, [[1, 44.59], [2, 42.32], [4, 43.65], [6, 42.43], [8, 32.97]]); // biome-ignore format: one curve per line
    expect(panels[2]!.yReach).toBeUndefined();
  });
});

describe('leadFigure', () => {
  const { panels } = leadFigure(evidence);

  it('plots each seed’s lead, its interval, and the line whose slope is judged', () => {
    const [line, leads] = panels[0]!.series;
    const expected = depths.flatMap((depth) => {
      const [relu, sigmoid] = ['relu', 'sigmoid'].map((activation) => bySeed(activation, depth, final));
      return relu!.map((value, seed) => [depth, value - sigmoid![seed]!] as const);
    });
    expectPoints(leads!.dots!, expected);
    for (const [depth, low, high] of leads!.intervals!) {
      const values = expected.filter(([x]) => x === depth).map(([, y]) => y);
      expect((low + high) / 2).toBeCloseTo(mean(values), 9);
      expect(low).toBeLessThan(Math.min(...values));
    }
    const centre = line!.line.map(([x, y]) => [x, y] as const);
    expect(mean(centre.map(([, y]) => y))).toBeCloseTo(mean(expected.map(([, y]) => y)), 9);
    const slope = (centre[4]![1] - centre[0]![1]) / 7;
    for (const [depth, lead] of centre) expect(lead).toBeCloseTo(centre[0]![1] + slope * (depth - 1), 9);
    expect(panels[0]!.yLabel).toContain(`+${slope.toFixed(2)} per block`);
  });

  it('plots the notebook’s leads beside their own line', () => {
    const [, leads] = panels[2]!.series;
    expectPoints(leads!.dots!, [[1, 10.4], [2, 23.79], [4, 29.98], [6, 36.41], [8, 47.1]]); // biome-ignore format: one curve per line
    expect(panels[2]!.yLabel).toContain('+4.66 per block');
  });
});

describe('learningCurvesFigure', () => {
  it('plots deepest and shallowest networks, epoch by epoch, each seed and their mean', () => {
    const { panels } = learningCurvesFigure(evidence);
    for (const [index, read] of [
      [0, 'testAccuracy'],
      [1, 'recomputedTestAccuracy'],
    ] as const) {
      // biome-ignore format: pairs
      const panel = panels[index]!;
      expect(panel.series.map(({ label, dashed }) => [label, dashed])).toEqual([
        ['ReLU, 8 blocks', false],
        ['Sigmoid, 8 blocks', false],
        ['ReLU, 1 block', true],
        ['Sigmoid, 1 block', true],
      ]);
      const { line, strands } = seriesOf(panel, 'Sigmoid, 8 blocks');
      // 5,000 images in batches of 128: 40 steps an epoch.
      const curve = (epoch: number) => bySeed('sigmoid', 8, (record) => 100 * record.epochs[epoch]![read]);
      expectPoints(line, [0, 1, 2, 3].map((epoch) => [40 * (epoch + 1), mean(curve(epoch))])); // biome-ignore format: one curve per line
      expect(strands).toHaveLength(3);
      expectPoints(strands![2]!.points, [0, 1, 2, 3].map((epoch) => [40 * (epoch + 1), curve(epoch)[2]!])); // biome-ignore format: one curve per line
      expect(panel.xTicks.map(({ label }) => label)).toEqual(['0', '40', '80', '120', '160']);
    }
  });
});

describe('lossFigure', () => {
  it('averages the loss over a fortieth of the steps', () => {
    const { panels } = lossFigure(evidence);
    expect(panels.map(({ title }) => title)).toEqual(['1 block', '8 blocks']);
    const losses = lossesOf(
      evidence.records.find(({ run }) => run.depth === 8 && run.activation === 'relu')!,
    );
    const [{ points: strand, record }] = seriesOf(panels[1]!, 'ReLU').strands! as [Strand];
    expect(record).toBe('relu-depth-8-seed-1');
    expect(strand).toHaveLength(40);
    expect(strand![0]).toEqual([2, expect.closeTo(mean([...losses.slice(0, 4)]), 6)]);
    expect(strand![39]).toEqual([158, expect.closeTo(mean([...losses.slice(156)]), 6)]);
    expect(panels[0]!.references![0]!.value).toBeCloseTo(Math.LN10, 9);
  });
});

describe('gradientAverageFigure', () => {
  it('plots the notebook’s measure, ours and its own on axes of their own', () => {
    const { panels } = gradientAverageFigure(evidence);
    const average = ({ epochs }: Record) =>
      mean(epochs.flatMap(({ meanAbsoluteGradients }) => meanAbsoluteGradients));
    expectPoints(seriesOf(panels[0]!, 'ReLU').line, depths.map((depth) => [depth, mean(bySeed('relu', depth, average))])); // biome-ignore format: one curve per line
    expectPoints(seriesOf(panels[1]!, 'Sigmoid').line, [[1, 0.009], [2, 0.0062], [4, 0.0038], [6, 0.003], [8, 0.0024]]); // biome-ignore format: one curve per line
    expect(panels[1]!.series.every(({ dots }) => dots === undefined)).toBe(true);
  });
});

describe('layersFigure', () => {
  it('goes from the stem to the head of the deepest networks', () => {
    const { panels } = layersFigure(evidence);
    expect(panels[0]!.xTicks.map(({ label }) => label).join('')).toBe('s12345678h');
    const { line, strands } = seriesOf(panels[0]!, 'ReLU');
    expectPoints(line, panels[0]!.xTicks.map(({ at }) => [at, mean(bySeed('relu', 8, (record) => record.initialGradientNorms[at]!))])); // biome-ignore format: one curve per line
    expect(strands).toHaveLength(3);
    const trained = ({ epochs }: Record) =>
      mean(epochs.map(({ relativeGradientNorms }) => relativeGradientNorms[9]!));
    expect(seriesOf(panels[1]!, 'Sigmoid').line[9]![1]).toBeCloseTo(mean(bySeed('sigmoid', 8, trained)), 9);
    expect(panels.map(({ yScale }) => yScale)).toEqual(['log', 'log']);
  });
});

describe('firstLayerFigure', () => {
  it('plots with and without batch norm on one axis, where a constant factor per block is a straight line', () => {
    const { panels } = firstLayerFigure(evidence);
    for (const [index, batchNorm] of [
      [0, true],
      [1, false],
    ] as const) {
      // biome-ignore format: pairs
      for (const [label, activation] of [['ReLU', 'relu'], ['Sigmoid', 'sigmoid']] as const) { // biome-ignore format: pairs
        expectPoints(seriesOf(panels[index]!, label).line, depths.map((depth) => [depth, 0.1 * KEPT[activation][`${batchNorm}`] ** depth])); // biome-ignore format: one curve per line
      }
    }
    expect(panels[0]!.yReach).toEqual(panels[1]!.yReach);
  });
});

describe('drawFigures', () => {
  it('draws every figure for every scale, evidence or not', () => {
    for (const scale of ['smoke', 'quick', 'paper'] as const) {
      const drawn = drawFigures(evidenceFor('supported', scale), []);
      expect(drawn).toHaveLength(2 * 7);
      for (const { content } of drawn) expect(content).not.toMatch(/NaN|undefined|Infinity/);
    }
  });
});
