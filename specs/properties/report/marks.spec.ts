import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawFigure, type Figure } from '../../../src/report/figures/figure.ts';
import { marksOf } from '../../../src/report/figures/marks.ts';
import type { Panel, Series } from '../../../src/report/figures/panel.ts';

const colour = { light: '#0b63c4', dark: '#6cb6ff' };
const panelOf = (series: readonly Series[], changed: Partial<Panel> = {}): Panel => ({
  title: 'left',
  xLabel: 'number of blocks',
  yLabel: 'accuracy (%)',
  xTicks: [
    { at: 1, label: '1' },
    { at: 8, label: 'eight' },
  ],
  yScale: 'linear',
  series,
  ...changed,
});
const dotted: Series = {
  label: 'ReLU',
  colour,
  dashed: false,
  line: [[1, 10], [8, 30]], // biome-ignore format: one curve per line
  dots: [[1, 9.25, 'relu-depth-1-seed-1'], [8, 1000 / 3, 'relu-depth-8-seed-2']], // biome-ignore format: one curve per line
};

const value = fc.double({ min: 0.01, max: 1000, noNaN: true });
const points = fc.array(fc.tuple(fc.double({ min: 1, max: 8, noNaN: true }), value), {
  minLength: 1,
  maxLength: 6,
});

describe('marksOf', () => {
  it('lies on the dots that are drawn, in every panel and on either kind of axis', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ dots: points, yScale: fc.constantFrom('linear', 'near', 'log') }), {
          minLength: 1,
          maxLength: 3,
        }),
        (panels) => {
          const figure: Figure = {
            title: 'figure',
            panels: panels.map(({ dots, yScale }) =>
              panelOf([{ label: 'a', colour, dashed: false, line: dots, dots }], { yScale }),
            ),
          };
          const drawn = [
            ...drawFigure(figure, 'light').matchAll(/<circle cx="([\d.-]+)" cy="([\d.-]+)" r="3"/g),
          ];
          const round = (at: number) => Math.round(at * 10) / 10;
          const sorted = (all: readonly string[]) => [...all].sort();
          expect(sorted(marksOf(figure).map(({ x, y }) => `${round(x)},${round(y)}`))).toEqual(
            sorted(drawn.map(([, x, y]) => `${Number(x)},${Number(y)}`)),
          );
        },
      ),
    );
  });

  it('says series, seed and tick, and the value as the report prints it', () => {
    expect(marksOf({ title: 'one', panels: [panelOf([dotted])] })).toMatchObject([
      { where: 'ReLU, seed 1, number of blocks 1', value: '9.25 %', record: 'relu-depth-1-seed-1' },
      { where: 'ReLU, seed 2, number of blocks eight', value: '333.33 %', record: 'relu-depth-8-seed-2' },
    ]);
  });

  it('names the panel where there are several, and lets a column’s tick speak for its series', () => {
    const figure = {
      title: 'two',
      panels: [panelOf([dotted]), panelOf([dotted], { title: 'right', xLabel: '' })],
    };
    expect(marksOf(figure).map(({ where }) => where)).toEqual([
      'left: ReLU, seed 1, number of blocks 1',
      'left: ReLU, seed 2, number of blocks eight',
      'right: 1, seed 1',
      'right: eight, seed 2',
    ]);
  });

  it('takes a run’s curve point by point, and means only where there is nothing else', () => {
    const curve: Series = {
      label: 'Sigmoid',
      colour,
      dashed: true,
      line: [[1, 5]],
      strands: [{ record: 'sigmoid-depth-8-seed-3', points: [[2.5, 1234], [1, 4]] }], // biome-ignore format: one curve per line
    };
    const mean: Series = { label: 'notebook', colour, dashed: false, line: [[1, 7]] };
    const marks = marksOf({ title: 'one', panels: [panelOf([curve, mean])] });
    expect(marks.map(({ where, value, record }) => [where, value, record])).toEqual([
      ['Sigmoid, seed 3, number of blocks 1', '4.00 %', 'sigmoid-depth-8-seed-3'],
      ['notebook, number of blocks 1', '7.00 %', undefined],
      ['Sigmoid, seed 3, number of blocks 2.5', '1234.00 %', 'sigmoid-depth-8-seed-3'],
    ]);
  });
});
