/** Made-up evidence with accuracies of one's choosing: test material for rules and reports, never used by the study. */
import { createHash } from 'node:crypto';
import { testLabels } from '../../src/dataset/test-labels.ts';
import { parameterShapes } from '../../src/network/architecture.ts';
import { Network } from '../../src/network/network.ts';
import { nodeHost } from '../../src/node-host.ts';
import type { Evidence } from '../../src/records/evidence.ts';
import type { Fingerprint } from '../../src/records/fingerprint-schema.ts';
import { makeProbeRecord, makeRunRecord } from '../../src/records/make-record.ts';
import type { ProbeRecord } from '../../src/records/probe-record.ts';
import type { RunRecord } from '../../src/records/run-record.ts';
import { formatSealed } from '../../src/records/seal.ts';
import type { StoredFiles } from '../../src/records/store.ts';
import {
  type Design,
  probeSettingsOf,
  type Run,
  runName,
  runsOf,
  type ScaleName,
  type Study,
} from '../../src/study.ts';
import { freshAdamState } from '../../src/training/adam.ts';
import { isLinked, type Link } from '../../src/training/chain.ts';
import type { Epoch } from '../../src/training/epoch.ts';
import type { Probe } from '../../src/training/probe-initialisation.ts';
import type { TrainingState } from '../../src/training/training.ts';
import { settingsOf, study } from './this-study.ts';

/** Final test accuracy of a run, 0–1. */
export type AccuracyOf = (run: Run) => number;

/** A fingerprint of nothing that exists. */
export const plantedFingerprint: Fingerprint = {
  source: 'a'.repeat(64),
  kernels: 'b'.repeat(64),
  engine: 'wasm',
  platform: 'simd, one thread',
  packages: { 'made-up-core': 'c'.repeat(64), 'made-up-engine': 'e'.repeat(64) },
  tools: { 'made-up-bundler': '1.2.3' },
};

/**
 * Makes up where a run ended.
 *
 * @param run - decides everything but the accuracies
 * @param accuracy - of the last epoch by the running statistics, 0–1, rounded to whole test images; the epoch before is
 *   3 images better, so that the best epoch is not the last
 * @param recomputedAccuracy - the same by recomputed statistics; if absent, 2 images better, so that neither is taken
 *   for the other
 */
export function plantedState(run: Run, accuracy: number, recomputedAccuracy?: number): TrainingState {
  const settings = settingsOf(run);
  const { testImages, epochs: count } = settings;
  const right = Math.round(accuracy * testImages);
  const recomputedRight =
    recomputedAccuracy === undefined
      ? Math.min(right + 2, testImages)
      : Math.round(recomputedAccuracy * testImages);
  const network = standIn(run);
  return {
    settings,
    network,
    adam: freshAdamState(network.parameters),
    losses: lossesOf(run),
    chain: chainOf(run),
    epochs: Array.from({ length: count }, (_, index) => {
      const before = count - 1 - index; // epochs until the last
      const more = before === 0 ? 0 : 4 - before;
      const within = (hits: number) => Math.min(Math.max(hits + more, 0), testImages) / testImages;
      return epochOf(run, index, within(right), within(recomputedRight));
    }),
    initialGradientNorms: layersOf(run, 0.1),
    recomputed: network.statistics,
    predictions: {
      running: answersOf(firstOf(right, testImages)),
      recomputed: answersOf(firstOf(recomputedRight, testImages)),
    },
  };
}

function epochOf(run: Run, index: number, testAccuracy: number, recomputedTestAccuracy: number): Epoch {
  const { epochs } = settingsOf(run);
  return {
    trainLoss: 2.3 / (index + 2) + run.seed / 1000,
    trainAccuracy: (index + 1) / (epochs + 1),
    // Kernel, bias, gamma and beta of stem and blocks, kernel and bias of the head.
    meanAbsoluteGradients: Array.from({ length: 4 * (run.depth + 1) + 2 }, (_, tensor) => {
      return (run.activation === 'relu' ? 0.024 : 0.018) / (run.depth + index + tensor / 9 + run.seed / 10);
    }),
    relativeGradientNorms: layersOf(run, 0.02 * (index + 1)),
    testLoss: 2.3 / (index + 1.5) + run.depth / 1000,
    testAccuracy,
    recomputedTestLoss: 2.2 / (index + 1.5) + run.depth / 1000,
    recomputedTestAccuracy,
    runningMeanLag: layersOf(run, 0.05).slice(0, -1), // stem and blocks
  };
}

/** The class given to each test image, so that exactly those marked 1 are right. */
export function answersOf(correct: Uint8Array): Uint8Array {
  return correct.map((hit, image) => ((testLabels[image] ?? 0) + (hit ? 0 : 1)) % 10);
}

function firstOf(right: number, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, image) => (image < right ? 1 : 0));
}

// Of one channel, whatever the run's width: records hold no more of it than a digest.
function standIn(run: Run): Network {
  const architecture = { ...settingsOf(run), width: 1 };
  const parameters = parameterShapes(architecture).map(({ name, shape }) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    return { name, shape, values: Float32Array.from({ length: size }, (_, index) => index + run.seed / 8) };
  });
  return new Network(architecture, parameters);
}

// A float32 each: what is written is then what is read.
function lossesOf(run: Run): number[] {
  const { trainImages, batchSize, epochs } = settingsOf(run);
  const steps = Math.ceil(trainImages / batchSize) * epochs;
  return Array.from({ length: steps }, (_, step) => Math.fround(2.3 / (1 + step / 50) + run.seed / 1000));
}

function chainOf(run: Run): Link[] {
  const { trainImages, batchSize, epochs } = settingsOf(run);
  const perEpoch = Math.ceil(trainImages / batchSize);
  const steps = Array.from({ length: perEpoch * epochs + 1 }, (_, step) => step);
  return steps
    .filter((step) => isLinked(step) || step % perEpoch === 0)
    .map((step) => ({ step, digest: sha256(`${run.scale} ${runName(run)} ${step}`) }));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const identityOf = (run: Run, of: Pick<Design, 'name'>) => ({ study: of.name, name: runName(run) });

/** The record of a made-up end, whole and valid if the end is. */
export function recordOfState(
  run: Run,
  state: TrainingState,
  fingerprint: Fingerprint = plantedFingerprint,
  of: Design = study,
): RunRecord {
  return makeRunRecord(identityOf(run, of), run, fingerprint, state, nodeHost).record as unknown as RunRecord;
}

/** A whole, valid record of a made-up end. @param recomputedAccuracy - as {@link plantedState} has it */
export function plantedRecord(
  run: Run,
  accuracy: number,
  fingerprint: Fingerprint = plantedFingerprint,
  recomputedAccuracy?: number,
  of: Design = study,
): RunRecord {
  return recordOfState(run, plantedState(run, accuracy, recomputedAccuracy), fingerprint, of);
}

/** The file of weights that belongs to a run's made-up records, base64. */
export function plantedWeights(run: Run, of: Pick<Design, 'name'> = study): string {
  const state = plantedState(run, 0.5);
  const { weights } = makeRunRecord(identityOf(run, of), run, plantedFingerprint, state, nodeHost);
  return Buffer.from(weights).toString('base64');
}

/** A made-up record as the files that are stored of it. */
export function filesOfRecord(record: RunRecord | ProbeRecord): StoredFiles {
  return {
    record: formatSealed(record),
    provenance: '{}\n',
    weights: 'run' in record ? plantedWeights(record.run, { name: record.study }) : undefined,
  };
}

/** By multiplication alone: what `**` gives in its last bit is not the same in every version of the language's engine. */
function exactPower(base: number, exponent: number): number {
  return Array.from({ length: exponent }, () => base).reduce((product, factor) => product * factor, 1);
}

/** First-layer gradient of a probed network, > 0. */
export type GradientOf = (probe: Omit<Probe, 'relativeGradientNorms'>) => number;

/** A whole, valid record of made-up probes. @param keptOf - share of the gradient that is left one block nearer to the image */
export function plantedProbe(
  scale: ScaleName,
  gradientOf: GradientOf,
  fingerprint: Fingerprint = plantedFingerprint,
  keptOf: GradientOf = () => 1,
  of: Design = study,
): ProbeRecord {
  const settings = probeSettingsOf(of, scale);
  const { activations, depths, seeds } = settings;
  const probes = seeds.flatMap((seed) =>
    [true, false].flatMap((batchNorm) =>
      activations.flatMap((activation) =>
        depths.map((depth): Probe => {
          const network = { batchNorm, activation, depth, seed };
          const kept = keptOf(network);
          const blocks = Array.from(
            { length: depth },
            (_, block) => 0.05 * exactPower(kept, depth - 1 - block),
          );
          return { ...network, relativeGradientNorms: [gradientOf(network), ...blocks, 0.05] };
        }),
      ),
    ),
  );
  return makeProbeRecord(of.name, scale, fingerprint, settings, probes, nodeHost) as unknown as ProbeRecord;
}

// From the last block to the first it shrinks by a little, for both activations alike but for each seed's own share.
const plausiblyKept: GradientOf = ({ activation, seed }) =>
  0.98 + ((5 * seed + (activation === 'relu' ? 0 : 3)) % 7) / 1000;

// Without batch norm, a third of the gradient is left a block; with it, nearly all. Seeds differ a little.
const plausibleGradient: GradientOf = ({ batchNorm, depth, seed }) =>
  0.1 * exactPower((batchNorm ? 0.97 : 0.33) + (seed % 7) / 1000, depth);

/**
 * Complete evidence, every record of which is valid for its fingerprint.
 *
 * @param recomputedOf - accuracies by recomputed statistics; if absent, those by running ones and 2 images
 */
export function plantedEvidence(
  accuracyOf: AccuracyOf,
  scale: ScaleName = 'quick',
  fingerprint: Fingerprint = plantedFingerprint,
  recomputedOf?: AccuracyOf,
  of: Study = study,
): Evidence {
  const records = runsOf(of, scale).map((run) =>
    plantedRecord(run, accuracyOf(run), fingerprint, recomputedOf?.(run), of),
  );
  const probe = plantedProbe(scale, plausibleGradient, fingerprint, plausiblyKept, of);
  return { study: of, scale, engine: fingerprint.engine, records, probe };
}

/**
 * The same evidence with other final accuracies, of any value. Quick, for simulations; the records' digests and
 * predictions no longer fit, so they would not survive being stored.
 *
 * @param accuracyOf - by the running statistics
 * @param recomputedOf - by recomputed statistics; if absent, these stay as they are
 */
export function withAccuracies(
  evidence: Evidence,
  accuracyOf: AccuracyOf,
  recomputedOf?: AccuracyOf,
): Evidence {
  const records = evidence.records.map((record) => {
    const last = record.epochs.at(-1)!;
    const testAccuracy = accuracyOf(record.run);
    const recomputedTestAccuracy = recomputedOf?.(record.run) ?? last.recomputedTestAccuracy;
    const final = { ...last, testAccuracy, recomputedTestAccuracy };
    return { ...record, epochs: [...record.epochs.slice(0, -1), final] };
  });
  return { ...evidence, records };
}

/** The same evidence with only the records of some runs. */
export function onlyRuns(evidence: Evidence, keep: (run: Run) => boolean): Evidence {
  return { ...evidence, records: evidence.records.filter(({ run }) => keep(run)) };
}

// Stem, blocks and head, each a little smaller than the one before.
function layersOf(run: Run, first: number): number[] {
  return Array.from({ length: run.depth + 2 }, (_, layer) => first / (layer + 1 + run.seed / 7));
}
