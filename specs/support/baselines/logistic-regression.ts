/** Multinomial logistic regression by Newton's method: the best that a linear rule on a few features can do. */

/** Weights [classes][1 + features], the intercept first; those of the last class are 0. */
export type LogisticWeights = readonly (readonly number[])[];

const MOST_STEPS = 30;
const SMALLEST_STEP = 1e-9;

/**
 * Fits the weights of greatest likelihood.
 *
 * @param inputs - features of each example, n × features
 * @param labels - class of each example, 0 … classes − 1
 * @throws RangeError if Newton's method does not come to rest, as for classes that a line separates
 * @see https://en.wikipedia.org/wiki/Multinomial_logistic_regression
 */
export function fitLogisticRegression(
  inputs: readonly (readonly number[])[],
  labels: ArrayLike<number>,
  classes: number,
): LogisticWeights {
  const size = 1 + (inputs[0]?.length ?? 0);
  const free = classes - 1; // the last class is what the others are compared with
  let weights = Array.from({ length: classes }, () => new Array<number>(size).fill(0));
  for (let step = 0; step < MOST_STEPS; step++) {
    const { gradient, curvature } = derivatives(inputs, labels, weights, free, size);
    const change = solve(curvature, gradient);
    weights = weights.map((row, k) =>
      row.map((weight, i) => (k < free ? weight + (change[k * size + i] ?? 0) : weight)),
    );
    if (Math.max(...change.map(Math.abs)) < SMALLEST_STEP) return weights;
  }
  throw new RangeError(`fitLogisticRegression needs classes that overlap: no rest after ${MOST_STEPS} steps`);
}

/** The class with the largest score, the first of equals. */
export function predictClass(weights: LogisticWeights, input: readonly number[]): number {
  const scores = weights.map((row) => score(row, input));
  return scores.indexOf(Math.max(...scores));
}

// A loop, since it is most of the work.
function score(row: readonly number[], input: readonly number[]): number {
  let sum = row[0] ?? 0;
  for (let i = 0; i < input.length; i++) sum += (row[i + 1] ?? 0) * (input[i] as number);
  return sum;
}

// Of the log-likelihood: its gradient, and minus its second derivatives.
function derivatives(
  inputs: readonly (readonly number[])[],
  labels: ArrayLike<number>,
  weights: LogisticWeights,
  free: number,
  size: number,
) {
  const gradient = new Float64Array(free * size);
  // One per pair of classes, [size, size]; those above the diagonal stay 0.
  const blocks = Array.from({ length: free * free }, () => new Float64Array(size * size));
  const products = new Float64Array(size * size);
  inputs.forEach((input, example) => {
    const x = [1, ...input];
    for (let at = 0; at < products.length; at++) {
      products[at] = (x[Math.floor(at / size)] as number) * (x[at % size] as number);
    }
    const exponentials = weights.map((row) => Math.exp(score(row, input)));
    const total = exponentials.reduce((sum, value) => sum + value, 0);
    const chances = exponentials.map((value) => value / total);
    for (let k = 0; k < free; k++) {
      const p = chances[k] as number;
      const missed = (labels[example] === k ? 1 : 0) - p;
      for (let i = 0; i < size; i++) {
        gradient[k * size + i] = (gradient[k * size + i] as number) + missed * (x[i] as number);
      }
      for (let l = 0; l <= k; l++) {
        const share = p * ((k === l ? 1 : 0) - (chances[l] as number));
        const block = blocks[k * free + l] as Float64Array;
        for (let at = 0; at < block.length; at++) {
          block[at] = (block[at] as number) + share * (products[at] as number);
        }
      }
    }
  });
  const curvature = Array.from({ length: free * size }, (_, row) => {
    const [k, i] = [Math.floor(row / size), row % size];
    return Float64Array.from({ length: free * size }, (_value, column) => {
      const block = blocks[k * free + Math.floor(column / size)] as Float64Array;
      return block[i * size + (column % size)] as number;
    });
  });
  return { gradient, curvature };
}

// By Cholesky's decomposition of a symmetric, positive definite matrix whose lower blocks are given.
function solve(matrix: readonly Float64Array[], right: Float64Array): number[] {
  const size = right.length;
  const lower = matrix.map((row) => Float64Array.from(row));
  const at = (i: number, j: number) => lower[i]?.[j] as number;
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = at(i, j);
      for (let k = 0; k < j; k++) sum -= at(i, k) * at(j, k);
      (lower[i] as Float64Array)[j] = i === j ? Math.sqrt(sum) : sum / at(j, j);
    }
  }
  const half = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = right[i] as number;
    for (let k = 0; k < i; k++) sum -= at(i, k) * (half[k] as number);
    half[i] = sum / at(i, i);
  }
  const result = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    let sum = half[i] as number;
    for (let k = i + 1; k < size; k++) sum -= at(k, i) * (result[k] as number);
    result[i] = sum / at(i, i);
  }
  return result;
}
