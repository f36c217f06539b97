/** Computes parts of a record again, as a test run's spot checks do. */

import { browserHost } from '../../src/browser-host.ts';
import type { RunRecord } from '../../src/records/run-record.ts';
import { readNetwork, verifyPredictions, verifyPrefix } from '../../src/records/verify-run.ts';
import { runName } from '../../src/study.ts';
import type { TrainingData } from '../../src/training/training.ts';
import { requireWeights } from './require-weights.ts';

/**
 * Gives test images to the network that a record's weights describe, under both evaluations.
 *
 * @param weights - the safetensors file, as it came
 * @returns what differs from the record, empty if nothing does
 */
export async function auditNetwork(
  record: RunRecord,
  weights: Uint8Array,
  images: Uint32Array,
  data: TrainingData,
): Promise<string> {
  return differenceOf(async () => {
    requireWeights(record, weights);
    const network = readNetwork(record, weights, runName(record.run));
    return verifyPredictions(record, network, images, data);
  });
}

/** Trains a run's first steps again. @returns what differs from the record, empty if nothing does */
export async function auditPrefix(
  record: RunRecord,
  steps: number,
  data: TrainingData,
  pass: () => Promise<void>,
): Promise<string> {
  return differenceOf(() => verifyPrefix(record, steps, data, browserHost, pass));
}

/** What a check finds or, since a forgery may be such that it cannot even be computed, what it throws. */
export async function differenceOf(check: () => Promise<string>): Promise<string> {
  return check().catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
}
