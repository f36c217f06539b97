/** Figures of gradients: the notebook's average, and what reaches each layer. */
import { type Evidence, meanGradientAverage, meanRelativeGradientNorms } from '../../records/evidence.ts';
import type { RunRecord } from '../../records/run-record.ts';
import { firstLayerNorm } from '../mechanism.ts';
import { blocksText } from '../number-format.ts';
import { publishedPanels } from './accuracy-figures.ts';
import { depthAxis, looksOf, seriesByDepth, seriesOfCurves } from './by-seed.ts';
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

type ReadNorms = (record: RunRecord) => readonly number[];

/** What reaches each layer of the deepest networks, from the image to the head. */
export function layersFigure(evidence: Evidence): Figure {
  const deepest = Math.max(...evidence.study.grid.depths);
  const reads = { 'at initialisation': initialNorms, 'mean over training': meanRelativeGradientNorms };
  const panels = Object.entries(reads).map(([title, read]) =>
    layersPanel(evidence, deepest, title, read, Object.values(reads)),
  );
  return { title: `Gradient by layer, ${blocksText(deepest)}`, panels };
}

/**
 * What reaches each layer at one time, on an axis that all times share.
 *
 * @param epoch - mean over its steps; 0 is before any step
 */
export function layersAtEpoch(evidence: Evidence, depth: number, epoch: number): Figure {
  const { epochs } = evidence.study.scales[evidence.scale];
  const at = (time: number): ReadNorms =>
    time === 0 ? initialNorms : (record) => record.epochs[time - 1]?.relativeGradientNorms ?? [];
  const times = Array.from({ length: epochs + 1 }, (_, time) => at(time));
  const title = epoch === 0 ? 'at initialisation' : `epoch ${epoch}`;
  const panel = layersPanel(evidence, depth, title, at(epoch), times);
  return { title: `Gradient by layer, ${blocksText(depth)}`, panels: [panel] };
}

function initialNorms({ initialGradientNorms }: RunRecord): readonly number[] {
  return initialGradientNorms;
}

/** @param reach - what else the axis must have room for */
function layersPanel(
  evidence: Evidence,
  depth: number,
  title: string,
  read: ReadNorms,
  reach: readonly ReadNorms[],
): Panel {
  const layers = ['s', ...Array.from({ length: depth }, (_, index) => `${index + 1}`), 'h'];
  return {
    title,
    yLabel: '‖∂L/∂W‖ / ‖W‖, logarithmic',
    yScale: 'log',
    yReach: evidence.records
      .filter(({ run }) => run.depth === depth)
      .flatMap((record) => reach.flatMap((each) => each(record))),
    xLabel: 'layer: stem, blocks, head',
    xTicks: layers.map((label, at) => ({ at, label })),
    series: evidence.study.grid.activations.map((activation) =>
      seriesOfCurves(evidence, activation, depth, (record) =>
        read(record).map((norm, layer): Point => [layer, norm]),
      ),
    ),
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
