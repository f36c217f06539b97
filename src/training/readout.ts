/** How much of the classes a linear readout finds in fixed features: ridge regression onto one-hot classes. */
import { CLASS_COUNT } from '../network/architecture.ts';

/** Features of some images, row-major [images, width], with the class of each. */
export interface LabelledFeatures {
  readonly features: Float32Array;
  readonly labels: Uint8Array;
}

/** A fitted readout: how features are standardised, and the weights. */
interface Readout {
  /** Mean and standard deviation over the training images, [width]. */
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  /** Row-major [width, classes]. */
  readonly weights: Float64Array;
  /** Share of each class, [classes]. */
  readonly shares: Float64Array;
}

/**
 * Fits a readout on training images and scores it on others. All in float64 and by +, −, ×, ÷ and √ alone, so that it
 * comes out the same everywhere.
 *
 * @param penalty - λ > 0, of features with variance 1, per training image
 * @returns share of the test images whose class the readout finds, 0–1
 * @throws RangeError if features and labels do not divide into images
 * @see Hoerl & Kennard 1970, "Ridge regression", https://doi.org/10.1080/00401706.1970.10488634
 */
export function readoutAccuracy(train: LabelledFeatures, test: LabelledFeatures, penalty: number): number {
  const readout = fitReadout(train, penalty);
  const { mean, deviation, weights, shares } = readout;
  const width = widthOf(test);
  let correct = 0;
  test.labels.forEach((label, image) => {
    const scores = Float64Array.from(shares);
    for (let i = 0; i < width; i++) {
      const x = (at(test.features, image * width + i) - at(mean, i)) / at(deviation, i);
      for (let k = 0; k < CLASS_COUNT; k++) {
        scores[k] = at(scores, k) + x * at(weights, i * CLASS_COUNT + k);
      }
    }
    if (scores.indexOf(Math.max(...scores)) === label) correct += 1;
  });
  return correct / test.labels.length;
}

/** Solves (XᵀX / n + λI) W = XᵀY / n for standardised features X and centred one-hot classes Y. */
export function fitReadout({ features, labels }: LabelledFeatures, penalty: number): Readout {
  const width = widthOf({ features, labels });
  const count = labels.length;
  const { mean, deviation } = moments(features, width);
  const shares = new Float64Array(CLASS_COUNT);
  for (const label of labels) shares[label] = at(shares, label) + 1 / count;
  const gram = new Float64Array(width * width);
  const cross = new Float64Array(width * CLASS_COUNT);
  labels.forEach((label, image) => {
    const row = Float64Array.from(
      { length: width },
      (_, i) => (at(features, image * width + i) - at(mean, i)) / at(deviation, i),
    );
    for (let i = 0; i < width; i++) {
      const share = at(row, i) / count;
      for (let j = 0; j < width; j++) gram[i * width + j] = at(gram, i * width + j) + share * at(row, j);
      for (let k = 0; k < CLASS_COUNT; k++) {
        const target = (k === label ? 1 : 0) - at(shares, k);
        cross[i * CLASS_COUNT + k] = at(cross, i * CLASS_COUNT + k) + share * target;
      }
    }
  });
  for (let i = 0; i < width; i++) gram[i * width + i] = at(gram, i * width + i) + penalty;
  return { mean, deviation, weights: solve(gram, cross, width), shares };
}

function widthOf({ features, labels }: LabelledFeatures): number {
  const width = features.length / labels.length;
  if (!Number.isInteger(width) || width < 1) {
    throw new RangeError(
      `A readout needs the same number of features per label, got ${features.length} for ${labels.length}`,
    );
  }
  return width;
}

function moments(features: Float32Array, width: number) {
  const count = features.length / width;
  const [mean, squares] = [new Float64Array(width), new Float64Array(width)];
  features.forEach((value, index) => {
    mean[index % width] = at(mean, index % width) + value / count;
  });
  features.forEach((value, index) => {
    const apart = value - at(mean, index % width);
    squares[index % width] = at(squares, index % width) + (apart * apart) / count;
  });
  // A feature that never varies carries nothing, and divided by 1 stays 0.
  return { mean, deviation: squares.map((square) => (square > 0 ? Math.sqrt(square) : 1)) };
}

/** Solves A·X = B for a positive definite A [n, n] by Cholesky's factors; changes both. @returns X, in B's place */
function solve(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const columns = b.length / n;
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = at(a, i * n + j);
      for (let k = 0; k < j; k++) sum -= at(a, i * n + k) * at(a, j * n + k);
      a[i * n + j] = i === j ? Math.sqrt(sum) : sum / at(a, j * n + j);
    }
  }
  for (let c = 0; c < columns; c++) {
    for (let i = 0; i < n; i++) {
      let sum = at(b, i * columns + c);
      for (let k = 0; k < i; k++) sum -= at(a, i * n + k) * at(b, k * columns + c);
      b[i * columns + c] = sum / at(a, i * n + i);
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = at(b, i * columns + c);
      for (let k = i + 1; k < n; k++) sum -= at(a, k * n + i) * at(b, k * columns + c);
      b[i * columns + c] = sum / at(a, i * n + i);
    }
  }
  return b;
}

function at(values: Float32Array | Float64Array, index: number): number {
  return values[index] as number;
}
