/** Everything that one run depends on, as plain values: architecture, seed, data, optimiser, evaluation. */
import type { Architecture } from '../network/architecture.ts';
import type { AdamSettings } from './adam.ts';

export interface RunSettings extends Omit<Architecture, 'withoutBatchNorm'>, AdamSettings {
  /** Of the initial weights and of the order of images, integer ≥ 1. */
  readonly seed: number;
  /** The first so many training images, … */
  readonly trainImages: number;
  /** … by their SHA-256: training refuses any others. */
  readonly trainDigest: string;
  /** The first so many test images, and their SHA-256. */
  readonly testImages: number;
  readonly testDigest: string;
  /** The first so many training images serve to recompute batch norm's statistics: whole batches. */
  readonly statisticsImages: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** What the loss is multiplied by before its gradient is taken. Absent means 1. */
  readonly lossFactor?: number;
}

/**
 * The same settings with their names in alphabetical order: records and chains hash them as text, and how a study
 * happens to list them must not count.
 */
export function inOrder<Settings extends object>(settings: Settings): Settings {
  const entries = Object.entries(settings).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries) as Settings;
}

/** Steps of an epoch: the last batch may be a smaller one. */
export function stepsPerEpoch({
  trainImages,
  batchSize,
}: Pick<RunSettings, 'trainImages' | 'batchSize'>): number {
  return Math.ceil(trainImages / batchSize);
}
