/** Trains a run and makes its record: engine, dataset, training and checkpoint brought together. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { loadCifar10 } from '../dataset/cifar10.ts';
import { startEngine } from '../engine/engine.ts';
import { probeSettingsOf, type Run, runName, type ScaleName, settingsOf } from '../study.ts';
import { removeCheckpoint, restoreCheckpoint, saveCheckpoint } from '../training/checkpoint.ts';
import { probeInitialisation } from '../training/probe-initialisation.ts';
import { type Progress, trainRun } from '../training/train-run.ts';
import type { Fingerprint } from './fingerprint.ts';
import { makeProbeRecord, type ProbeRecord } from './probe-record.ts';
import { type Provenance, provenanceOf } from './provenance.ts';
import { makeRecord, type RunRecord } from './run-record.ts';
import { variantOf } from './store.ts';

export interface Production {
  readonly fingerprint: Fingerprint;
  /** Where the run in progress is kept, or undefined to train from the first epoch on and keep nothing. */
  readonly checkpointFolder: string | undefined;
  readonly report: (progress: Progress) => Promise<void>;
}

/**
 * Trains one run, going on from its checkpoint if there is one.
 *
 * @param run - which run
 * @param production - fingerprint to record, checkpoint folder, progress
 * @returns the record and, apart from it, where and when it was computed
 * @throws Error if dataset or engine cannot be had, or the run diverges
 */
export async function produceRecord(
  run: Run,
  { fingerprint, checkpointFolder, report }: Production,
): Promise<{ readonly record: RunRecord; readonly provenance: Provenance }> {
  const engine = await startEngine(fingerprint.engine);
  const data = await loadCifar10();
  const settings = settingsOf(run);
  const key = createHash('sha256')
    .update(JSON.stringify([run, settings, fingerprint]))
    .digest('hex');
  const folder = checkpointFolder && join(checkpointFolder, variantOf(run.scale, engine.name));
  const path = folder && join(folder, `${runName(run)}.checkpoint`);
  const start = performance.now();
  let resumedAfterEpoch = 0;
  const result = await trainRun(settings, data, {
    report,
    ...(path && {
      restore: async (state) => {
        resumedAfterEpoch = await restoreCheckpoint(path, key, state);
      },
      save: (state) => saveCheckpoint(path, key, state),
    }),
  });
  if (path) await removeCheckpoint(path);
  const seconds = (performance.now() - start) / 1000;
  return {
    record: makeRecord(run, fingerprint, result),
    provenance: provenanceOf(engine.identity, seconds, resumedAfterEpoch),
  };
}

/**
 * Probes a scale's freshly initialised networks and makes the record of it.
 *
 * @param scale - whose width and images the probe uses
 * @param fingerprint - what computes it
 * @param report - called after each seed with the number of seeds done
 */
export async function produceProbeRecord(
  scale: ScaleName,
  fingerprint: Fingerprint,
  report: (seedsDone: number) => Promise<void>,
): Promise<{ readonly record: ProbeRecord; readonly provenance: Provenance }> {
  const engine = await startEngine(fingerprint.engine);
  const data = await loadCifar10();
  const start = performance.now();
  const probes = await probeInitialisation(probeSettingsOf(scale), data.train, report);
  const seconds = (performance.now() - start) / 1000;
  return {
    record: makeProbeRecord(scale, fingerprint, probes),
    provenance: provenanceOf(engine.identity, seconds, 0),
  };
}
