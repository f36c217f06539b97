/** What a network is made of, before it has weights: block kind, activation, depth, width. */
import { type ActivationName, activationNames } from './activations.ts';

export type BlockKind = 'convolution' | 'dense';

export interface Architecture {
  /** What each block multiplies by: a 3×3 convolution or a fully connected layer. */
  readonly blockKind: BlockKind;
  readonly activation: ActivationName;
  /** Number of blocks after the stem, 1..8 as in the notebook. */
  readonly depth: number;
  /** Channels (convolution) or units (dense) of the stem and of every block. */
  readonly width: number;
  /** The ablation: blocks of linear map → bias → activation, without batch norm. Absent means with it, as the notebook has. */
  readonly withoutBatchNorm?: true;
  /** Whether pooled features are standardised over the batch before the head. Absent means not, as in the notebook. */
  readonly standardisedFeatures?: true;
  /** Shape of one image: [height, width, channels]. */
  readonly imageShape: readonly [number, number, number];
}

export const CLASS_COUNT = 10;
export const MAX_DEPTH = 8;

/** One tensor of weights to come. */
export interface ParameterShape {
  readonly name: string;
  readonly shape: readonly number[];
  /** Inputs that one output sums over; 0 for batch norm's gamma and beta, which are not drawn. */
  readonly fanIn: number;
}

/** Names of the layers that end in an activation, in forward order: `stem`, `block1`, … */
export function blockNames(depth: number): readonly string[] {
  return ['stem', ...Array.from({ length: depth }, (_, index) => `block${index + 1}`)];
}

/**
 * Lists every parameter tensor in the order the notebook's PyTorch network would list them.
 *
 * @param architecture - the network to describe
 * @returns shapes with their fan-in: kernels `[3, 3, in, out]` or `[in, out]`, all others `[out]`
 * @throws RangeError if depth, width, activation or block kind is outside what the study defines
 */
export function parameterShapes(architecture: Architecture): readonly ParameterShape[] {
  validate(architecture);
  const { blockKind, depth, width, imageShape, withoutBatchNorm } = architecture;
  const [height, columns, channels] = imageShape;
  const convolution = blockKind === 'convolution';
  const inputs = convolution ? channels : height * columns * channels;
  const blocks = blockNames(depth).flatMap((name, index) => {
    const fanInputs = index === 0 ? inputs : width;
    const shape = convolution ? [3, 3, fanInputs, width] : [fanInputs, width];
    const fanIn = convolution ? 9 * fanInputs : fanInputs;
    return [
      { name: `${name}.kernel`, shape, fanIn },
      { name: `${name}.bias`, shape: [width], fanIn },
      ...(withoutBatchNorm ? [] : [`${name}.gamma`, `${name}.beta`]).map((part) => ({
        name: part,
        shape: [width],
        fanIn: 0,
      })),
    ];
  });
  return [
    ...blocks,
    { name: 'head.kernel', shape: [width, CLASS_COUNT], fanIn: width },
    { name: 'head.bias', shape: [CLASS_COUNT], fanIn: width },
  ];
}

function validate({ blockKind, activation, depth, width }: Architecture): void {
  if (!Number.isInteger(depth) || depth < 1 || depth > MAX_DEPTH) {
    throw new RangeError(`Network needs depth in 1..${MAX_DEPTH}, got ${depth}`);
  }
  if (!Number.isInteger(width) || width < 1) {
    throw new RangeError(`Network needs an integer width ≥ 1, got ${width}`);
  }
  if (!activationNames.includes(activation)) {
    throw new RangeError(
      `Network needs an activation among ${activationNames.join(', ')}, got ${activation}`,
    );
  }
  if (blockKind !== 'convolution' && blockKind !== 'dense') {
    throw new RangeError(`Network needs block kind convolution or dense, got ${blockKind}`);
  }
}
