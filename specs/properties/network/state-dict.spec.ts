/** A trained network under PyTorch's names: back bit for bit, and by name what is wrong with any other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activationNames } from '../../../src/network/activations.ts';
import type { Architecture } from '../../../src/network/architecture.ts';
import { Network } from '../../../src/network/network.ts';
import type { NormStatistics } from '../../../src/network/running-statistics.ts';
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from '../../../src/network/safetensors.ts';
import { fromStateDict, type TrainedWeights, toStateDict } from '../../../src/network/state-dict.ts';
import { stream } from '../../../src/random.ts';
import { decodeWeights, encodeWeights } from '../../../src/records/weights-file.ts';
import { pytorchRecomputed } from '../../support/pytorch-fixture.ts';

const architectures = fc
  .record({
    blockKind: fc.constantFrom('convolution' as const, 'dense' as const),
    activation: fc.constantFrom(...activationNames),
    depth: fc.integer({ min: 1, max: 8 }),
    width: fc.integer({ min: 1, max: 5 }),
    imageShape: fc.constantFrom([4, 3, 3] as const, [2, 2, 1] as const),
    bare: fc.boolean(),
  })
  .map(({ bare, ...rest }): Architecture => (bare ? { ...rest, withoutBatchNorm: true } : rest));
const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });

/** Weights and statistics of which no two values are alike. */
function weightsOf(architecture: Architecture, seed: number): TrainedWeights {
  const network = Network.initialised(architecture, seed);
  const random = stream(seed, 'state-dict');
  const drawn = ({ name, mean, variance }: NormStatistics): NormStatistics => ({
    name,
    mean: mean.map(() => 2 * random() - 1),
    variance: variance.map(() => random()),
  });
  return {
    parameters: network.parameters.map((parameter) => ({
      ...parameter,
      values: parameter.values.map(() => 2 * random() - 1),
    })),
    running: network.statistics.map(drawn),
    recomputed: network.statistics.map(drawn),
  };
}

const architecture: Architecture = {
  blockKind: 'convolution',
  activation: 'sigmoid',
  depth: 2,
  width: 3,
  imageShape: [4, 4, 3],
};
const weights = weightsOf(architecture, 1);
const expected = weightsOf(architecture, 2);

describe('toStateDict and fromStateDict', () => {
  it('give back every parameter and statistic, bit for bit, of every architecture', () => {
    const property = fc.property(architectures, seeds, (kind, seed) => {
      const own = weightsOf(kind, seed);
      expect(fromStateDict(toStateDict(own), weightsOf(kind, seed + 1))).toEqual(own);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('do so through the bytes of a file, of which there is one for each network', () => {
    const property = fc.property(architectures, seeds, (kind, seed) => {
      const own = weightsOf(kind, seed);
      const bytes = encodeWeights(own, 'quick/a');
      expect(decodeWeights(bytes, 'quick/a', weightsOf(kind, seed + 1))).toEqual(own);
      expect(encodeWeights(structuredClone(own), 'quick/a')).toEqual(bytes);
    });
    fc.assert(property, { numRuns: 20 });
  });
});

describe('toStateDict', () => {
  it('has the names and shapes of the notebook’s class, and recomputed statistics after them', () => {
    const layer = (map: string, norm: string, inputs: number) => ({
      [`${map}.weight`]: [3, inputs, 3, 3],
      [`${map}.bias`]: [3],
      [`${norm}.weight`]: [3],
      [`${norm}.bias`]: [3],
    });
    const statistics = (prefix: string) =>
      Object.fromEntries(
        ['bn1', 'blocks.0.bn', 'blocks.1.bn'].flatMap((norm) => [
          [`${prefix}${norm}.running_mean`, [3]],
          [`${prefix}${norm}.running_var`, [3]],
        ]),
      );
    const listed = toStateDict(weights).map(({ name, shape }) => [name, shape]);
    expect(listed).toEqual(
      Object.entries({
        ...layer('conv1', 'bn1', 3),
        ...layer('blocks.0.conv', 'blocks.0.bn', 3),
        ...layer('blocks.1.conv', 'blocks.1.bn', 3),
        'fc.weight': [10, 3],
        'fc.bias': [10],
        ...statistics(''),
        ...statistics('recomputed.'),
      }),
    );
  });

  // Names and shapes as PyTorch itself wrote them down, from the notebook's class.
  it('lists what PyTorch lists for the notebook’s class, each in its shape, and nothing else', () => {
    const { fixture } = pytorchRecomputed();
    const { parameters, statistics } = Network.initialised(
      { ...fixture.architecture, imageShape: [32, 32, 3] },
      1,
    );
    const own = toStateDict({ parameters, running: statistics, recomputed: [] });
    const shapes = (list: readonly (readonly [string, readonly number[]])[]) => Object.fromEntries(list);
    expect(shapes(own.map(({ name, shape }) => [name, shape]))).toEqual(
      shapes(Object.entries(fixture.stateDict).map(([name, { shape }]) => [name, shape])),
    );
  });

  // Catches axes that are renamed and not moved: many shapes would fit all the same.
  it('moves kernels from [row, column, in, out] to [out, in, row, column]', () => {
    const kernel = weights.parameters.find(({ name }) => name === 'block2.kernel')!;
    const moved = toStateDict(weights).find(({ name }) => name === 'blocks.1.conv.weight')!;
    for (let at = 0; at < 81; at++) {
      const [row, column, input, output] = [
        Math.floor(at / 27),
        Math.floor(at / 9) % 3,
        Math.floor(at / 3) % 3,
        at % 3,
      ];
      expect(moved.values[((output * 3 + input) * 3 + row) * 3 + column]).toBe(kernel.values[at]);
    }
    const head = weights.parameters.find(({ name }) => name === 'head.kernel')!;
    const fullyConnected = toStateDict(weights).find(({ name }) => name === 'fc.weight')!;
    expect(fullyConnected.values[7 * 3 + 2]).toBe(head.values[2 * 10 + 7]);
  });
});

describe('fromStateDict', () => {
  const tensors = toStateDict(weights);
  const at = tensors.findIndex(({ name }) => name === 'blocks.0.bn.weight');
  const withTensor = (change: Partial<NamedTensor>) => tensors.with(at, { ...tensors[at]!, ...change });

  it.each<[string, readonly NamedTensor[], string]>([
    [
      'another name',
      withTensor({ name: 'blocks.0.bn.gain' }),
      `needs blocks.0.bn.weight as tensor ${at + 1}, got blocks.0.bn.gain`,
    ],
    [
      'another order',
      tensors.with(at, tensors[at + 1]!).with(at + 1, tensors[at]!),
      `needs blocks.0.bn.weight as tensor ${at + 1}, got blocks.0.bn.bias`,
    ],
    ['a tensor too few', tensors.toSpliced(at, 1), `needs blocks.0.bn.weight as tensor ${at + 1}`],
    [
      'no last tensor',
      tensors.slice(0, -1),
      'needs recomputed.blocks.1.bn.running_var as tensor 26, got undefined',
    ],
    [
      'a tensor too many',
      [...tensors, { name: 'surplus', shape: [], values: new Float32Array(1) }],
      'has a tensor too many: surplus',
    ],
    ['a tensor twice', [...tensors, tensors[at]!], 'has a tensor too many: blocks.0.bn.weight'],
    ['another shape', withTensor({ shape: [1, 3] }), 'needs blocks.0.bn.weight of shape [3], got [1,3]'],
    [
      'another width',
      withTensor({ shape: [4], values: new Float32Array(4) }),
      'needs blocks.0.bn.weight of shape [3], got [4]',
    ],
    ...[Number.NaN, Infinity, -Infinity].map((value): [string, readonly NamedTensor[], string] => [
      `${value}`,
      withTensor({ values: Float32Array.of(1, value, 1) }),
      'has a value in blocks.0.bn.weight that is not finite',
    ]),
  ])('refuses %s, by name', (_, wrong, message) => {
    expect(() => fromStateDict(wrong, expected)).toThrow(message);
  });

  it('refuses a value that is not finite in any tensor', () => {
    for (const [index, tensor] of tensors.entries()) {
      const values = tensor.values.slice();
      values[values.length - 1] = Number.NaN;
      expect(() => fromStateDict(tensors.with(index, { ...tensor, values }), expected)).toThrow(
        `has a value in ${tensor.name} that is not finite`,
      );
    }
  });

  it('refuses the weights of another architecture', () => {
    for (const change of [
      { depth: 1 },
      { depth: 3 },
      { width: 4 },
      { blockKind: 'dense' },
      { withoutBatchNorm: true },
    ] as const) {
      const other = toStateDict(weightsOf({ ...architecture, ...change }, 1));
      expect(() => fromStateDict(other, expected)).toThrow(/needs|too many/);
    }
  });
});

describe('decodeWeights', () => {
  const bytes = encodeWeights(weights, 'quick/sigmoid-depth-2-seed-1');
  const read = (content: Uint8Array) => decodeWeights(content, 'quick/sigmoid-depth-2-seed-1', expected);

  it('refuses the weights of another run, or of none', () => {
    expect(() => decodeWeights(bytes, 'paper/sigmoid-depth-2-seed-1', expected)).toThrow(
      'belongs to quick/sigmoid-depth-2-seed-1, not to paper/sigmoid-depth-2-seed-1',
    );
    expect(() => read(encodeSafetensors(toStateDict(weights), {}))).toThrow(
      'belongs to no run, not to quick/',
    );
  });

  it('refuses a file that is cut, wherever', () => {
    const property = fc.property(fc.nat({ max: bytes.length - 1 }), (length) => {
      expect(() => read(bytes.subarray(0, length))).toThrow(/is cut/);
    });
    fc.assert(property, { numRuns: 300 });
  });

  // Catches any part of the header that counts for nothing.
  it('refuses a file with any one byte of its header changed, or reads from it what it read before', () => {
    const header = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const property = fc.property(
      fc.nat({ max: header - 1 }),
      fc.integer({ min: 1, max: 255 }),
      (place, by) => {
        const changed = bytes.slice();
        changed[place]! ^= by;
        let content: TrainedWeights | undefined;
        try {
          content = read(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          expect((error as Error).message).toMatch(/^(is cut|has|needs|belongs)/);
        }
        if (content) expect(content).toEqual(weights);
      },
    );
    fc.assert(property, { numRuns: 500 });
  });

  it('writes the run’s name where whoever opens the file finds it', () => {
    expect(decodeSafetensors(bytes).metadata).toEqual({ run: 'quick/sigmoid-depth-2-seed-1' });
  });
});
