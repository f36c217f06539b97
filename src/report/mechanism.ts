/** The report's tables on the mechanism: where the gradient goes, and what the notebook's average measures. */

import { probedNorms, probeSeeds } from '../judging/probed-norms.ts';
import { type ActivationName, activationLooks } from '../network/activations.ts';
import {
  type Evidence,
  meanGradientAverage,
  meanRelativeGradientNorms,
  valuesOf,
} from '../records/evidence.ts';
import type { RunRecord } from '../records/run-record.ts';
import { leastSquares } from '../statistics/least-squares.ts';
import { mean } from '../statistics/mean.ts';
import { quantile } from '../statistics/quantile.ts';
import { sum } from '../statistics/sum.ts';
import { meanInterval } from './mean-interval.ts';
import { blocksText, percent } from './number-format.ts';
import { table } from './table.ts';

/** Tensors that every network has: stem and first block (kernel, bias, gamma, beta each), and the head's two. */
const FIRST_TENSORS = 8;
const HEAD_TENSORS = 2;

/**
 * Takes the notebook's gradient average apart: over all parameter tensors, as the notebook has it, over the ten tensors
 * that every network has, and how much of the sum over all is the head's, whose two tensors weigh less and less.
 */
export function dilutionTable(evidence: Evidence): string {
  const { activations: trained, depths } = evidence.study.grid;
  const header = trained.flatMap((name) => {
    const { label } = activationLooks[name];
    return [`${label}: all tensors`, 'the same ten', 'head’s share of the sum'];
  });
  const rows = depths.map((depth) => {
    const cells = trained.flatMap((activation) => [
      mean(valuesOf(evidence, activation, depth, meanGradientAverage)).toFixed(4),
      mean(valuesOf(evidence, activation, depth, matchedAverage)).toFixed(4),
      percent(mean(valuesOf(evidence, activation, depth, headShare))),
    ]);
    return [String(depth), String(tensorCount(evidence, depth)), ...cells];
  });
  return table([['Blocks', 'Parameter tensors', ...header], ...rows]);
}

/** Says how much of the fall from the shallowest to the deepest network the mere number of tensors accounts for. */
export function dilutionSentence(evidence: Evidence): string {
  const { activations: trained, depths } = evidence.study.grid;
  const [shallowest, deepest] = [Math.min(...depths), Math.max(...depths)];
  const [shallow, deep] = [tensorCount(evidence, shallowest), tensorCount(evidence, deepest)];
  const changes = trained.map((activation) => {
    const change = (read: (record: RunRecord) => number) => {
      const at = (depth: number) => mean(valuesOf(evidence, activation, depth, read));
      return changeText(at(deepest) / at(shallowest) - 1);
    };
    return `for ${activationLooks[activation].label} the average over all tensors ${change(meanGradientAverage)}, over the same ten it ${change(matchedAverage)}`;
  });
  return (
    `The average weighs every tensor alike. Two of them are the head’s: two of ${shallow} with ${shallowest} block, two of ` +
    `${deep} with ${deepest}. If the head’s gradient stayed as it is and all others counted for nothing, the average would fall by ` +
    `1 − ${shallow}/${deep} = ${percent(1 - shallow / deep)} by composition alone. Measured, ${changes.join('; ')}. A fall that the ` +
    'same ten tensors do not show comes from which tensors are averaged, and is no sign of a vanishing gradient. It is none against it ' +
    'either: the head’s two are among the ten.'
  );
}

function matchedAverage({ epochs }: RunRecord): number {
  return mean(
    epochs.map(({ meanAbsoluteGradients: means }) =>
      mean([...means.slice(0, FIRST_TENSORS), ...means.slice(-HEAD_TENSORS)]),
    ),
  );
}

function headShare({ epochs }: RunRecord): number {
  return mean(epochs.map(({ meanAbsoluteGradients: means }) => sum(means.slice(-HEAD_TENSORS)) / sum(means)));
}

function changeText(share: number): string {
  return `${share < 0 ? 'falls' : 'rises'} by ${percent(Math.abs(share))}`;
}

/** Says by which factor the gradient changes from the head to the last block of the deepest networks, over training. */
export function headSentence(evidence: Evidence): string {
  const { activations: trained, depths } = evidence.study.grid;
  const deepest = Math.max(...depths);
  const factors = trained.map((activation) => {
    const norm = (layer: number) =>
      mean(valuesOf(evidence, activation, deepest, (record) => trainingNorm(record, layer)));
    return `× ${(norm(deepest) / norm(deepest + 1)).toFixed(2)} for ${activationLooks[activation].label}`;
  });
  return `Over training it changes from the head to the last block by ${factors.join(' and by ')}.`;
}

/** Relative gradient norms layer by layer in the deepest network, from the image to the head. */
export function layerTable(evidence: Evidence): string {
  const { activations: trained, depths } = evidence.study.grid;
  const deepest = Math.max(...depths);
  const layers = ['stem', ...Array.from({ length: deepest }, (_, index) => `block ${index + 1}`), 'head'];
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
        mean(valuesOf(evidence, activation, deepest, (record) => norm(record, place))).toPrecision(3),
      ),
    ),
  ]);
  return table([header, ...rows]);
}

/**
 * By which factor the first layer's gradient changes per block at initialisation, with and without batch norm: Sigmoid,
 * which H8 judges, with ReLU as its control, and what theory says of a network without batch norm.
 */
export function decayTable(evidence: Evidence): string {
  const { activations: trained } = evidence.study.grid;
  const rows = [false, true].flatMap((batchNorm) =>
    trained.map((activation) => {
      const slopes = decaySlopes(evidence, activation, batchNorm);
      return [
        `${activationLooks[activation].label}, ${batchNorm ? 'with' : 'without'}`,
        Math.exp(mean(slopes)).toFixed(3),
        meanInterval(slopes)
          ?.map((slope) => Math.exp(slope).toFixed(3))
          .join(' … ') ?? '—',
        batchNorm ? '—' : (theoreticalFactor[activation] ?? '—'),
      ];
    }),
  );
  return table([['Batch norm', 'factor per block', 'two-sided 95 % interval', 'theory'], ...rows]);
}

/** Says how the arms' first layers compare at initialisation, with batch norm, with the fewest blocks and with the most. */
export function offsetSentence(evidence: Evidence): string {
  const { arms, grid } = evidence.study;
  const ratio = (depth: number) =>
    (
      firstLayerNorm(evidence, arms.baseline, true, depth) /
      firstLayerNorm(evidence, arms.treatment, true, depth)
    ).toFixed(2);
  const [baseline, treatment] = [arms.baseline, arms.treatment].map((arm) => activationLooks[arm].label);
  const [fewest, most] = [Math.min(...grid.depths), Math.max(...grid.depths)];
  return (
    `With batch norm ${baseline}’s is × ${ratio(fewest)} of ${treatment}’s with ${blocksText(fewest)} and × ${ratio(most)} with ${most}. ` +
    `Were it to vanish with depth faster than ${treatment}’s, that factor would fall.`
  );
}

// A backward step multiplies by kernels of variance 1 / (3 · fan_in), PyTorch's default, and by the derivative: √(E[act′²] / 3).
const theoreticalFactor: Readonly<Partial<Record<ActivationName, string>>> = {
  relu: '√½ / √3 = 0.408',
  sigmoid: '¼ / √3 = 0.144',
};

function decaySlopes(evidence: Evidence, activation: ActivationName, batchNorm: boolean): readonly number[] {
  const { depths } = evidence.study.grid;
  return probeSeeds(evidence, 'first').map((seed) => {
    const norms = depths.map((depth) => {
      const [stem = Number.NaN] = probedNorms(evidence, { activation, depth, seed, batchNorm });
      return Math.log(stem);
    });
    return leastSquares(depths, norms).slope;
  });
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
