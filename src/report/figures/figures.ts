/** The report's figures, each drawn for light and dark pages. */
import type { Verdict } from '../../judging/verdict.ts';
import type { Evidence } from '../../records/evidence.ts';
import { drawFigure } from './figure.ts';
import type { ThemeName } from './svg.ts';

/** A file of the report: its name within the figures folder and its content. */
export interface FigureFile {
  readonly name: string;
  readonly content: string;
}

/** Draws every figure of the evidence's study in both themes. */
export function drawFigures(evidence: Evidence, verdicts: readonly Verdict[]): readonly FigureFile[] {
  const themes: readonly ThemeName[] = ['light', 'dark'];
  return Object.entries(evidence.study.prose.figures(evidence, verdicts)).flatMap(([name, figure]) =>
    themes.map((theme) => ({ name: `${name}-${theme}.svg`, content: drawFigure(figure, theme) })),
  );
}
