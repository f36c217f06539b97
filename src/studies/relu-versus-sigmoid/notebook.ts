/** What the notebook published, to stand beside our results; never an input to a verdict. */
import type { ActivationName } from '../../network/activations.ts';
import type { PublishedCondition, ScaleName } from '../../study.ts';
import { design } from './design.ts';

const published = (activation: ActivationName, rows: readonly (readonly [number, number, number])[]) =>
  rows.map(([depth, percent, gradientAverage]): PublishedCondition => {
    return { activation, depth, bestTestAccuracy: percent / 100, gradientAverage };
  });

export const publishedConditions: readonly PublishedCondition[] = [
  ...published('relu', [
    [1, 54.99, 0.0124],
    [2, 66.11, 0.0099],
    [4, 73.63, 0.0064],
    [6, 78.84, 0.0049],
    [8, 80.07, 0.0039],
  ]),
  ...published('sigmoid', [
    [1, 44.59, 0.009],
    [2, 42.32, 0.0062],
    [4, 43.65, 0.0038],
    [6, 42.43, 0.003],
    [8, 32.97, 0.0024],
  ]),
];

/** How this study differs from the notebook on purpose, one sentence each. */
const deviations: readonly string[] = [
  'The notebook sets no seed (its hyperparameter `seed: 42` is never used); here every random draw comes from a named stream of a recorded seed.',
  'The notebook says that each experiment was repeated 3 times and shows one run; here every condition is trained with 3 seeds, and ReLU and Sigmoid with the same seed share initial weights and batch order.',
  'The notebook reports the best test accuracy over epochs, which is chosen on the test set and so biased upward; here the final epoch decides, and the best one is printed beside it.',
  'The notebook evaluates by batch norm’s running statistics alone; so does the claim here, and every epoch is evaluated a second time by statistics recomputed over training images.',
  'The convolution biases that batch norm cancels have a gradient of exactly 0 here; in PyTorch it is rounding noise near 1e-9, which Adam turns into a random walk that changes no training output.',
];

/** How a scale differs from the notebook: in what is the same for all of them, and in its amounts. */
export function deviationsOf(scale: ScaleName): readonly string[] {
  return [...deviations, scaleDeviation(scale)];
}

function scaleDeviation(scale: ScaleName): string {
  const { width, trainImages, epochs } = design.scales[scale];
  const paper = design.scales.paper;
  if (scale === 'paper') return 'Width, images and epochs are the notebook’s.';
  return (
    `\`${scale}\` scale is smaller than the notebook: width ${width} (${paper.width}), ` +
    `${trainImages.toLocaleString('en')} training images (${paper.trainImages.toLocaleString('en')}), ${epochs} epochs (${paper.epochs}).`
  );
}
