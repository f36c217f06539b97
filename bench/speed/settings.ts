/** What is measured: who, on which networks, and how the cost of the default engine grows. */
import { design } from '../../src/studies/relu-versus-sigmoid/design.ts';

/** Who trains, by the name that `--only` takes. */
export const contenders = {
  wasm: 'this project’s wasm engine',
  'wasm-library': 'TensorFlow.js’s wasm backend, its own kernels',
  tensorflow: 'tfjs-node (`npm run engine:tensorflow`)',
  'pytorch-contiguous': 'PyTorch, NCHW',
  'pytorch-channels_last': 'PyTorch, channels last',
  'pytorch-contiguous-keeping': 'PyTorch, NCHW, memory kept',
  'pytorch-channels_last-keeping': 'PyTorch, channels last, memory kept',
} as const;

export type Contender = keyof typeof contenders;

/** One thing to measure. */
export interface Setting {
  readonly contender: Contender;
  readonly width: number;
  readonly depth: number;
  /** Images per step. */
  readonly batch: number;
  /** Of a single-threaded engine; a native one is one process with a thread per core. */
  readonly processes: number;
}

/** The networks that all are measured on, [width, depth]: the notebook's from the shallowest to the deepest, and narrower ones. */
export const NETWORKS = [
  [64, 1],
  [64, 4],
  [64, 8],
  [32, 8],
  [16, 8],
] as const;

/** How the cost grows, one thing at a time, from this network on. */
const MIDDLE = {
  contender: 'wasm',
  width: 32,
  depth: 4,
  batch: design.protocol.batchSize,
  processes: 1,
} as const;
const GROWTH = {
  depth: design.grid.depths,
  width: [8, 16, 32, 64],
  batch: [32, 64, 128, 256],
} as const;

/** What the cost is drawn against. */
export type Dimension = keyof typeof GROWTH | 'processes';

/** The settings along one dimension. */
export function growth(dimension: Dimension, cores: number): readonly Setting[] {
  const values =
    dimension === 'processes' ? Array.from({ length: cores }, (_, index) => index + 1) : GROWTH[dimension];
  return values.map((value) => ({ ...MIDDLE, [dimension]: value }));
}

export const dimensions: readonly Dimension[] = ['depth', 'width', 'batch', 'processes'];

/** Every network with each of the contenders, all cores busy. */
export function comparison(chosen: readonly Contender[], cores: number): readonly Setting[] {
  return NETWORKS.flatMap(([width, depth]) =>
    chosen.map((contender) => ({
      contender,
      width,
      depth,
      batch: design.protocol.batchSize,
      processes: contender.startsWith('wasm') ? cores : 1,
    })),
  );
}

/** The same text for the same setting. */
export function keyOf({ contender, width, depth, batch, processes }: Setting): string {
  return `${contender}, width ${width}, depth ${depth}, batch ${batch}, ${processes} of them`;
}

/**
 * Understands `--only`.
 *
 * @param names - exact, comma-separated, or undefined for all
 * @throws RangeError if one is no contender's: a typing error must not measure less than was asked for
 */
export function contendersNamed(names: string | undefined): readonly Contender[] {
  const all = Object.keys(contenders) as Contender[];
  const asked = names?.split(',') ?? all;
  const unknown = asked.find((name) => !all.some((known) => known === name));
  if (unknown !== undefined) throw new RangeError(`--only needs some of ${all.join(',')}, got "${unknown}"`);
  return all.filter((name) => asked.includes(name));
}
