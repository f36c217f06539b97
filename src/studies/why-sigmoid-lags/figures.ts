/** One figure per intervention: conditions side by side, seeds as dots, means as bars with their intervals. */
import { type ActivationName, activationLooks } from '../../network/activations.ts';
import { type Evidence, finalAccuracy, recomputedAccuracy } from '../../records/evidence.ts';
import type { RunRecord } from '../../records/run-record.ts';
import type { Figure } from '../../report/figures/figure.ts';
import type { Panel, Series } from '../../report/figures/panel.ts';
import { meanInterval } from '../../report/mean-interval.ts';
import { mean } from '../../statistics/mean.ts';
import { runName } from '../../study.ts';
import { accuracies, BUDGETS, DEEP, lift, SHALLOW } from './contrasts.ts';
import type { VariationName } from './design.ts';
import { readouts } from './readouts.ts';

/** One column of a figure. */
interface Column {
  readonly label: string;
  readonly activation: ActivationName;
  readonly variation?: VariationName;
  readonly depth?: number;
}

/** A panel's y axis and what stands in its columns, fractions per seed. */
interface Reading extends Pick<Panel, 'title' | 'yLabel' | 'yReach' | 'references'> {
  readonly valuesOf: (column: Column) => readonly number[];
  /** Names the runs that the values are of, if each is one run's. */
  readonly recordsOf?: (column: Column) => readonly string[];
}

function panelOf(columns: readonly Column[], { valuesOf, recordsOf, ...axis }: Reading): Panel {
  const air = (at: number) => ({ at, label: '' }); // half a column of it at either side
  return {
    ...axis,
    xLabel: '',
    xTicks: [air(-0.5), ...columns.map(({ label }, at) => ({ at, label })), air(columns.length - 0.5)],
    yScale: 'near',
    series: columns.map((column, index) => seriesOf(column, index, valuesOf(column), recordsOf?.(column))),
  };
}

function seriesOf(
  { activation }: Column,
  index: number,
  fractions: readonly number[],
  records: readonly string[] = [],
): Series {
  const values = fractions.map((value) => 100 * value);
  const { label, colour } = activationLooks[activation];
  const bounds = meanInterval(values);
  return {
    label,
    colour,
    dashed: false,
    line: [
      [index - 0.25, mean(values)],
      [index + 0.25, mean(values)],
    ],
    dots: values.map((value, seed) => [index, value, records[seed]] as const),
    intervals: bounds ? [[index, ...bounds] as const] : [],
  };
}

const read = (evidence: Evidence, reading: (record: RunRecord) => number) => (column: Column) =>
  accuracies(evidence, column.activation, column.variation, column.depth ?? DEEP, reading);

const runsOf =
  (evidence: Evidence) =>
  ({ activation, variation, depth = DEEP }: Column) =>
    evidence.study.grid.seeds.map((seed) => runName({ activation, variation, depth, seed }));

/** Both evaluations of the same columns; the primary one first. */
function evaluated(evidence: Evidence, title: string, columns: readonly Column[]): Figure {
  const readings = [
    { title: 'by recomputed statistics', valuesOf: read(evidence, recomputedAccuracy) },
    { title: 'by running statistics', valuesOf: read(evidence, finalAccuracy) },
  ];
  const yReach = readings.flatMap(({ valuesOf }) =>
    columns.flatMap((column) => {
      const values = valuesOf(column).map((value) => 100 * value);
      return [...values, ...(meanInterval(values) ?? [])];
    }),
  );
  const common = { yLabel: 'test accuracy (%)', recordsOf: runsOf(evidence), yReach };
  return { title, panels: readings.map((reading) => panelOf(columns, { ...common, ...reading })) };
}

const RELU = { label: 'ReLU', activation: 'relu' } as const;
const SIGMOID = { label: 'σ', activation: 'sigmoid' } as const;
const CENTRED = { label: 'σ − ½', activation: 'centredSigmoid' } as const;
/** Where columns are narrow; the legend has its name. */
const NARROW = { label: 'max', activation: 'rectifiedSigmoid' } as const;
const RECTIFIED = { label: 'max(½, σ)', activation: 'rectifiedSigmoid' } as const;
const IDENTITY = { label: 'identity', activation: 'identity' } as const;
const TANH = { label: 'tanh', activation: 'tanh' } as const;
const ALL = [RELU, RECTIFIED, TANH, CENTRED, SIGMOID, IDENTITY];

/** Makes the study's figures, by the names of their files. */
export function figures(evidence: Evidence): Readonly<Record<string, Figure>> {
  const budget = (activation: 'relu' | 'sigmoid') =>
    BUDGETS.map(({ variation, rate }) => ({ label: rate, activation, variation }));
  const sigmoid = (label: string, variation: VariationName) => ({ ...SIGMOID, label, variation });
  return {
    activations: evaluated(evidence, `The same network with six activations, ${DEEP} blocks`, [
      RELU,
      NARROW,
      TANH,
      CENTRED,
      SIGMOID,
      IDENTITY,
    ]),
    magnitude: evaluated(evidence, 'E1: gradients 16 times as large and as small', [
      sigmoid('σ, / 16', 'loss-over-16'),
      SIGMOID,
      sigmoid('σ, × 16', 'loss-times-16'),
      RELU,
    ]),
    parity: evaluated(evidence, 'E2: with and without an even part', [RELU, NARROW, TANH, SIGMOID, IDENTITY]),
    'step-budget': evaluated(evidence, 'E3: features of unit variance, by learning rate', [
      ...budget('relu'),
      { ...RELU, label: 'as is' },
      ...budget('sigmoid'),
      { ...SIGMOID, label: 'as is' },
    ]),
    padding: evaluated(evidence, `E4: with ${SHALLOW} block and with ${DEEP}`, [
      { ...SIGMOID, label: `σ, ${SHALLOW}`, depth: SHALLOW },
      { ...SIGMOID, label: `σ, ${DEEP}` },
      { ...CENTRED, label: `σ − ½, ${SHALLOW}`, depth: SHALLOW },
      { ...CENTRED, label: `σ − ½, ${DEEP}` },
    ]),
    speed: evaluated(evidence, 'E5: four times the training', [
      SIGMOID,
      sigmoid('σ, 4 ×', 'epochs-times-4'),
      RELU,
    ]),
    information: {
      title: 'E6: what a linear readout finds before any training',
      panels: [
        panelOf(ALL, {
          title: `${DEEP} blocks`,
          yLabel: 'test accuracy of the readout (%)',
          valuesOf: ({ activation }) => readouts(evidence, activation, DEEP),
        }),
      ],
    },
    lag: {
      title: 'E7: what evaluation by running statistics hides',
      panels: [
        panelOf(ALL, {
          title: 'recomputed − running',
          yLabel: 'points of test accuracy',
          valuesOf: ({ activation }) => lift(evidence, activation),
          recordsOf: runsOf(evidence),
          references: [{ value: 0, label: 'nothing hidden' }],
        }),
      ],
    },
  };
}
