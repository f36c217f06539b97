/** A trained network under the names and in the layout of the notebook's PyTorch class, and back. */
import type { Parameter } from './initialise.ts';
import type { NormStatistics } from './running-statistics.ts';
import type { NamedTensor } from './safetensors.ts';
import { FEATURES } from './top.ts';

/** All that evaluation needs: parameters, and batch norm's statistics of either kind. */
export interface TrainedWeights {
  readonly parameters: readonly Parameter[];
  readonly running: readonly NormStatistics[];
  readonly recomputed: readonly NormStatistics[];
}

const RECOMPUTED = 'recomputed.';

const PARTS = { kernel: 'weight', bias: 'bias', gamma: 'weight', beta: 'bias' } as const;

/**
 * Lists the tensors as `torch.nn.Module.load_state_dict` takes them; the recomputed statistics follow under names that
 * begin with `recomputed.`.
 *
 * @returns convolution kernels [out, in, 3, 3], fully connected ones [out, in], all others [channels]
 */
export function toStateDict({ parameters, running, recomputed }: TrainedWeights): readonly NamedTensor[] {
  return [
    ...parameters.map(({ name, shape, values }) => {
      const [taps, inputs, outputs] = axesOf(shape, values.length);
      const outputsFirst = [outputs, inputs, ...shape.slice(0, -2)];
      return {
        name: parameterName(name),
        shape: shape.length > 1 ? outputsFirst : shape,
        values: reversed(values, taps, inputs, outputs),
      };
    }),
    ...statisticsTensors('', running),
    ...statisticsTensors(RECOMPUTED, recomputed),
  ];
}

/**
 * Reads the tensors back into a network's shape.
 *
 * @param expected - a network of the same architecture, for names and shapes
 * @throws Error that names the first tensor that is absent, superfluous, of another shape, or not finite
 */
export function fromStateDict(tensors: readonly NamedTensor[], expected: TrainedWeights): TrainedWeights {
  const wanted = toStateDict(expected);
  for (const [index, { name, shape }] of wanted.entries()) {
    const found = tensors[index];
    if (found?.name !== name) throw new Error(`needs ${name} as tensor ${index + 1}, got ${found?.name}`);
    if (`${found.shape}` !== `${shape}`)
      throw new Error(`needs ${name} of shape [${shape}], got [${found.shape}]`);
    if (!found.values.every(Number.isFinite)) throw new Error(`has a value in ${name} that is not finite`);
  }
  const extra = tensors[wanted.length];
  if (extra) throw new Error(`has a tensor too many: ${extra.name}`);
  const valuesOf = (name: string) => tensors.find((tensor) => tensor.name === name)?.values as Float32Array;
  const statistics = (prefix: string, layers: readonly NormStatistics[]) =>
    layers.map(({ name }) => ({
      name,
      mean: valuesOf(`${prefix}${normName(name)}.running_mean`),
      variance: valuesOf(`${prefix}${normName(name)}.running_var`),
    }));
  return {
    parameters: expected.parameters.map(({ name, shape, values }) => {
      const [taps, inputs, outputs] = axesOf(shape, values.length);
      return { name, shape, values: reversed(valuesOf(parameterName(name)), outputs, inputs, taps) };
    }),
    running: statistics('', expected.running),
    recomputed: statistics(RECOMPUTED, expected.recomputed),
  };
}

function statisticsTensors(prefix: string, layers: readonly NormStatistics[]): NamedTensor[] {
  return layers.flatMap(({ name, mean, variance }) => [
    { name: `${prefix}${normName(name)}.running_mean`, shape: [mean.length], values: mean },
    { name: `${prefix}${normName(name)}.running_var`, shape: [variance.length], values: variance },
  ]);
}

// `stem.kernel` → `conv1.weight`, `block3.gamma` → `blocks.2.bn.weight`, `head.bias` → `fc.bias`.
function parameterName(name: string): string {
  const [layer, part] = name.split('.') as [string, keyof typeof PARTS];
  if (layer === 'head') return `fc.${PARTS[part]}`;
  return `${part === 'gamma' || part === 'beta' ? normName(layer) : linearName(layer)}.${PARTS[part]}`;
}

function linearName(layer: string): string {
  return layer === 'stem' ? 'conv1' : `blocks.${blockIndex(layer)}.conv`;
}

function normName(layer: string): string {
  if (layer === FEATURES) return FEATURES; // the notebook's class has no such layer
  return layer === 'stem' ? 'bn1' : `blocks.${blockIndex(layer)}.bn`;
}

function blockIndex(layer: string): number {
  return Number(layer.replace('block', '')) - 1;
}

// [3, 3, in, out] as [9, in, out], [in, out] as [1, in, out], [channels] as [1, 1, channels].
function axesOf(shape: readonly number[], size: number): [number, number, number] {
  const [inputs, outputs] = [shape.length > 1 ? (shape.at(-2) ?? 1) : 1, shape.at(-1) ?? 1];
  return [size / (inputs * outputs), inputs, outputs];
}

// [a, b, c] → [c, b, a]: the two layouts have their axes in opposite order.
function reversed(values: Float32Array, a: number, b: number, c: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let i = 0; i < a; i++) {
    for (let j = 0; j < b; j++) {
      for (let k = 0; k < c; k++) result[(k * b + j) * a + i] = values[(i * b + j) * c + k] as number;
    }
  }
  return result;
}
