/** The report's figures, each drawn for light and dark pages. */
import type { Verdict } from '../../judging/verdict.ts';
import type { Evidence } from '../../records/evidence.ts';
import { drawFigure } from './figure.ts';
import type { ThemeName } from './svg.ts';

/** Draws every figure of the evidence's study in both themes, each with its name within the figures folder. */
export function drawFigures(evidence: Evidence, verdicts: readonly Verdict[]) {
  const themes: readonly ThemeName[] = ['light', 'dark'];
  return Object.entries(evidence.study.prose.figures(evidence, verdicts)).flatMap(([name, figure]) =>
    themes.map((theme) => ({ name: `${name}-${theme}.svg`, content: drawFigure(figure, theme) })),
  );
}
