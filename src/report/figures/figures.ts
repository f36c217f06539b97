/** The report's figures, each drawn for light and dark pages. */
import type { Evidence } from '../../records/evidence.ts';
import { accuracyFigure, leadFigure } from './accuracy-figures.ts';
import { learningCurvesFigure, lossFigure } from './curve-figures.ts';
import { drawFigure, type Figure } from './figure.ts';
import { firstLayerFigure, gradientAverageFigure, layersFigure } from './gradient-figures.ts';
import type { ThemeName } from './svg.ts';

/** A file of the report: its name within the figures folder and its content. */
export interface FigureFile {
  readonly name: string;
  readonly content: string;
}

const figures = {
  accuracy: accuracyFigure,
  'learning-curves': learningCurvesFigure,
  lead: leadFigure,
  loss: lossFigure,
  layers: layersFigure,
  'gradient-average': gradientAverageFigure,
  'first-layer-gradient': firstLayerFigure,
} as const satisfies Readonly<Record<string, (evidence: Evidence) => Figure>>;

export type FigureName = keyof typeof figures;

/** Draws every figure in both themes. */
export function drawFigures(evidence: Evidence): readonly FigureFile[] {
  const themes: readonly ThemeName[] = ['light', 'dark'];
  return Object.entries(figures).flatMap(([name, figureOf]) => {
    const figure = figureOf(evidence);
    return themes.map((theme) => ({ name: `${name}-${theme}.svg`, content: drawFigure(figure, theme) }));
  });
}
