/** One panel of a figure: axes of its own, and everything drawn between them. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { round, type Theme, type ThemeName, text, themes } from './svg.ts';

export type Point = readonly [x: number, y: number];

/** A single value, and the run that it is of, by its name within its scale. */
export type Dot = readonly [x: number, y: number, record?: string | undefined];

/** A single run's curve. */
export interface Strand {
  readonly record: string;
  readonly points: readonly Point[];
}

export interface Series {
  readonly label: string;
  /** Its colour on each kind of page, `#rrggbb`. */
  readonly colour: Readonly<Record<ThemeName, string>>;
  readonly dashed: boolean;
  /** Joined by a line. */
  readonly line: readonly Point[];
  /** Single seeds, drawn as dots, … */
  readonly dots?: readonly Dot[];
  /** … or as thin lines. */
  readonly strands?: readonly Strand[];
  /** Intervals: [x, low, high]. */
  readonly intervals?: readonly (readonly [x: number, low: number, high: number])[];
}

/** A value that the series are to be seen against, drawn from side to side. */
export interface Reference {
  readonly value: number;
  readonly label: string;
}

export interface Panel {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Where ticks stand on the x axis, and what they say. */
  readonly xTicks: readonly { readonly at: number; readonly label: string }[];
  /** `linear` reaches down to 0, `near` only as far as there is something, `log` is logarithmic. */
  readonly yScale: 'linear' | 'near' | 'log';
  /** What the y axis must reach at least, so that panels can share one. */
  readonly yReach?: readonly number[];
  readonly series: readonly Series[];
  readonly references?: readonly Reference[];
}

/** Where a panel lies in its figure, in pixels. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const TICK_SIZE = 11;

/**
 * Draws the panel.
 *
 * @param box - of the plot itself; titles stand above it, ticks left of and below it
 * @returns SVG elements
 * @throws RangeError if no series has a point, or one has no place on the axis
 */
export function drawPanel(panel: Panel, box: Box, themeName: ThemeName): readonly string[] {
  const theme = themes[themeName];
  const { x, y } = scalesOf(panel, box);
  const ticks = panel.yScale === 'log' ? y.ticks().filter(isPowerOfTen) : y.ticks(5);
  const tickText = panel.yScale === 'log' ? powerText : y.tickFormat(5);
  return [
    text(box.left, box.top - 24, panel.title, theme.ink, { weight: 600 }),
    text(box.left, box.top - 8, panel.yLabel, theme.quiet, { size: TICK_SIZE }),
    ...ticks.flatMap((tick) => [
      `<path d="M${round(box.left)},${round(y(tick))}H${round(box.right)}" stroke="${theme.grid}"/>`,
      text(box.left - 6, y(tick) + 4, tickText(tick), theme.ink, { anchor: 'end', size: TICK_SIZE }),
    ]),
    ...panel.xTicks.map(({ at: place, label }) =>
      text(x(place), box.bottom + 16, label, theme.ink, { anchor: 'middle', size: TICK_SIZE }),
    ),
    text((box.left + box.right) / 2, box.bottom + 33, panel.xLabel, theme.quiet, {
      anchor: 'middle',
      size: TICK_SIZE,
    }),
    ...drawReferences(panel.references ?? [], box, y, theme),
    ...panel.series.flatMap((series) => drawSeries(series, x, y, themeName)),
  ];
}

/** The panel's axes in its box: from values to pixels. @throws RangeError as {@link drawPanel} does */
export function scalesOf(panel: Panel, box: Box) {
  const at = panel.xTicks.map((tick) => tick.at);
  const x = scaleLinear()
    .domain([Math.min(...at), Math.max(...at)])
    .range([box.left, box.right]);
  return { x, y: yScaleOf(panel).range([box.bottom, box.top]) };
}

function yScaleOf(panel: Panel) {
  const values = [
    ...panel.series.flatMap(valuesOf),
    ...(panel.references ?? []).map(({ value }) => ({ value, label: 'reference' })),
    ...(panel.yReach ?? []).map((value) => ({ value, label: 'reach' })),
  ];
  if (values.length === 0) throw new RangeError(`drawPanel needs at least one point in "${panel.title}"`);
  const bad = values.find(({ value }) => !Number.isFinite(value) || (panel.yScale === 'log' && value <= 0));
  if (bad) {
    throw new RangeError(
      `drawPanel cannot place ${bad.value} of series "${bad.label}" on a ${panel.yScale} axis`,
    );
  }
  const heights = values.map(({ value }) => value);
  const [least, most] = [Math.min(...heights), Math.max(...heights)];
  if (panel.yScale === 'log') return scaleLog().domain([least, most]).nice();
  return scaleLinear()
    .domain([panel.yScale === 'near' ? least : Math.min(0, least), most])
    .nice(5);
}

function valuesOf({ label, line: means, dots = [], strands = [], intervals = [] }: Series) {
  const values = [
    ...[...means, ...dots, ...strands.flatMap(({ points }) => points)].map(([, value]) => value),
    ...intervals.flatMap(([, low, high]) => [low, high]),
  ];
  return values.map((value) => ({ value, label }));
}

// Digits as long as they are few: `0.01`, but `1e-6`.
function powerText(power: number): string {
  return power < 1e-3 ? power.toExponential(0) : `${power}`;
}

function isPowerOfTen(value: number): boolean {
  return Number.isInteger(Math.round(Math.log10(value) * 1e9) / 1e9);
}

type Scale = (value: number) => number;

// Their words stand at the left, over their lines; under them where the next line above is too near.
function drawReferences(references: readonly Reference[], box: Box, y: Scale, { quiet }: Theme): string[] {
  return references.flatMap(({ value, label }) => {
    const height = round(y(value));
    const crowded = references.some((other) => other.value > value && height - y(other.value) < 14);
    return [
      `<path d="M${round(box.left)},${height}H${round(box.right)}" stroke="${quiet}" stroke-dasharray="1 3" stroke-width="1.5"/>`,
      text(box.left + 2, height + (crowded ? 11 : -4), label, quiet, { size: 10 }),
    ];
  });
}

function drawSeries(
  { colour, dashed, line: means, dots = [], strands = [], intervals = [] }: Series,
  x: Scale,
  y: Scale,
  themeName: ThemeName,
): string[] {
  const ink = colour[themeName];
  const pathOf = (points: readonly Point[]) =>
    line<Point>(
      ([place]) => round(x(place)),
      ([, value]) => round(y(value)),
    )([...points]) ?? '';
  return [
    ...strands.map(
      ({ points }) =>
        `<path d="${pathOf(points)}" fill="none" stroke="${ink}" stroke-width="1" stroke-opacity="0.45"${dashOf(dashed)}/>`,
    ),
    ...intervals.map(
      ([place, low, high]) =>
        `<path d="M${round(x(place))},${round(y(low))}V${round(y(high))}" stroke="${ink}" stroke-width="1.5"/>`,
    ),
    ...(means.length > 0 ? [`<path d="${pathOf(means)}" fill="none" ${strokeOf(ink, dashed)}/>`] : []),
    ...dots.map(
      ([place, value]) => `<circle cx="${round(x(place))}" cy="${round(y(value))}" r="3" fill="${ink}"/>`,
    ),
  ];
}

/** How a series' line is drawn, in a panel as in the legend. */
export function strokeOf(ink: string, dashed: boolean): string {
  return `stroke="${ink}" stroke-width="${dashed ? 1.5 : 2.5}"${dashOf(dashed)}`;
}

function dashOf(dashed: boolean): string {
  return dashed ? ' stroke-dasharray="5 4"' : '';
}
