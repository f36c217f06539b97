/** The report's figures: what each shows, drawn for light and dark pages. */

import { type ActivationName, activationLooks } from '../../network/activations.ts';
import { type Evidence, finalAccuracy, meanGradientAverage, valuesOf } from '../../records/evidence.ts';
import type { RunRecord } from '../../records/run-record.ts';
import { mean } from '../../statistics/mean.ts';
import { study } from '../../study.ts';
import { firstLayerNorm } from '../mechanism.ts';
import { type PublishedCondition, publishedCondition } from '../notebook.ts';
import { drawLineFigure, type LineFigure, type Series, type ThemeName } from './line-figure.ts';

const { activations: trained, depths } = study.grid;

/** A file of the report: its name within the figures folder and its content. */
export interface FigureFile {
  readonly name: string;
  readonly content: string;
}

/** Draws every figure in both themes. */
export function drawFigures(evidence: Evidence): readonly FigureFile[] {
  const figures: Readonly<Record<string, LineFigure>> = {
    accuracy: accuracyFigure(evidence),
    'gradient-average': gradientFigure(evidence),
    'first-layer-gradient': firstLayerFigure(evidence),
  };
  const themes: readonly ThemeName[] = ['light', 'dark'];
  return Object.entries(figures).flatMap(([name, figure]) =>
    themes.map((theme) => ({ name: `${name}-${theme}.svg`, content: drawLineFigure(figure, theme) })),
  );
}

function accuracyFigure(evidence: Evidence): LineFigure {
  return besideNotebook(evidence, {
    title: 'Test accuracy by depth',
    yLabel: 'test accuracy, final epoch (%)',
    ours: (record) => 100 * finalAccuracy(record),
    published: ({ bestTestAccuracy }) => 100 * bestTestAccuracy,
  });
}

function gradientFigure(evidence: Evidence): LineFigure {
  return besideNotebook(evidence, {
    title: 'The notebook’s gradient average by depth',
    yLabel: 'mean over tensors of mean |g|',
    ours: meanGradientAverage,
    published: ({ gradientAverage }) => gradientAverage,
  });
}

interface BesideNotebook {
  readonly title: string;
  readonly yLabel: string;
  readonly ours: (record: RunRecord) => number;
  readonly published: (condition: PublishedCondition) => number;
}

function besideNotebook(evidence: Evidence, shown: BesideNotebook): LineFigure {
  return {
    title: shown.title,
    xLabel: 'number of blocks',
    yLabel: shown.yLabel,
    xTicks: depths,
    yScale: 'linear',
    series: trained.flatMap((activation) => [
      ours(evidence, activation, shown.ours),
      notebook(activation, (depth) => shown.published(publishedCondition(activation, depth))),
    ]),
  };
}

function firstLayerFigure(evidence: Evidence): LineFigure {
  return {
    title: 'First layer’s gradient at initialisation',
    xLabel: 'number of blocks',
    yLabel: '‖∂L/∂W‖ / ‖W‖ of the first layer',
    xTicks: depths,
    yScale: 'log',
    series: trained.flatMap((activation) =>
      [true, false].map(
        (batchNorm): Series => ({
          label: `${activationLooks[activation].label}${batchNorm ? '' : ', no batch norm'}`,
          colour: activationLooks[activation].colour,
          dashed: !batchNorm,
          line: depths.map(
            (depth) => [depth, firstLayerNorm(evidence, activation, batchNorm, depth)] as const,
          ),
          dots: [],
        }),
      ),
    ),
  };
}

function ours(evidence: Evidence, activation: ActivationName, read: (record: RunRecord) => number): Series {
  const bySeed = depths.map((depth) => ({ depth, values: valuesOf(evidence, activation, depth, read) }));
  return {
    label: activationLooks[activation].label,
    colour: activationLooks[activation].colour,
    dashed: false,
    line: bySeed.map(({ depth, values }) => [depth, mean(values)] as const),
    dots: bySeed.flatMap(({ depth, values }) => values.map((value) => [depth, value] as const)),
  };
}

function notebook(activation: ActivationName, read: (depth: number) => number): Series {
  return {
    label: `notebook: ${activationLooks[activation].label}`,
    colour: activationLooks[activation].colour,
    dashed: true,
    line: depths.map((depth) => [depth, read(depth)] as const),
    dots: [],
  };
}
