/** The report's tables on the mechanism: where the gradient goes, and what the notebook's average measures. */

import { type ActivationName, activationLooks } from '../network/activations.ts';
import {
  type Evidence,
  meanGradientAverage,
  meanRelativeGradientNorms,
  valuesOf,
} from '../records/evidence.ts';
import type { RunRecord } from '../records/run-record.ts';
import { mean } from '../statistics/mean.ts';
import { quantile } from '../statistics/quantile.ts';
import { study } from '../study.ts';
import { percent } from './number-format.ts';
import { table } from './table.ts';

const { activations: trained, depths } = study.grid;
const DEEPEST = 8;

/**
 * Splits the fall of the notebook's gradient average into what more tensors dilute and what the gradients do: the
 * average is a sum over tensors divided by their number.
 */
export function dilutionTable(evidence: Evidence): string {
  const header = [
    'Blocks',
    'Parameter tensors',
    ...trained.flatMap((name) => [
      `${activationLooks[name].label}: average`,
      `${activationLooks[name].label}: sum`,
    ]),
  ];
  const rows = depths.map((depth) => {
    const tensors = tensorCount(evidence, depth);
    const cells = trained.flatMap((activation) => {
      const average = mean(valuesOf(evidence, activation, depth, meanGradientAverage));
      return [average.toFixed(4), (average * tensors).toFixed(4)];
    });
    return [String(depth), String(tensors), ...cells];
  });
  return table([header, ...rows]);
}

/** Says how much of the fall from the shallowest to the deepest network dividing by more tensors accounts for. */
export function dilutionSentence(evidence: Evidence): string {
  const [shallow, deep] = [tensorCount(evidence, 1), tensorCount(evidence, DEEPEST)];
  const falls = trained.map((activation) => {
    const [one, eight] = [1, DEEPEST].map((depth) =>
      mean(valuesOf(evidence, activation, depth, meanGradientAverage)),
    );
    const kept = (eight ?? Number.NaN) / (one ?? Number.NaN);
    const ofSum = changeText((kept * deep) / shallow - 1);
    return `for ${activationLooks[activation].label} the average ${changeText(kept - 1)} while its sum over tensors ${ofSum}`;
  });
  return (
    `From 1 block to 8 the number of tensors grows from ${shallow} to ${deep}: if the sum over tensors stayed the same, ` +
    `the average would fall by ${percent(1 - shallow / deep)} by that alone. Measured, ${falls.join('; ')}. Where the sum ` +
    'does not fall, all of any fall of the average is dilution, and it is no sign of a vanishing gradient.'
  );
}

function changeText(share: number): string {
  return `${share < 0 ? 'falls' : 'rises'} by ${percent(Math.abs(share))}`;
}

/** Relative gradient norms layer by layer in the deepest network, from the image to the head. */
export function layerTable(evidence: Evidence): string {
  const layers = ['stem', ...Array.from({ length: DEEPEST }, (_, index) => `block ${index + 1}`), 'head'];
  const header = [
    'Layer',
    ...trained.flatMap((name) => [
      `${activationLooks[name].label}, at initialisation`,
      `${activationLooks[name].label}, over training`,
    ]),
  ];
  const rows = layers.map((layer, place) => [
    layer,
    ...trained.flatMap((activation) =>
      [initialNorm, trainingNorm].map((norm) =>
        mean(valuesOf(evidence, activation, DEEPEST, (record) => norm(record, place))).toPrecision(3),
      ),
    ),
  ]);
  return table([header, ...rows]);
}

/** The first layer's relative gradient norm at initialisation by depth, with and without batch norm. */
export function ablationTable(evidence: Evidence): string {
  const arms = [true, false].flatMap((batchNorm) => trained.map((activation) => ({ batchNorm, activation })));
  const header = [
    'Blocks',
    ...arms.map(
      ({ batchNorm, activation }) =>
        `${activationLooks[activation].label}, ${batchNorm ? 'with' : 'without'}`,
    ),
  ];
  const rows = depths.map((depth) => [
    String(depth),
    ...arms.map(({ batchNorm, activation }) =>
      firstLayerNorm(evidence, activation, batchNorm, depth).toExponential(2),
    ),
  ]);
  return table([header, ...rows]);
}

/** Median over the probe's seeds of the first layer's relative gradient norm. */
export function firstLayerNorm(
  { probe }: Evidence,
  activation: ActivationName,
  batchNorm: boolean,
  depth: number,
): number {
  const norms = probe.probes
    .filter((one) => one.activation === activation && one.batchNorm === batchNorm && one.depth === depth)
    .map(({ relativeGradientNorms }) => relativeGradientNorms[0] ?? Number.NaN);
  return quantile(norms, 0.5);
}

function tensorCount({ records }: Evidence, depth: number): number {
  const record = records.find(({ run }) => run.depth === depth);
  return record?.epochs[0]?.meanAbsoluteGradients.length ?? Number.NaN;
}

function initialNorm({ initialGradientNorms }: RunRecord, layer: number): number {
  return initialGradientNorms[layer] ?? Number.NaN;
}

function trainingNorm(record: RunRecord, layer: number): number {
  return meanRelativeGradientNorms(record)[layer] ?? Number.NaN;
}
