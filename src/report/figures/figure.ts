/** Draws a figure of one or more panels side by side as SVG text: data in, the same bytes out each time. */
import { type Box, drawPanel, type Panel, strokeOf } from './panel.ts';
import { escapeXml, round, type ThemeName, text, themes, widthOf } from './svg.ts';

export interface Figure {
  /** Empty where the page around it says it. */
  readonly title: string;
  /** In pixels; {@link FIGURE_WIDTH} if absent. */
  readonly width?: number;
  readonly panels: readonly Panel[];
}

/** As wide as pages show it, so that its words are as large as theirs. */
export const FIGURE_WIDTH = 640;
const PLOT_HEIGHT = 220;
/** Room left of a plot for its ticks, and between plots. */
const GUTTER = 48;
const EDGE = 18;
const ROW = 20;
const LEGEND_SIZE = 12;

/**
 * Draws the figure.
 *
 * @param themeName - colours for a light or a dark page
 * @returns a whole SVG document, coordinates rounded to 0.1
 * @throws RangeError if a panel has no point, or one that has no place on its axis
 */
export function drawFigure(figure: Figure, themeName: ThemeName): string {
  const { title, panels, width = FIGURE_WIDTH } = figure;
  const theme = themes[themeName];
  const legend = drawLegend(figure, themeName);
  const boxes = boxesOf(figure);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${figureHeight(figure)}" role="img" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" fill="${theme.paper}"/>`,
    ...(title === '' ? [] : [text(EDGE, 24, title, theme.ink, { weight: 600, size: 15 })]),
    ...legend.elements,
    ...panels.flatMap((panel, index) => drawPanel(panel, boxes[index] as Box, themeName)),
    '</svg>',
    '',
  ].join('\n');
}

/** Where the plots of a figure lie in it, side by side. */
export function boxesOf(figure: Figure): readonly Box[] {
  const { panels, width = FIGURE_WIDTH } = figure;
  const share = (width - EDGE) / panels.length; // what is left over at the right holds half of the last tick's words
  const top = headOf(figure) + ROW * drawLegend(figure, 'light').rows + 56;
  return panels.map((_, index) => ({
    left: index * share + GUTTER,
    right: (index + 1) * share,
    top,
    bottom: top + PLOT_HEIGHT,
  }));
}

/** In pixels. */
export function figureHeight(figure: Figure): number {
  return (boxesOf(figure)[0]?.bottom ?? 0) + 46;
}

// Room for the title.
function headOf({ title }: Figure): number {
  return title === '' ? 0 : 24;
}

// One entry per label, in the order in which panels bring them, as many in a row as fit.
function drawLegend(figure: Figure, themeName: ThemeName) {
  const { panels, width: room = FIGURE_WIDTH } = figure;
  const all = panels.flatMap((panel) => panel.series);
  const firsts = all.filter(({ label }, index) => all.findIndex((one) => one.label === label) === index);
  let [x, rows] = [EDGE, 1];
  const elements = firsts.flatMap(({ label, colour, dashed, line }) => {
    const width = 32 + widthOf(label, LEGEND_SIZE) + 18;
    if (x > EDGE && x + width > room) [x, rows] = [EDGE, rows + 1];
    const [left, y] = [x, headOf(figure) + ROW * rows];
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
