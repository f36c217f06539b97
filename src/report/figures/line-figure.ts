/** Draws one line figure as SVG text: data in, the same bytes out each time. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';

export interface Series {
  readonly label: string;
  /** Its colour on each kind of page, `#rrggbb`. */
  readonly colour: Readonly<Record<ThemeName, string>>;
  readonly dashed: boolean;
  /** [x, y] means, joined by a line. */
  readonly line: readonly (readonly [number, number])[];
  /** [x, y] of single seeds, drawn as dots. */
  readonly dots: readonly (readonly [number, number])[];
}

export interface LineFigure {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Positions of the ticks on the x axis. */
  readonly xTicks: readonly number[];
  /** The y axis: linear from 0, or logarithmic. */
  readonly yScale: 'linear' | 'log';
  readonly series: readonly Series[];
}

export type ThemeName = 'light' | 'dark';

interface Theme {
  readonly ink: string;
  readonly faint: string;
  readonly paper: string;
}

const themes: Readonly<Record<ThemeName, Theme>> = {
  light: { ink: '#1f2328', faint: '#d1d9e0', paper: '#ffffff' },
  dark: { ink: '#f0f6fc', faint: '#3d444d', paper: '#0d1117' },
};

const SIZE = { width: 710, height: 360 };
const MARGIN = { top: 44, right: 220, bottom: 48, left: 80 };

/**
 * Draws the figure.
 *
 * @param figure - what to show
 * @param themeName - colours for a light or a dark page
 * @returns a whole SVG document, coordinates rounded to 0.1
 * @throws RangeError if no series has a point, or one has no place on the axis
 */
export function drawLineFigure(figure: LineFigure, themeName: ThemeName): string {
  const theme = themes[themeName];
  const points = figure.series.flatMap((series) => [...series.line, ...series.dots]);
  if (points.length === 0)
    throw new RangeError(`drawLineFigure needs at least one point in "${figure.title}"`);
  for (const { label, line: means, dots } of figure.series) {
    const bad = [...means, ...dots].find(
      ([, value]) => !Number.isFinite(value) || (figure.yScale === 'log' && value <= 0),
    );
    if (bad)
      throw new RangeError(
        `drawLineFigure cannot place ${bad[1]} of series "${label}" on a ${figure.yScale} axis`,
      );
  }
  const x = scaleLinear()
    .domain([Math.min(...figure.xTicks), Math.max(...figure.xTicks)])
    .range([MARGIN.left, SIZE.width - MARGIN.right]);
  const y = yScaleOf(
    figure.yScale,
    points.map(([, value]) => value),
  );
  const yTicks = figure.yScale === 'log' ? y.ticks().filter(isPowerOfTen) : y.ticks(5);
  const yText = figure.yScale === 'log' ? (tick: number) => tick.toExponential(0) : y.tickFormat(5);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" font-family="system-ui, sans-serif" font-size="13">`,
    `<title>${escapeText(figure.title)}</title>`,
    `<rect width="100%" height="100%" fill="${theme.paper}"/>`,
    text(MARGIN.left, 24, figure.title, theme.ink, 'start', ' font-weight="600" font-size="15"'),
    ...yTicks.flatMap((tick) => [
      `<path d="M${MARGIN.left},${round(y(tick))}H${SIZE.width - MARGIN.right}" stroke="${theme.faint}"/>`,
      text(MARGIN.left - 8, y(tick) + 4, yText(tick), theme.ink, 'end'),
    ]),
    ...figure.xTicks.map((tick) =>
      text(x(tick), SIZE.height - MARGIN.bottom + 20, `${tick}`, theme.ink, 'middle'),
    ),
    text((MARGIN.left + SIZE.width - MARGIN.right) / 2, SIZE.height - 10, figure.xLabel, theme.ink, 'middle'),
    text(
      0,
      0,
      figure.yLabel,
      theme.ink,
      'middle',
      ` transform="translate(16,${SIZE.height / 2}) rotate(-90)"`,
    ),
    ...figure.series.flatMap((series, index) => drawSeries(series, index, { x, y, themeName })),
    '</svg>',
    '',
  ].join('\n');
}

type Scale = (value: number) => number;

function yScaleOf(kind: LineFigure['yScale'], values: readonly number[]) {
  const range = [SIZE.height - MARGIN.bottom, MARGIN.top];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return kind === 'log'
    ? scaleLog().domain([least, most]).nice().range(range)
    : scaleLinear().domain([0, most]).nice(5).range(range);
}

function isPowerOfTen(value: number): boolean {
  return Number.isInteger(Math.round(Math.log10(value) * 1e9) / 1e9);
}

function drawSeries(
  { label, colour, dashed, line: means, dots }: Series,
  index: number,
  { x, y, themeName }: { x: Scale; y: Scale; themeName: ThemeName },
): string[] {
  const ink = colour[themeName];
  const path = line<readonly [number, number]>(
    ([place]) => round(x(place)),
    ([, value]) => round(y(value)),
  )([...means]);
  const stroke = `stroke="${ink}" stroke-width="${dashed ? 1.5 : 2.5}"${dashed ? ' stroke-dasharray="5 4"' : ''}`;
  const legendY = MARGIN.top + 12 + 22 * index;
  const legendX = SIZE.width - MARGIN.right + 16;
  return [
    `<path d="${path ?? ''}" fill="none" ${stroke}/>`,
    ...dots.map(
      ([place, value]) => `<circle cx="${round(x(place))}" cy="${round(y(value))}" r="3" fill="${ink}"/>`,
    ),
    `<path d="M${legendX},${legendY}h24" ${stroke}/>`,
    text(legendX + 32, legendY + 4, label, themes[themeName].ink, 'start'),
  ];
}

function text(x: number, y: number, content: string, fill: string, anchor: string, more = ''): string {
  return `<text x="${round(x)}" y="${round(y)}" fill="${fill}" text-anchor="${anchor}"${more}>${escapeText(content)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeText(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
