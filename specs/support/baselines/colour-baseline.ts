/** How many test images a logistic regression on colours alone gets right: what any network must beat to count. */
import type { ImageSet } from '../../../src/dataset/cifar10.ts';
import { type ColourFeatures, colourFeatures } from './colour-features.ts';
import { fitLogisticRegression, predictClass } from './logistic-regression.ts';

const CLASSES = 10;

/**
 * Fits on the first training images and scores on the first test images, as a scale's networks are.
 *
 * @returns accuracy, 0–1
 */
export function colourBaseline(
  train: ImageSet,
  trainImages: number,
  test: ImageSet,
  testImages: number,
  features: ColourFeatures,
): number {
  const labels = train.labels.subarray(0, trainImages);
  const weights = fitLogisticRegression(colourFeatures(train, trainImages, features), labels, CLASSES);
  const inputs = colourFeatures(test, testImages, features);
  const right = inputs.filter((input, image) => predictClass(weights, input) === test.labels[image]);
  return right.length / testImages;
}
