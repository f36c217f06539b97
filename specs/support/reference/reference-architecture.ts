/** What the reference network is made of: its layers' names and its parameters' shapes. */
import type { ReferenceActivationName } from './activation.ts';
import { filled, type NamedTensors, type Tensor64 } from './tensor64.ts';

/** Structurally the project's own `Architecture`, restated so that the oracle imports nothing it judges. */
export interface ReferenceArchitecture {
  readonly blockKind: 'convolution' | 'dense';
  readonly activation: ReferenceActivationName;
  readonly depth: number; // blocks after the stem, 1..8
  readonly width: number; // channels or units of the stem and of every block
  readonly withoutBatchNorm?: true; // the ablation, which a spec plants as a layer
  readonly standardisedFeatures?: true; // batch norm without parameters between pooling and head
}

export const CLASSES = 10;

/** The layers with batch norm and activation, in order: `stem`, `block1`, …, `block<depth>`. */
export function hiddenLayers({ depth }: ReferenceArchitecture): readonly string[] {
  return ['stem', ...Array.from({ length: depth }, (_, n) => `block${n + 1}`)];
}

/**
 * Every parameter's shape, in the order of the forward pass.
 * @param imageShape - `[height, width, channels]`; only the dense kind depends on height and width
 */
export function parameterShapes(
  architecture: ReferenceArchitecture,
  imageShape: readonly number[],
): Readonly<Record<string, readonly number[]>> {
  const { blockKind, width } = architecture;
  const [rows, columns, channels] = imageShape as [number, number, number];
  const shapes: Record<string, readonly number[]> = {};
  for (const layer of hiddenLayers(architecture)) {
    const pixels = blockKind === 'dense' ? rows * columns : 1;
    const inputs = layer === 'stem' ? pixels * channels : width;
    shapes[`${layer}.kernel`] = blockKind === 'dense' ? [inputs, width] : [3, 3, inputs, width];
    for (const name of ['bias', 'gamma', 'beta']) shapes[`${layer}.${name}`] = [width];
  }
  shapes['head.kernel'] = [width, CLASSES];
  shapes['head.bias'] = [CLASSES];
  return shapes;
}

/** Everything that has statistics: the hidden layers, and `features` where they are standardised. */
export function normalisedLayers(architecture: ReferenceArchitecture): readonly string[] {
  return [...hiddenLayers(architecture), ...(architecture.standardisedFeatures ? ['features'] : [])];
}

/** The running statistics before training: means 0, variances 1. */
export function initialRunningStatistics(architecture: ReferenceArchitecture): NamedTensors {
  const running: Record<string, Tensor64> = {};
  for (const layer of normalisedLayers(architecture)) {
    running[`${layer}.mean`] = filled([architecture.width], 0);
    running[`${layer}.variance`] = filled([architecture.width], 1);
  }
  return running;
}
