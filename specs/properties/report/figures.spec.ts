import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../src/records/evidence.ts';
import { drawFigures } from '../../../src/report/figures/figures.ts';
import { study } from '../../../src/study.ts';
import { syntheticProbe } from '../../support/synthetic-evidence.ts';
import { evidenceFor } from './planted-report.ts';

const { depths, seeds } = study.grid;

/** First-layer gradients that fall by a factor of their own in each of the four conditions; seeds change nothing. */
const KEPT = { relu: { true: 0.9, false: 0.6 }, sigmoid: { true: 0.8, false: 0.3 } } as const;
const evidence: Evidence = {
  ...evidenceFor('supported'),
  probe: syntheticProbe('quick', ({ activation, batchNorm, depth }) => {
    return 0.1 * KEPT[activation as 'relu' | 'sigmoid'][`${batchNorm}`] ** depth;
  }),
};

/** A curve as a reader of the figure sees it, its values read off the axis. */
type Curve = { readonly values: readonly number[]; readonly dashed: boolean; readonly colour: string };

/** Reads a figure as a person would: words, ticks, and each curve by the legend's label for it. */
function readFigure(name: string, scale: 'linear' | 'log') {
  const svg = drawFigures(evidence).find((drawn) => drawn.name === `${name}-light.svg`)!.content;
  const words = [...svg.matchAll(/<text x="([^"]+)" y="([^"]+)"[^>]*>([^<]*)</g)].map(([, x, y, content]) => {
    return { x: Number(x), y: Number(y), content: content! };
  });
  const ticks = words
    .filter(({ x }) => x === 72) // left of the axis
    .map(({ y, content }) => ({ y: y - 4, value: Number(content.replace('−', '-')) }));
  const [first, last] = [ticks[0]!, ticks.at(-1)!];
  const bend = scale === 'log' ? Math.log : (value: number) => value;
  const straighten = scale === 'log' ? Math.exp : (value: number) => value;
  const slope = (bend(last.value) - bend(first.value)) / (last.y - first.y);
  const valueAt = (y: number) => straighten(bend(first.value) + slope * (y - first.y));
  // One pixel on the axis, the finest that a reader can tell.
  const pixel = Math.abs(slope);
  const paths = [...svg.matchAll(/<path d="M([^"h]+)" fill="none" stroke="([^"]+)"([^>]*)\/>/g)];
  const labels = words.filter(({ x }) => x === 538).map(({ content }) => content); // the legend
  const curves = new Map<string, Curve>(
    paths.map(([, path, colour, rest], index) => {
      const values = path!.split('L').map((point) => valueAt(Number(point.split(',')[1])));
      return [labels[index]!, { values, dashed: rest!.includes('dasharray'), colour: colour! }];
    }),
  );
  const dots = [...svg.matchAll(/<circle [^>]*cy="([^"]+)"/g)].map(([, y]) => valueAt(Number(y)));
  return { words: words.map(({ content }) => content), curves, dots, pixel };
}

/** Means over seeds, by depth, of what is read off the last epoch or any other part of a record. */
function meansOf(activation: string, read: (record: Evidence['records'][number]) => number): number[] {
  return depths.map((depth) => {
    const found = evidence.records.filter(({ run }) => run.activation === activation && run.depth === depth);
    return found.reduce((sum, record) => sum + read(record), 0) / seeds.length;
  });
}

function expectNear(values: readonly number[], expected: readonly number[], within: number): void {
  expect(values).toHaveLength(expected.length);
  for (const [place, value] of values.entries())
    expect(Math.abs(value - expected[place]!)).toBeLessThan(within);
}

const blue = '#0b63c4';
const orange = '#c2410c';

describe('drawFigures', () => {
  it('plots test accuracy in per cent beside the notebook’s', () => {
    const { words, curves, dots, pixel } = readFigure('accuracy', 'linear');
    expect(words).toEqual(
      expect.arrayContaining([
        'Test accuracy by depth',
        'number of blocks',
        'test accuracy, final epoch (%)',
      ]),
    );
    expect([...curves].map(([label, { dashed, colour }]) => [label, dashed, colour])).toEqual([
      ['ReLU', false, blue],
      ['notebook: ReLU', true, blue],
      ['Sigmoid', false, orange],
      ['notebook: Sigmoid', true, orange],
    ]);
    const final = (record: Evidence['records'][number]) => 100 * record.epochs.at(-1)!.testAccuracy;
    expectNear(curves.get('ReLU')!.values, meansOf('relu', final), pixel);
    expectNear(curves.get('Sigmoid')!.values, meansOf('sigmoid', final), pixel);
    expectNear(curves.get('notebook: ReLU')!.values, [54.99, 66.11, 73.63, 78.84, 80.07], pixel);
    expectNear(curves.get('notebook: Sigmoid')!.values, [44.59, 42.32, 43.65, 42.43, 32.97], pixel);
    const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);
    expectNear(ascending(dots), ascending(evidence.records.map(final)), pixel);
  });

  it('plots the notebook’s gradient average beside its own figures', () => {
    const { words, curves, dots, pixel } = readFigure('gradient-average', 'linear');
    expect(words).toEqual(
      expect.arrayContaining([
        'The notebook’s gradient average by depth',
        'number of blocks',
        'mean over tensors of mean |g|',
      ]),
    );
    expect([...curves.keys()]).toEqual(['ReLU', 'notebook: ReLU', 'Sigmoid', 'notebook: Sigmoid']);
    const average = ({ epochs }: Evidence['records'][number]) => {
      const all = epochs.flatMap(({ meanAbsoluteGradients }) => meanAbsoluteGradients);
      return all.reduce((sum, value) => sum + value, 0) / all.length; // as many tensors in each epoch
    };
    expectNear(curves.get('ReLU')!.values, meansOf('relu', average), pixel);
    expectNear(curves.get('Sigmoid')!.values, meansOf('sigmoid', average), pixel);
    for (const [label, ends] of [
      ['notebook: ReLU', [0.0124, 0.0039]],
      ['notebook: Sigmoid', [0.009, 0.0024]],
    ] as const) {
      const { values } = curves.get(label)!;
      expectNear([values[0]!, values[4]!], ends, pixel);
    }
    expect(dots).toHaveLength(evidence.records.length);
  });

  it('plots the first layer’s gradient on a logarithmic axis, where a constant factor a block is a straight line', () => {
    const { words, curves, dots, pixel } = readFigure('first-layer-gradient', 'log');
    expect(words).toEqual(
      expect.arrayContaining([
        'First layer’s gradient at initialisation',
        'number of blocks',
        '‖∂L/∂W‖ / ‖W‖ of the first layer',
        '1e-2',
      ]),
    );
    const expected = [
      ['ReLU', false, blue, KEPT.relu.true],
      ['ReLU, no batch norm', true, blue, KEPT.relu.false],
      ['Sigmoid', false, orange, KEPT.sigmoid.true],
      ['Sigmoid, no batch norm', true, orange, KEPT.sigmoid.false],
    ] as const;
    expect([...curves.keys()]).toEqual(expected.map(([label]) => label));
    for (const [label, dashed, colour, kept] of expected) {
      const curve = curves.get(label)!;
      expect(curve).toMatchObject({ dashed, colour });
      const logarithms = depths.map((depth) => Math.log(0.1) + depth * Math.log(kept));
      expectNear(curve.values.map(Math.log), logarithms, pixel);
    }
    expect(dots).toEqual([]);
  });
});
