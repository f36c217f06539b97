/** The figures of a study that trains every activation at every depth. */
import type { Evidence } from '../../records/evidence.ts';
import { accuracyFigure, leadFigure } from './accuracy-figures.ts';
import { learningCurvesFigure, lossFigure } from './curve-figures.ts';
import type { Figure } from './figure.ts';
import { firstLayerFigure, gradientAverageFigure, layersFigure } from './gradient-figures.ts';

/** Makes them, by the names of their files. */
export function gridFigures(evidence: Evidence): Readonly<Record<string, Figure>> {
  return {
    accuracy: accuracyFigure(evidence),
    'learning-curves': learningCurvesFigure(evidence),
    lead: leadFigure(evidence),
    loss: lossFigure(evidence),
    layers: layersFigure(evidence),
    'gradient-average': gradientAverageFigure(evidence),
    'first-layer-gradient': firstLayerFigure(evidence),
  };
}
