/** Figures of how networks learn: test accuracy and training loss, step by step. */
import { activationLooks } from '../../network/activations.ts';
import type { Evidence } from '../../records/evidence.ts';
import { lossesOf, type RunRecord, settingsOfRecord } from '../../records/run-record.ts';
import { mean } from '../../statistics/mean.ts';
import { stepsPerEpoch } from '../../training/run-settings.ts';
import { blocksText } from '../number-format.ts';
import { baselineReferences, seriesOfCurves } from './by-seed.ts';
import type { Figure } from './figure.ts';
import type { Panel, Point } from './panel.ts';

/**
 * Test accuracy after every epoch: the same networks under both evaluations.
 *
 * @param depths - the last in dashes, if there are several; if absent, the deepest and the shallowest
 */
export function learningCurvesFigure(
  evidence: Evidence,
  depths: readonly number[] = ends(evidence.study.grid.depths),
): Figure {
  const { activations: trained } = evidence.study.grid;
  const panel = (title: string, read: ReadEpoch): Panel => ({
    ...stepAxis(evidence),
    title,
    yLabel: 'test accuracy (%)',
    yScale: 'linear',
    yReach: evidence.records.flatMap((record) =>
      record.epochs.flatMap((epoch) => [100 * epoch.testAccuracy, 100 * epoch.recomputedTestAccuracy]),
    ),
    series: depths.flatMap((depth, index) =>
      trained.map((activation) => ({
        ...seriesOfCurves(evidence, activation, depth, (record) => accuracyCurve(record, read)),
        label: `${activationLooks[activation].label}, ${blocksText(depth)}`,
        dashed: index > 0,
      })),
    ),
    references: baselineReferences(evidence),
  });
  return {
    title: 'Learning curves: the same networks, evaluated in two ways',
    panels: [
      panel('by running statistics', ({ testAccuracy }) => testAccuracy),
      panel('by recomputed statistics', ({ recomputedTestAccuracy }) => recomputedTestAccuracy),
    ],
  };
}

function ends(depths: readonly number[]): readonly number[] {
  return [Math.max(...depths), Math.min(...depths)];
}

/** The training loss of every step, averaged over a fortieth of the steps. */
export function lossFigure(evidence: Evidence): Figure {
  const { activations: trained, depths } = evidence.study.grid;
  const [shallowest, deepest] = [Math.min(...depths), Math.max(...depths)];
  const reach = evidence.records.flatMap((record) => lossCurve(record).map(([, loss]) => loss));
  const panel = (depth: number): Panel => ({
    ...stepAxis(evidence),
    title: blocksText(depth),
    yLabel: 'training loss (cross-entropy)',
    yScale: 'near',
    yReach: reach,
    series: trained.map((activation) => seriesOfCurves(evidence, activation, depth, lossCurve)),
    references: [{ value: Math.log(10), label: 'ln 10: guessing' }],
  });
  return { title: 'Training loss, step by step', panels: [panel(shallowest), panel(deepest)] };
}

/** An accuracy 0–1 off an epoch. */
type ReadEpoch = (epoch: RunRecord['epochs'][number]) => number;

function accuracyCurve(record: RunRecord, read: ReadEpoch): readonly Point[] {
  const perEpoch = stepsPerEpoch(settingsOfRecord(record));
  return record.epochs.map((epoch, index): Point => [perEpoch * (index + 1), 100 * read(epoch)]);
}

const BINS = 40;

function lossCurve(record: RunRecord): readonly Point[] {
  const losses = [...lossesOf(record)];
  const size = Math.ceil(losses.length / BINS);
  const starts = Array.from({ length: Math.ceil(losses.length / size) }, (_, bin) => bin * size);
  return starts.map((start): Point => {
    const bin = losses.slice(start, start + size);
    return [start + bin.length / 2, mean(bin)];
  });
}

// From the beginning to the end, with three ticks between: quarters of whole epochs are whole numbers of steps nearly.
function stepAxis({ records }: Evidence): Pick<Panel, 'xLabel' | 'xTicks'> {
  const [first] = records;
  const steps = first ? stepsPerEpoch(settingsOfRecord(first)) * first.epochs.length : 1;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * steps));
  return { xLabel: 'training steps', xTicks: ticks.map((at) => ({ at, label: at.toLocaleString('en') })) };
}
