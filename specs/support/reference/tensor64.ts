/** The reference's only data type: a float64 array with its shape, row-major, channels last. */

export interface Tensor64 {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** Tensors by name, in the order of the forward pass: `stem.kernel`, `stem.bias`, …, `head.bias`. */
export type NamedTensors = Readonly<Record<string, Tensor64>>;

/**
 * Gives numbers a shape, widening float32 values without rounding.
 * @param shape - any rank
 * @param values - row-major, as many as the shape holds; copied
 * @throws when the counts differ
 */
export function tensor64(shape: readonly number[], values: ArrayLike<number>): Tensor64 {
  const size = sizeOf(shape);
  if (values.length !== size) {
    throw new Error(`tensor64 needs ${size} values for shape [${shape}], got ${values.length}`);
  }
  return { shape: [...shape], values: Float64Array.from(values) };
}

/** A tensor of one repeated number, zero unless told. */
export function filled(shape: readonly number[], value = 0): Tensor64 {
  return { shape: [...shape], values: new Float64Array(sizeOf(shape)).fill(value) };
}

/** A new tensor of the same shape, each element a function of the old one and its position. */
export function mapTensor(tensor: Tensor64, change: (value: number, at: number) => number): Tensor64 {
  return { shape: tensor.shape, values: tensor.values.map(change) };
}

/** The number of elements a shape holds; 1 for the empty shape of a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dimension) => size * dimension, 1);
}

/** The number of channels: the length of the last axis. */
export function channelsOf(tensor: Tensor64): number {
  return tensor.shape[tensor.shape.length - 1] ?? 1;
}

/**
 * Widens a list of named float32 parameters, as the network keeps them, to the reference's own form.
 * @param parameters - names must differ
 */
export function namedTensors(
  parameters: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly values: ArrayLike<number>;
  }[],
): NamedTensors {
  return Object.fromEntries(parameters.map(({ name, shape, values }) => [name, tensor64(shape, values)]));
}
