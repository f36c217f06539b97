/** The run record: what one run gave, as data that is checked whenever it is read back. */
import { z } from 'zod';
import { testLabels } from '../dataset/test-labels.ts';
import { activationNames } from '../network/activations.ts';
import { CLASS_COUNT, MAX_DEPTH, parameterShapes } from '../network/architecture.ts';
import { runName, scaleNames } from '../study.ts';
import { isLinked } from '../training/chain.ts';
import { epochSchema } from '../training/epoch-schema.ts';
import { type RunSettings, stepsPerEpoch } from '../training/run-settings.ts';
import { bytesOfBase64 } from './base64.ts';
import { fingerprintSchema } from './fingerprint-schema.ts';
import { SCHEMA_VERSION } from './make-record.ts';
import { digestSchema } from './parse-sealed.ts';
import type { RecordKind } from './record-kind.ts';
import type { Sealed } from './seal.ts';
import { settingsSchema } from './settings-schema.ts';

const count = z.int().min(1);
const classes = z
  .string()
  .regex(/^[0-9]+$/, `needs one digit per test image, its class among ${CLASS_COUNT}`);

const contentSchema = z.strictObject({
  schema: z.literal(SCHEMA_VERSION),
  study: z.string(),
  run: z.strictObject({
    scale: z.enum(scaleNames),
    activation: z.enum(activationNames),
    depth: z.int().min(1).max(MAX_DEPTH),
    variation: z.string().min(1).optional(),
    seed: count,
  }),
  settings: settingsSchema,
  fingerprint: fingerprintSchema,
  initialGradientNorms: z.array(z.number().min(0)),
  epochs: z.array(epochSchema).min(1),
  /** Digests of the training state, the first before any step; see `src/training/chain.ts`. */
  chain: z.array(z.strictObject({ step: z.int().min(0), digest: digestSchema })),
  /** Mean loss of every step's batch: float32, little-endian, base64. */
  losses: z.base64(),
  /** SHA-256 of the safetensors file that holds the final weights. */
  weights: digestSchema,
  /** The class that each test image was given, one digit per image, under either evaluation. */
  predictions: z.strictObject({ running: classes, recomputed: classes }),
});

/** A run's result with its identity, what computed it, and a digest over all of that. */
export type RunRecord = Readonly<Sealed<z.infer<typeof contentSchema>>>;

export const runRecordKind: RecordKind<RunRecord> = {
  schema: contentSchema,
  identity: ({ study, run }) => ({ study, scale: run.scale, name: runName(run) }),
  weights: ({ weights }) => weights,
  requireConsistent: (record) => {
    requireLengths(record);
    requireChain(record);
    requirePredictions(record);
  },
};

/** Settings as they were recorded. The schema knows them as plain values; their names are checked as staleness is. */
export function settingsOfRecord({ settings }: RunRecord): RunSettings {
  return settings as unknown as RunSettings;
}

/** Reads a string of digits as classes, uint8 [testImages]. */
export function classesOf(predictions: string): Uint8Array {
  return new TextEncoder().encode(predictions).map((code) => code - 48); // of "0"
}

/**
 * Says which test images the final network got right.
 *
 * @param evaluation - by which of batch norm's statistics
 * @returns uint8 [testImages], 1 where right
 */
export function correctImages(
  { predictions }: RunRecord,
  evaluation: 'running' | 'recomputed' = 'running',
): Uint8Array {
  return classesOf(predictions[evaluation]).map((k, image) => (k === testLabels[image] ? 1 : 0));
}

/** Reads the mean losses of every step's batch, float32 [steps]. */
export function lossesOf({ losses }: RunRecord): Float32Array {
  return new Float32Array(bytesOfBase64(losses).buffer);
}

function requireLengths(record: RunRecord): void {
  const { epochs, run, initialGradientNorms } = record;
  const settings = settingsOfRecord(record);
  if (epochs.length !== settings.epochs) {
    throw new Error(`field epochs has ${epochs.length} entries, its settings say ${settings.epochs}`);
  }
  const layers = run.depth + 2; // stem, blocks, head
  for (const norms of [initialGradientNorms, ...epochs.map((epoch) => epoch.relativeGradientNorms)]) {
    if (norms.length !== layers)
      throw new Error(`a gradient norm list has ${norms.length} layers, not ${layers}`);
  }
  const tensors = parameterShapes(settings).length;
  const norms = layers - 1 + (settings.standardisedFeatures ? 1 : 0);
  for (const { meanAbsoluteGradients, runningMeanLag } of epochs) {
    if (meanAbsoluteGradients.length !== tensors) {
      throw new Error(`a list of mean gradients has ${meanAbsoluteGradients.length} tensors, not ${tensors}`);
    }
    if (runningMeanLag.length !== norms) {
      throw new Error(`a list of lags has ${runningMeanLag.length} layers, not ${norms}`);
    }
  }
}

function requireChain(record: RunRecord): void {
  const settings = settingsOfRecord(record);
  const perEpoch = stepsPerEpoch(settings);
  const stepCount = perEpoch * settings.epochs;
  requireLosses(record, stepCount); // first: what it lets through is no more steps than the record has room for
  const steps = Array.from({ length: stepCount + 1 }, (_, step) => step);
  const linked = steps.filter((step) => isLinked(step) || step % perEpoch === 0);
  if (`${record.chain.map(({ step }) => step)}` !== `${linked}`) {
    throw new Error(`field chain needs links after steps ${linked}`);
  }
}

function requireLosses(record: RunRecord, stepCount: number): void {
  const bytes = atob(record.losses); // one character each
  if (bytes.length !== 4 * stepCount || btoa(bytes) !== record.losses) {
    throw new Error(`field losses needs ${stepCount} float32 values, got ${bytes.length} bytes`);
  }
  const wrong = lossesOf(record).find((loss) => !(loss >= 0 && loss < Number.POSITIVE_INFINITY));
  if (wrong !== undefined) throw new Error(`field losses needs finite values ≥ 0, got ${wrong}`);
}

function requirePredictions(record: RunRecord): void {
  const { predictions, settings, epochs } = record;
  const last = epochs.at(-1);
  const claimed = { running: last?.testAccuracy, recomputed: last?.recomputedTestAccuracy };
  for (const evaluation of ['running', 'recomputed'] as const) {
    const { length } = predictions[evaluation];
    if (length !== settings.testImages) {
      throw new Error(
        `field predictions.${evaluation} has ${length} images, its settings say ${settings.testImages}`,
      );
    }
    const accuracy = correctImages(record, evaluation).reduce((sum, hit) => sum + hit, 0) / length;
    if (accuracy !== claimed[evaluation]) {
      throw new Error(
        `field predictions.${evaluation} says accuracy ${accuracy}, the last epoch ${claimed[evaluation]}`,
      );
    }
  }
}
