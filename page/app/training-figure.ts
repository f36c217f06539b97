/** The figure of a run in progress: what comes, over what is recorded. */
import { activationLooks } from '../../src/network/activations.ts';
import { lossesOf, type RunRecord, settingsOfRecord } from '../../src/records/run-record.ts';
import type { Figure } from '../../src/report/figures/figure.ts';
import type { Panel, Point, Series } from '../../src/report/figures/panel.ts';
import { runName } from '../../src/study.ts';
import { stepsPerEpoch } from '../../src/training/run-settings.ts';
import type { Progress } from './training.ts';

const RECORDED = { light: '#8c959f', dark: '#656c76' };

/**
 * @param steps - how far the run goes
 */
export function trainingFigure(record: RunRecord, { losses, accuracies }: Progress, steps: number): Figure {
  const perEpoch = stepsPerEpoch(settingsOfRecord(record));
  const recordedLosses = [...lossesOf(record)].slice(0, steps);
  const { colour } = activationLooks[record.run.activation];
  const both = (recorded: readonly Point[], here: readonly Point[]): readonly Series[] => [
    { label: 'recorded', colour: RECORDED, dashed: false, line: recorded },
    { label: 'your browser', colour, dashed: false, line: here, dots: here.length < 20 ? here : [] },
  ];
  const axis = { xLabel: 'training steps', xTicks: ticksOf(steps) };
  const loss: Panel = {
    ...axis,
    title: 'training loss',
    yLabel: 'cross-entropy of each batch',
    yScale: 'near',
    series: both(pointsOf(recordedLosses), pointsOf(losses)),
  };
  const recorded = record.epochs.map(
    ({ testAccuracy }, epoch): Point => [perEpoch * (epoch + 1), 100 * testAccuracy],
  );
  const within = recorded.filter(([step]) => step <= steps);
  if (within.length === 0) return { title: runName(record.run), panels: [loss] };
  const here = accuracies.map((accuracy, epoch): Point => [perEpoch * (epoch + 1), 100 * accuracy]);
  const accuracy: Panel = {
    ...axis,
    title: 'test accuracy',
    yLabel: 'by running statistics (%)',
    yScale: 'near',
    series: both(within, here),
  };
  return { title: runName(record.run), panels: [loss, accuracy] };
}

function pointsOf(losses: readonly number[]): readonly Point[] {
  return losses.map((loss, index): Point => [index + 1, loss]);
}

function ticksOf(steps: number): Panel['xTicks'] {
  return [...new Set([0, 0.5, 1].map((share) => Math.round(share * steps)))].map((at) => ({
    at,
    label: at.toLocaleString('en'),
  }));
}
