/** Computes as much of a record again as its carry asks for, under the code as it stands. */
import { setImmediate } from 'node:timers/promises';
import { loadCifar10 } from '../dataset/cifar10.ts';
import { startEngine } from '../engine/engine.ts';
import { nodeHost } from '../node-host.ts';
import { firstImages } from '../training/evaluate.ts';
import type { Extent } from './attestation.ts';
import { compareResults } from './compare-results.ts';
import { computeProbe, computeRun, type RunProgress } from './compute-job.ts';
import type { Fingerprint } from './fingerprint-schema.ts';
import type { ProbeJob, RunJob } from './job.ts';
import type { ProbeRecord } from './probe-record.ts';
import type { AnyRecord } from './record-kind.ts';
import type { RunRecord } from './run-record.ts';
import type { StoredFiles } from './store.ts';
import { verifyProbes } from './verify-probes.ts';
import { readNetwork, verifyPredictions, verifyPrefix, verifyStatistics } from './verify-run.ts';

/** Steps of training that a carry repeats of a run that is too long to be repeated whole. */
const CARRIED_STEPS = 64;

/** Seeds that a carry repeats of a probe that is too long to be repeated whole. */
const CARRIED_SEEDS = 4;

/** What was recomputed, and what came out different, in words: empty if nothing did. */
export interface Recomputed {
  readonly difference: string;
  readonly extent: Extent;
}

/**
 * Trains a run again whole; if its scale is long its first steps, its predictions of every test image, and its recomputed
 * statistics.
 *
 * @param weights - the run's safetensors file
 * @param fingerprint - of the code as it stands
 */
export async function recomputeRun(
  job: RunJob,
  record: RunRecord,
  weights: Uint8Array,
  fingerprint: Fingerprint,
  report: (progress: RunProgress) => Promise<void>,
): Promise<Recomputed> {
  if (!job.inParts) {
    return whole(record, await computeRun(job, { fingerprint, checkpoint: undefined, report }));
  }
  await startEngine(fingerprint.engine);
  const data = await loadCifar10();
  const stored = readNetwork(record, weights, job.name);
  const findings = [
    await verifyPrefix(record, CARRIED_STEPS, data, nodeHost, async () => void (await setImmediate())),
    await verifyPredictions(record, stored, firstImages(job.settings.testImages), data),
    await verifyStatistics(record, stored, data),
  ];
  const extent = { kind: 'parts', steps: CARRIED_STEPS, testImages: job.settings.testImages } as const;
  return { difference: findings.find((one) => one !== '') ?? '', extent };
}

/** Probes again: all seeds, or at a long scale the first few. */
export async function recomputeProbe(
  job: ProbeJob,
  record: ProbeRecord,
  fingerprint: Fingerprint,
): Promise<Recomputed> {
  if (!job.inParts) return whole(record, await computeProbe(job, fingerprint, async () => {}));
  await startEngine(fingerprint.engine);
  const data = await loadCifar10();
  const extent = { kind: 'seeds', seeds: CARRIED_SEEDS } as const;
  const settings = { ...job.settings, seeds: job.settings.seeds.slice(0, CARRIED_SEEDS) };
  return { difference: await verifyProbes(record, settings, data), extent };
}

function whole(before: AnyRecord, { record }: StoredFiles): Recomputed {
  return { difference: compareResults(before, JSON.parse(record) as AnyRecord), extent: { kind: 'whole' } };
}
