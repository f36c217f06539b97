/** Where the values of a figure lie on it, and what each says: for pages on which readers point at them. */
import { percent } from '../number-format.ts';
import { boxesOf, type Figure } from './figure.ts';
import { type Panel, type Point, scalesOf } from './panel.ts';

/** One value of a figure. */
export interface Mark {
  /** In the coordinates of the figure's SVG. */
  readonly x: number;
  readonly y: number;
  /** Which panel it is in, which series it is of, and where on the x axis. */
  readonly where: string;
  /** As it is to be read out. */
  readonly value: string;
  /** The run that it is of, within its scale; absent where it is of none or of several. */
  readonly record?: string | undefined;
}

/**
 * Lists the values of a figure: single seeds where there are any, else the means.
 *
 * @returns panel by panel, from left to right
 */
export function marksOf(figure: Figure): readonly Mark[] {
  const boxes = boxesOf(figure);
  return figure.panels.flatMap((panel, index) => {
    const box = boxes[index];
    if (!box) return [];
    const { x, y } = scalesOf(panel, box);
    const several = figure.panels.length > 1 ? `${panel.title}: ` : '';
    return pointsOf(panel)
      .map(({ label, point, record }): Mark => {
        const [at, value] = point;
        return {
          x: x(at),
          y: y(value),
          where: several + placeOf(panel, label, record, at),
          value: valueText(panel, value),
          record,
        };
      })
      .sort((one, other) => one.x - other.x);
  });
}

interface Labelled {
  readonly label: string;
  readonly point: Point;
  readonly record: string | undefined;
}

function pointsOf({ series }: Panel): readonly Labelled[] {
  return series.flatMap(({ label, line, dots = [], strands = [] }) => {
    const single = [
      ...dots.map(([x, y, record]) => ({ label, point: [x, y] as const, record })),
      ...strands.flatMap(({ points, record }) => points.map((point) => ({ label, point, record }))),
    ];
    return single.length > 0 ? single : line.map((point) => ({ label, point, record: undefined }));
  });
}

// `relu-depth-8-seed-3` → `seed 3`: the rest of the name stands in the label and on the axis.
function seedOf(record: string): string {
  return record.slice(record.lastIndexOf('seed-')).replace('-', ' ');
}

// A column’s tick says all, unless another has the same; on an axis of numbers the series has to be named, and the axis.
function placeOf({ xTicks, xLabel }: Panel, label: string, record: string | undefined, at: number): string {
  const tick = xTicks.find((one) => one.at === at)?.label ?? digits(at);
  const seed = record === undefined ? [] : [seedOf(record)];
  const series = label.split(':')[0] ?? label;
  if (xLabel !== '') return [series, ...seed, `${xLabel.split(':')[0]} ${tick}`].join(', ');
  const repeated = xTicks.filter((one) => one.label === tick).length > 1;
  return [...(repeated ? [series] : []), tick, ...seed].join(', ');
}

// In per cent if the axis is, and then as the report prints it.
function valueText({ yLabel }: Panel, value: number): string {
  return yLabel.includes('(%)') ? percent(value / 100) : digits(value);
}

// One for all: `toLocaleString` makes one per call, and a curve has hundreds of values.
const whole = new Intl.NumberFormat('en');

function digits(value: number): string {
  return Number.isInteger(value) ? whole.format(value) : String(Number(value.toPrecision(4)));
}
