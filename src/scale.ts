/** How much of a study is run, and one run of it. */
import type { ActivationName } from './network/activations.ts';

export type ScaleName = 'smoke' | 'quick' | 'paper';

/** How much of the study is run. */
export interface Scale {
  /** Channels of the stem and of every block. */
  readonly width: number;
  /** The first so many of the 50,000 training images, the same ones for every run, and their SHA-256. */
  readonly trainImages: number;
  readonly trainDigest: string;
  /** The first so many of the 10,000 test images, and their SHA-256. */
  readonly testImages: number;
  readonly testDigest: string;
  /** The first so many training images serve to recompute batch norm's statistics: whole batches. */
  readonly statisticsImages: number;
  readonly epochs: number;
  /** Seeds of the probe, 1 … this many. */
  readonly probeSeeds: number;
  /** Whether its results count as evidence for or against the claim. */
  readonly evidence: boolean;
}

/** What one run differs in from others with the same seed. */
export interface Condition {
  readonly activation: ActivationName;
  readonly depth: number;
  /** The name of what it has otherwise than its study's protocol; absent where it has nothing. */
  readonly variation?: string | undefined;
}

/** One network to train: a condition with one seed, at one scale. */
export interface Run extends Condition {
  readonly scale: ScaleName;
  readonly seed: number;
}
