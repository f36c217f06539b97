/** The seven explanations in a reader's words: what each predicts of its intervention, and what was seen of it. */
import { type ActivationName, activationLooks } from '../../network/activations.ts';
import type { Evidence } from '../../records/evidence.ts';
import type { RunRecord } from '../../records/run-record.ts';
import { points } from '../../report/number-format.ts';
import { mean } from '../../statistics/mean.ts';
import { accuracies, bestBudget, DEEP, difference, gap, lift, SHALLOW } from './contrasts.ts';
import type { VariationName } from './design.ts';
import { readouts } from './readouts.ts';

export interface Explanation {
  /** The hypothesis that judges it. */
  readonly id: string;
  readonly name: string;
  /** The intervention, in a few words. */
  readonly intervention: string;
  /** What must happen if the explanation holds. */
  readonly predicts: string;
  /** Means over seeds of what the rule compares. */
  readonly seen: (evidence: Evidence) => string;
  readonly figure: string;
  /** What the figure shows, for those who do not see it and those who do. */
  readonly caption: string;
}

const average = (values: readonly number[]) => 100 * mean([...values]);
const per = (values: readonly number[]) => `${average(values).toFixed(1)} %`;
/** By how many points the first is ahead. */
const ahead = (first: readonly number[], second: readonly number[]) =>
  points(average(difference(first, second)));

function shareText(evidence: Evidence, activation: ActivationName): string {
  const way = difference(accuracies(evidence, activation), accuracies(evidence, 'sigmoid'));
  const share = Math.round((100 * average(way)) / average(gap(evidence)));
  return `${share < 0 ? '−' : ''}${Math.abs(share)} % of the way`;
}

// After half of the epochs.
function halfWay({ epochs }: RunRecord): number {
  return epochs[epochs.length / 2 - 1]?.recomputedTestAccuracy ?? Number.NaN;
}

const BOTH =
  'On the left by recomputed statistics, on which the rule is judged; on the right by running statistics.';

export const explanations: readonly Explanation[] = [
  {
    id: 'E1',
    name: 'magnitude: the gradient as a whole is too small',
    intervention: 'loss times 16; beside it, over 16',
    predicts: 'a larger gradient helps',
    seen: (evidence) => {
      const change = (variation: VariationName) =>
        ahead(accuracies(evidence, 'sigmoid', variation), accuracies(evidence, 'sigmoid'));
      return `times 16: ${change('loss-times-16')}, over 16: ${change('loss-over-16')} points`;
    },
    figure: 'magnitude',
    caption: `Sigmoid with its loss over 16, as it is, and times 16, beside ReLU. ${BOTH}`,
  },
  {
    id: 'E2',
    name: 'parity: an even part is all that is missing',
    intervention: 'max(½, σ) and identity; beside them, tanh',
    predicts: 'the first comes more than half way, the second less',
    seen: (evidence) =>
      `max(½, σ) ${shareText(evidence, 'rectifiedSigmoid')}, identity ${shareText(evidence, 'identity')}, tanh ${shareText(evidence, 'tanh')}`,
    figure: 'parity',
    caption: `With an even part (ReLU, max(½, σ)) and without (tanh, Sigmoid, identity). ${BOTH}`,
  },
  {
    id: 'E3',
    name: 'step budget: features vary too little for Adam’s steps',
    intervention: 'features of unit variance, three learning rates',
    predicts: 'more than half of the gap closes',
    seen: (evidence) => {
      const [relu, sigmoid] = [bestBudget(evidence, 'relu'), bestBudget(evidence, 'sigmoid')];
      const gained = (arm: 'relu' | 'sigmoid', { values, rate }: typeof relu) =>
        `${activationLooks[arm].label} ${ahead(values, accuracies(evidence, arm))} (rate ${rate})`;
      return (
        `${gained('sigmoid', sigmoid)}, ${gained('relu', relu)}: ${ahead(relu.values, sigmoid.values)} of ${points(average(gap(evidence)))} ` +
        'points are left'
      );
    },
    figure: 'step-budget',
    caption: `Standardised features at three learning rates, and as the notebook trains, for each arm. ${BOTH}`,
  },
  {
    id: 'E4',
    name: 'padding: zeros beside a mean of ½ draw a border',
    intervention: `σ − ½, with ${SHALLOW} block and with ${DEEP}`,
    predicts: 'depth gains more',
    seen: (evidence) => {
      const gain = (activation: ActivationName) =>
        ahead(accuracies(evidence, activation), accuracies(evidence, activation, undefined, SHALLOW));
      const edge = ahead(
        accuracies(evidence, 'centredSigmoid', 'standardised'),
        accuracies(evidence, 'sigmoid', 'standardised'),
      );
      return (
        `σ gains ${gain('sigmoid')}, σ − ½ ${gain('centredSigmoid')} points; with standardised features, where in training the edge alone ` +
        `differs, (σ − ½) − σ is ${edge}`
      );
    },
    figure: 'padding',
    caption: `σ and σ − ½ with ${SHALLOW} block and with ${DEEP}. ${BOTH}`,
  },
  {
    id: 'E5',
    name: 'speed: four times the epochs make up for it',
    intervention: 'four times the epochs',
    predicts: 'Sigmoid gets to where ReLU is',
    seen: (evidence) =>
      `${per(accuracies(evidence, 'sigmoid', 'epochs-times-4'))}, where ReLU has ${per(accuracies(evidence, 'relu'))} after a quarter of them, and had ` +
      `${per(accuracies(evidence, 'relu', undefined, DEEP, halfWay))} after an eighth`,
    figure: 'speed',
    caption: `Sigmoid, Sigmoid with four times the epochs, and ReLU. ${BOTH}`,
  },
  {
    id: 'E6',
    name: 'information: features say less from the start',
    intervention: 'a linear readout before any training',
    predicts: 'it finds less with Sigmoid',
    seen: (evidence) =>
      (['relu', 'sigmoid', 'identity', 'tanh'] as const)
        .map(
          (activation) => `${activationLooks[activation].label} ${per(readouts(evidence, activation, DEEP))}`,
        )
        .join(', '),
    figure: 'information',
    caption:
      'Test accuracy of a ridge readout of fresh networks’ pooled features; each dot is a draw of weights.',
  },
  {
    id: 'E7',
    name: 'lag (of evaluation): running means trail a mean of ½',
    intervention: 'σ − ½, both evaluations',
    predicts: 'less is hidden',
    seen: (evidence) =>
      (['sigmoid', 'centredSigmoid', 'relu', 'rectifiedSigmoid'] as const)
        .map(
          (activation) =>
            `hidden with ${activationLooks[activation].label} ${points(average(lift(evidence, activation)))}`,
        )
        .join(', '),
    figure: 'lag',
    caption: 'Test accuracy by recomputed minus by running statistics of the same weights.',
  },
];
