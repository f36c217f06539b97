/** Made-up evidence with accuracies of one's choosing: test material for rules and reports, never used by the study. */
import { createHash } from 'node:crypto';
import type { Evidence } from '../../src/records/evidence.ts';
import type { Fingerprint } from '../../src/records/fingerprint.ts';
import { makeProbeRecord, type ProbeRecord } from '../../src/records/probe-record.ts';
import { makeRecord, type RunRecord } from '../../src/records/run-record.ts';
import { probeSettingsOf, type Run, runName, runsOf, type ScaleName, settingsOf } from '../../src/study.ts';
import type { Probe } from '../../src/training/probe-initialisation.ts';
import type { Epoch, RunResult } from '../../src/training/training.ts';

/** Final test accuracy of a run, 0–1. */
export type AccuracyOf = (run: Run) => number;

/** A fingerprint of nothing that exists. */
export const syntheticFingerprint: Fingerprint = {
  source: 'a'.repeat(64),
  kernels: 'b'.repeat(64),
  dataset: 'c'.repeat(64),
  engine: 'wasm',
  platform: 'simd, one thread',
  packages: { 'made-up-engine': '1.2.3', 'made-up-core': '4.5.6' },
};

/**
 * Makes up what training a run gave.
 *
 * @param run - decides everything but the accuracy
 * @param accuracy - of the last epoch, 0–1, rounded to whole test images; the epoch before is 3 images better, so that
 *   the best epoch is not the last
 */
export function syntheticResult(run: Run, accuracy: number): RunResult {
  const { testImages, epochs: count } = settingsOf(run);
  const right = Math.round(accuracy * testImages);
  const epochs = Array.from({ length: count }, (_, index): Epoch => {
    const before = count - 1 - index; // epochs until the last
    const hits = before === 0 ? right : Math.min(right + 4 - before, testImages);
    return {
      trainLoss: 2.3 / (index + 2) + run.seed / 1000,
      trainAccuracy: (index + 1) / (count + 1),
      testLoss: 2.3 / (index + 1.5) + run.depth / 1000,
      testAccuracy: Math.max(hits, 0) / testImages,
      // Kernel, bias, gamma and beta of stem and blocks, kernel and bias of the head.
      meanAbsoluteGradients: Array.from({ length: 4 * (run.depth + 1) + 2 }, (_, tensor) => {
        return (run.activation === 'relu' ? 0.024 : 0.018) / (run.depth + index + tensor / 9 + run.seed / 10);
      }),
      relativeGradientNorms: layersOf(run, 0.02 * (index + 1)),
    };
  });
  return {
    initialGradientNorms: layersOf(run, 0.1),
    epochs,
    weightsDigest: createHash('sha256')
      .update(`${run.scale} ${runName(run)}`)
      .digest('hex'),
    correct: Uint8Array.from({ length: testImages }, (_, image) => (image < right ? 1 : 0)),
  };
}

/** A whole, valid record of a made-up result. */
export function syntheticRecord(
  run: Run,
  accuracy: number,
  fingerprint: Fingerprint = syntheticFingerprint,
): RunRecord {
  return makeRecord(run, fingerprint, syntheticResult(run, accuracy));
}

/** First-layer gradient of a probed network, > 0. */
export type GradientOf = (probe: Omit<Probe, 'relativeGradientNorms'>) => number;

/** A whole, valid record of made-up probes. */
export function syntheticProbe(scale: ScaleName, gradientOf: GradientOf): ProbeRecord {
  const { activations, depths, seeds } = probeSettingsOf(scale);
  const probes = seeds.flatMap((seed) =>
    [true, false].flatMap((batchNorm) =>
      activations.flatMap((activation) =>
        depths.map((depth): Probe => {
          const first = gradientOf({ batchNorm, activation, depth, seed });
          return {
            batchNorm,
            activation,
            depth,
            seed,
            relativeGradientNorms: [first, ...new Array<number>(depth + 1).fill(0.05)],
          };
        }),
      ),
    ),
  );
  return makeProbeRecord(scale, syntheticFingerprint, probes);
}

// Without batch norm, a third of the gradient is left a block; with it, nearly all. Seeds differ a little.
const plausibleGradient: GradientOf = ({ batchNorm, depth, seed }) =>
  0.1 * ((batchNorm ? 0.97 : 0.33) + (seed % 7) / 1000) ** depth;

/** Complete evidence, every record of which is valid for {@link syntheticFingerprint}. */
export function syntheticEvidence(accuracyOf: AccuracyOf, scale: ScaleName = 'quick'): Evidence {
  const records = runsOf(scale).map((run) => syntheticRecord(run, accuracyOf(run)));
  const probe = syntheticProbe(scale, plausibleGradient);
  return { scale, engine: syntheticFingerprint.engine, records, probe };
}

/**
 * The same evidence with other final accuracies, of any value. Quick, for simulations; the records' digests and
 * `correct` bits no longer fit, so they would not survive being stored.
 */
export function withAccuracies(evidence: Evidence, accuracyOf: AccuracyOf): Evidence {
  const records = evidence.records.map((record) => {
    const last = record.epochs.at(-1)!;
    const testAccuracy = accuracyOf(record.run);
    return { ...record, epochs: [...record.epochs.slice(0, -1), { ...last, testAccuracy }] };
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
