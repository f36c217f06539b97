/**
 * Trainings and gradient probes that are short enough to be repeated on every platform, and together pass through every
 * kernel: the settings are their own, so that no change of a study touches them.
 */
import { type ActivationName, activationNames } from '../../src/network/activations.ts';
import type { Architecture, BlockKind } from '../../src/network/architecture.ts';
import type { RunSettings } from '../../src/training/run-settings.ts';

/** One thing to compute on every platform. */
export type Case =
  | { readonly kind: 'training'; readonly name: string; readonly settings: CaseSettings }
  | { readonly kind: 'probe'; readonly name: string; readonly architecture: Architecture };

/** The images are drawn, so their digests follow. */
export type CaseSettings = Omit<RunSettings, 'trainDigest' | 'testDigest'>;

/** Of initial weights, order and images. */
export const CASE_SEED = 1;

// Two epochs of batches of 8, 8 and 4, evaluated in batches of 8 and 4, by statistics of two whole batches.
const AMOUNTS = {
  seed: CASE_SEED,
  trainImages: 20,
  testImages: 12,
  statisticsImages: 16,
  epochs: 2,
  batchSize: 8,
} as const;

const ADAM = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

// By Winograd if the width is a multiple of 4, else by patches; 5 leaves every vector of 4 channels a rest.
const GRID: readonly (readonly [BlockKind, number])[] = [
  ['convolution', 8],
  ['convolution', 5],
  ['dense', 8],
  ['dense', 5],
];

// The study's own widths: more channels than the kernels take at once.
const WIDER: readonly (readonly [ActivationName, number])[] = [
  ['relu', 16],
  ['relu', 64],
  ['sigmoid', 64],
];

// Training always has batch norm, so without it there is a gradient of one batch to compare.
const WITHOUT_NORM: readonly (readonly [BlockKind, number])[] = [
  ['convolution', 8],
  ['dense', 5],
];

export const cases: readonly Case[] = [
  ...GRID.flatMap(([blockKind, width]) =>
    activationNames.map((activation) => training({ blockKind, width, activation, depth: 2 })),
  ),
  ...WIDER.map(([activation, width]) => training({ blockKind: 'convolution', width, activation, depth: 1 })),
  ...WITHOUT_NORM.flatMap(([blockKind, width]) =>
    activationNames.map((activation) => probe({ blockKind, width, activation, depth: 2 })),
  ),
];

/** The cases of these names, in the order of {@link cases}. */
export function casesNamed(names: readonly string[]): readonly Case[] {
  const unknown = names.find((name) => !cases.some((known) => known.name === name));
  if (unknown !== undefined) throw new RangeError(`casesNamed needs names of cases, got ${unknown}`);
  return cases.filter(({ name }) => names.includes(name));
}

type Shape = Pick<Architecture, 'blockKind' | 'width' | 'activation' | 'depth'>;

function training(shape: Shape): Case {
  const settings = { ...shape, ...AMOUNTS, ...ADAM, imageShape: [32, 32, 3] } as const;
  return { kind: 'training', name: nameOf(shape), settings };
}

function probe(shape: Shape): Case {
  const architecture = { ...shape, withoutBatchNorm: true, imageShape: [32, 32, 3] } as const;
  return { kind: 'probe', name: `${nameOf(shape)}-without-batch-norm`, architecture };
}

function nameOf({ blockKind, width, activation }: Shape): string {
  return `${blockKind}-${width}-${activation}`;
}
