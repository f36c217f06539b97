/** Evidence: a scale's records, complete and valid, and what can be read off them. */
import type { EngineName } from '../engine/engine-name.ts';
import type { ActivationName } from '../network/activations.ts';
import { runName, type ScaleName, type Study } from '../study.ts';
import { gradientAverage } from '../training/gradient-flow.ts';
import type { Fingerprint } from './fingerprint-schema.ts';
import type { ProbeRecord } from './probe-record.ts';
import type { RunRecord } from './run-record.ts';

/** Every record of one scale and engine, in the study's order, each valid where it was read. */
export interface Evidence {
  readonly study: Study;
  readonly scale: ScaleName;
  readonly engine: EngineName;
  readonly records: readonly RunRecord[];
  /** Networks at initialisation, with and without batch norm. */
  readonly probe: ProbeRecord;
  /** Set where records that other code computed were carried to the code as it stands. */
  readonly carried?: Carried | undefined;
}

/** How records were carried. */
export interface Carried {
  /** The code as it stands. */
  readonly to: Fingerprint;
  /** ISO 8601. */
  readonly date: string;
  /** What was recomputed, in words. */
  readonly extents: readonly string[];
}

/** A record, or what is kept beside records, is missing or does not hold: a test run ends with exit code 5. */
export class IncompleteEvidence extends Error {
  override readonly name = 'IncompleteEvidence';
}

/**
 * Reads one number per seed off a condition's records.
 *
 * @param evidence - complete evidence
 * @param read - what to read off a record, such as {@link finalAccuracy}
 * @param variation - the condition's, if it has one
 * @returns one value per seed, in the study's order of seeds
 * @throws IncompleteEvidence if a seed's record is absent or double, or the value is not finite
 */
export function valuesOf(
  evidence: Pick<Evidence, 'study' | 'scale' | 'records'>,
  activation: ActivationName,
  depth: number,
  read: (record: RunRecord) => number,
  variation?: string,
): readonly number[] {
  const records = evidence.records.filter(
    ({ run }) => run.activation === activation && run.depth === depth && run.variation === variation,
  );
  return evidence.study.grid.seeds.map((seed) => {
    const matches = records.filter(({ run }) => run.seed === seed);
    const value = matches[0] ? read(matches[0]) : Number.NaN;
    if (matches.length !== 1 || !Number.isFinite(value)) {
      throw new IncompleteEvidence(
        `valuesOf needs one finite value of ${runName({ activation, depth, variation, seed })}, got ${matches.length} records, value ${value}`,
      );
    }
    return value;
  });
}

/** By running statistics, as the notebook evaluates: test accuracy after the last epoch, 0–1. */
export function finalAccuracy({ epochs }: RunRecord): number {
  return epochs.at(-1)?.testAccuracy ?? Number.NaN;
}

/** The same weights by recomputed statistics: test accuracy after the last epoch, 0–1. */
export function recomputedAccuracy({ epochs }: RunRecord): number {
  return epochs.at(-1)?.recomputedTestAccuracy ?? Number.NaN;
}

/** Test accuracy averaged over the last three epochs, 0–1: steadier than the final one, and not chosen by its value. */
export function lastThreeAccuracy({ epochs }: RunRecord): number {
  const last = epochs.slice(-3);
  return last.reduce((sum, { testAccuracy }) => sum + testAccuracy, 0) / last.length;
}

/** The notebook's metric: the best test accuracy over epochs, 0–1. Chosen on the test set, so biased upward. */
export function bestAccuracy({ epochs }: RunRecord): number {
  return Math.max(...epochs.map(({ testAccuracy }) => testAccuracy));
}

/** The notebook's gradient average over the whole run: the mean of its epochs. */
export function meanGradientAverage({ epochs }: RunRecord): number {
  return epochs.reduce((sum, epoch) => sum + gradientAverage(epoch.meanAbsoluteGradients), 0) / epochs.length;
}

/** ‖∂L/∂W‖ / ‖W‖ per layer (stem, blocks, head) over the whole run: the mean of its epochs. */
export function meanRelativeGradientNorms({ epochs }: RunRecord): readonly number[] {
  const layers = epochs[0]?.relativeGradientNorms ?? [];
  return layers.map((_, layer) => {
    const values = epochs.map(({ relativeGradientNorms }) => relativeGradientNorms[layer] ?? Number.NaN);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}
