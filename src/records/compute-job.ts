/** Computes a job in this process: engine, dataset, checkpoint and progress brought together around the core. */
import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { loadCifar10 } from '../dataset/cifar10.ts';
import { startEngine } from '../engine/engine.ts';
import { nodeHost } from '../node-host.ts';
import { type Probe, probeInitialisation } from '../training/probe-initialisation.ts';
import { restoreCheckpoint, saveCheckpoint } from './checkpoint.ts';
import type { Fingerprint } from './fingerprint-schema.ts';
import type { ProbeJob, RunJob } from './job.ts';
import { makeProbeRecord } from './make-record.ts';
import { produceRun } from './produce-run.ts';
import { provenanceOf } from './provenance.ts';
import { filesOf, type StoredFiles } from './store.ts';

/** How a run is going. */
export interface RunProgress {
  /** 1-based. */
  readonly epoch: number;
  readonly epochs: number;
  /** Since training began or resumed. */
  readonly imagesPerSecond: number;
  /** Until the run ends, by the speed so far. */
  readonly secondsLeft: number;
}

export interface Computation {
  /** What the record says that it was computed by. */
  readonly fingerprint: Fingerprint;
  /** The file that keeps the run in progress, to be removed once the record is stored; undefined to train from the first epoch on and keep nothing. */
  readonly checkpoint: string | undefined;
  /** Told after each epoch. */
  readonly report: (progress: RunProgress) => Promise<void>;
}

/**
 * Trains one run, going on from its checkpoint if there is one.
 *
 * @throws Error if dataset or engine cannot be had, or the run diverges
 */
export async function computeRun(
  job: RunJob,
  { fingerprint, checkpoint, report }: Computation,
): Promise<StoredFiles> {
  const engine = await startEngine(fingerprint.engine);
  const data = await loadCifar10();
  const { settings, name, scale, study } = job;
  const key = hash('sha256', JSON.stringify([study, scale, name, settings, fingerprint]));
  const start = performance.now();
  const clock = startClock(settings.epochs, settings.trainImages);
  const { record, weights, resumedAfterEpoch } = await produceRun(
    job,
    settings,
    fingerprint,
    data,
    nodeHost,
    {
      ...(checkpoint && {
        restore: (state) => restoreCheckpoint(checkpoint, key, state),
        save: (state) => saveCheckpoint(checkpoint, key, state),
      }),
      see: async (event) => {
        if (event.kind === 'epoch') await report(clock(event.epoch));
        // Lets the test runner's messages out: the wasm engine never yields by itself.
        await setImmediate();
      },
    },
  );
  const seconds = (performance.now() - start) / 1000;
  return filesOf(record, weights, provenanceOf(engine, seconds, resumedAfterEpoch));
}

/** Probes a scale's freshly initialised networks. @param report - told after each seed, with the number of seeds done */
export async function computeProbe(
  { settings, scale, study }: ProbeJob,
  fingerprint: Fingerprint,
  report: (seedsDone: number) => Promise<void>,
): Promise<StoredFiles> {
  const engine = await startEngine(fingerprint.engine);
  const data = await loadCifar10();
  const start = performance.now();
  const probes: Probe[] = [];
  const perSeed = 2 * settings.activations.length * settings.depths.length; // with and without batch norm
  for await (const probe of probeInitialisation(settings, data, nodeHost)) {
    probes.push(probe);
    if (probes.length % perSeed === 0) await report(probes.length / perSeed);
    await setImmediate();
  }
  const record = makeProbeRecord(study, scale, fingerprint, settings, probes, nodeHost);
  const seconds = (performance.now() - start) / 1000;
  return filesOf(record, undefined, provenanceOf(engine, seconds, 0));
}

function startClock(epochs: number, imagesPerEpoch: number): (epoch: number) => RunProgress {
  const start = performance.now();
  let first: number | undefined;
  return (epoch) => {
    first ??= epoch;
    const seconds = (performance.now() - start) / 1000;
    const done = epoch - first + 1;
    return {
      epoch,
      epochs,
      imagesPerSecond: (done * imagesPerEpoch) / seconds,
      secondsLeft: (seconds / done) * (epochs - epoch),
    };
  };
}
