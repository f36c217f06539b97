/** Draws a figure of one or more panels side by side as SVG text: data in, the same bytes out each time. */
import { type Box, drawPanel, type Panel, type Series, strokeOf } from './panel.ts';
import { escapeText, round, type ThemeName, text, themes, widthOf } from './svg.ts';

export interface Figure {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** As wide as pages show it, so that its words are as large as theirs. */
const WIDTH = 640;
const PLOT_HEIGHT = 220;
/** Room left of a plot for its ticks, and between plots. */
const GUTTER = 48;
const EDGE = 14;
const ROW = 20;
const LEGEND_SIZE = 12;

/**
 * Draws the figure.
 *
 * @param themeName - colours for a light or a dark page
 * @returns a whole SVG document, coordinates rounded to 0.1
 * @throws RangeError if a panel has no point, or one that has no place on its axis
 */
export function drawFigure({ title, panels }: Figure, themeName: ThemeName): string {
  const theme = themes[themeName];
  const legend = drawLegend(panels, themeName);
  const top = 40 + ROW * legend.rows + 40;
  const bottom = top + PLOT_HEIGHT;
  const height = bottom + 46;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escapeText(title)}</title>`,
    `<rect width="100%" height="100%" fill="${theme.paper}"/>`,
    text(EDGE, 24, title, theme.ink, { weight: 600, size: 15 }),
    ...legend.elements,
    ...panels.flatMap((panel, index) =>
      drawPanel(panel, boxOf(index, panels.length, top, bottom), themeName),
    ),
    '</svg>',
    '',
  ].join('\n');
}

function boxOf(index: number, count: number, top: number, bottom: number): Box {
  const share = (WIDTH - EDGE) / count; // what is left over at the right holds half of the last tick's words
  return { left: index * share + GUTTER, right: (index + 1) * share, top, bottom };
}

// One entry per label, in the order in which panels bring them, as many in a row as fit.
function drawLegend(panels: readonly Panel[], themeName: ThemeName) {
  const byLabel = new Map<string, Series>();
  for (const series of panels.flatMap((panel) => panel.series)) {
    if (!byLabel.has(series.label)) byLabel.set(series.label, series);
  }
  let [x, rows] = [EDGE, 1];
  const elements = [...byLabel.values()].flatMap(({ label, colour, dashed, line }) => {
    const width = 32 + widthOf(label, LEGEND_SIZE) + 18;
    if (x > EDGE && x + width > WIDTH) [x, rows] = [EDGE, rows + 1];
    const [left, y] = [x, 24 + ROW * rows];
    x += width;
    const ink = colour[themeName];
    const key =
      line.length > 0
        ? `<path d="M${round(left)},${y - 4}h24" ${strokeOf(ink, dashed)}/>`
        : `<circle cx="${round(left + 12)}" cy="${y - 4}" r="3" fill="${ink}"/>`;
    return [key, text(left + 30, y, label, themes[themeName].ink, { size: LEGEND_SIZE })];
  });
  return { elements, rows };
}
