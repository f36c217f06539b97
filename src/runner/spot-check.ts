/** Spot checks themselves: parts of a stored record computed again, and compared with what it says. */
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { loadCifar10 } from '../dataset/cifar10.ts';
import { startEngine } from '../engine/engine.ts';
import { nodeHost } from '../node-host.ts';
import { stream } from '../random.ts';
import type { ProbeJob, RunJob } from '../records/job.ts';
import type { ProbeRecord } from '../records/probe-record.ts';
import { parseRecord } from '../records/record-kind.ts';
import type { RunRecord } from '../records/run-record.ts';
import type { StoredFiles } from '../records/store.ts';
import { verifyProbes } from '../records/verify-probes.ts';
import { readNetwork, verifyPredictions, verifyPrefix } from '../records/verify-run.ts';
import type { Design } from '../study.ts';
import type { TrainingData } from '../training/training.ts';
import { cellSettings, drawImages, drawProbes, drawSpotChecks, type SpotChecks } from './spot-check-plan.ts';

/**
 * Asks a stored network for the classes of the test images that were drawn, under both evaluations.
 *
 * @param weights - its file, base64
 * @throws Error if the file is not the network's
 */
export async function checkNetwork(
  design: Design,
  checks: SpotChecks,
  { run, name }: RunJob,
  record: RunRecord,
  weights: string,
  data: TrainingData,
): Promise<string> {
  const network = readNetwork(record, Buffer.from(weights, 'base64'), name);
  return verifyPredictions(record, network, drawImages(design, checks, run), data);
}

/** Trains a run's first steps again. */
export function checkPrefix(record: RunRecord, steps: number, data: TrainingData): Promise<string> {
  return verifyPrefix(record, steps, data, nodeHost, async () => void (await setImmediate()));
}

/**
 * Checks a run's record that was not there when the plan drew what to check, since it came from the run cache or went on from
 * a checkpoint: predictions and first steps, drawn afresh.
 *
 * @throws Error if anything comes out different
 */
export async function requireSameRun(design: Design, job: RunJob, files: StoredFiles): Promise<void> {
  const record = parseRecord(job.kind, files.record);
  const data = await readyData(record);
  const parts = drawSpotChecks(design, job.scale, [job.run], randomUUID(), false);
  const images = parts.find(({ networks }) => networks.length > 0);
  const [prefix] = parts.flatMap(({ prefixes }) => prefixes);
  if (!images || !prefix) throw new Error(`requireSameRun drew nothing of ${job.name} to check`);
  requireEqual(job.name, await checkNetwork(design, images, job, record, files.weights ?? '', data));
  requireEqual(job.name, await checkPrefix(record, prefix.steps, data));
}

/** Checks a probe's record that came from the run cache. @throws Error if anything comes out different */
export async function requireSameProbe(job: ProbeJob, files: StoredFiles): Promise<void> {
  const record = parseRecord(job.kind, files.record);
  const data = await readyData(record);
  for (const cell of drawProbes(job.settings, stream(1, randomUUID()))) {
    requireEqual(job.name, await verifyProbes(record, cellSettings(job.settings, cell), data));
  }
}

async function readyData({ fingerprint }: RunRecord | ProbeRecord): Promise<TrainingData> {
  await startEngine(fingerprint.engine);
  return loadCifar10();
}

function requireEqual(name: string, difference: string): void {
  if (difference !== '')
    throw new Error(
      `${name} was not computed here and does not come out as recorded: ${difference}. Delete it, also in the run cache, and its checkpoint`,
    );
}
