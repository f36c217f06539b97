/** Figures of gradients: the notebook's average, and what reaches each layer. */
import { activationLooks } from '../../network/activations.ts';
import { type Evidence, meanGradientAverage, meanRelativeGradientNorms } from '../../records/evidence.ts';
import type { RunRecord } from '../../records/run-record.ts';
import { firstLayerNorm } from '../mechanism.ts';
import { publishedPanels } from './accuracy-figures.ts';
import { blocksText, depthAxis, looksOf, seriesByDepth, seriesOfCurves } from './by-seed.ts';
import type { Figure } from './figure.ts';
import type { Panel, Point } from './panel.ts';

/** The notebook's gradient average by depth, and its own figures beside. */
export function gradientAverageFigure(evidence: Evidence): Figure {
  const { study } = evidence;
  const yLabel = 'mean over tensors of mean |g|';
  const here: Panel = {
    ...depthAxis(study),
    title: 'here',
    yLabel,
    yScale: 'linear',
    series: study.grid.activations.map((activation) =>
      seriesByDepth(evidence, activation, meanGradientAverage),
    ),
  };
  return {
    title: 'The notebook’s gradient average by depth',
    panels: [here, ...publishedPanels(study, yLabel, ({ gradientAverage }) => gradientAverage)],
  };
}

/** What reaches each layer of the deepest networks, from the image to the head. */
export function layersFigure(evidence: Evidence): Figure {
  const { activations: trained, depths } = evidence.study.grid;
  const deepest = Math.max(...depths);
  const layers = ['s', ...Array.from({ length: deepest }, (_, index) => `${index + 1}`), 'h'];
  const panel = (title: string, read: (record: RunRecord) => readonly number[]): Panel => ({
    title,
    yLabel: '‖∂L/∂W‖ / ‖W‖, logarithmic',
    yScale: 'log',
    yReach: evidence.records
      .filter(({ run }) => run.depth === deepest)
      .flatMap((record) => [...record.initialGradientNorms, ...meanRelativeGradientNorms(record)]),
    xLabel: 'layer: stem, blocks, head',
    xTicks: layers.map((label, at) => ({ at, label })),
    series: trained.map((activation) => ({
      ...seriesOfCurves(evidence, activation, deepest, (record) =>
        read(record).map((norm, layer): Point => [layer, norm]),
      ),
      label: activationLooks[activation].label,
    })),
  });
  return {
    title: `Gradient by layer, ${blocksText(deepest)}`,
    panels: [
      panel('at initialisation', ({ initialGradientNorms }) => initialGradientNorms),
      panel('mean over training', meanRelativeGradientNorms),
    ],
  };
}

/** The first layer's gradient at initialisation by depth, with batch norm and without. */
export function firstLayerFigure(evidence: Evidence): Figure {
  const { activations: trained, depths } = evidence.study.grid;
  const panel = (batchNorm: boolean): Panel => ({
    ...depthAxis(evidence.study),
    title: `${batchNorm ? 'with' : 'without'} batch norm`,
    yLabel: '‖∂L/∂W‖ / ‖W‖ of the first layer, logarithmic',
    yScale: 'log',
    yReach: [true, false].flatMap((either) =>
      trained.flatMap((name) => depths.map((depth) => firstLayerNorm(evidence, name, either, depth))),
    ),
    series: trained.map((activation) => ({
      ...looksOf(activation),
      line: depths.map((depth) => [depth, firstLayerNorm(evidence, activation, batchNorm, depth)]),
    })),
  });
  return { title: 'First layer’s gradient at initialisation', panels: [panel(true), panel(false)] };
}
