/** The run record: what one run gave, as data that is checked whenever it is read back. */
import { z } from 'zod';
import { activationNames } from '../network/activations.ts';
import { MAX_DEPTH } from '../network/architecture.ts';
import { type Run, type RunSettings, scaleNames, settingsOf } from '../study.ts';
import { epochSchema } from '../training/epoch-schema.ts';
import type { RunResult } from '../training/train-run.ts';
import { type Fingerprint, fingerprintSchema } from './fingerprint.ts';
import { digestSchema, parseSealed, type Sealed, seal } from './seal.ts';

const SCHEMA_VERSION = 1;

const nonNegative = z.number().min(0);
const count = z.int().min(1);

const runSchema = z.strictObject({
  scale: z.enum(scaleNames),
  activation: z.enum(activationNames),
  depth: z.int().min(1).max(MAX_DEPTH),
  seed: count,
});

const contentSchema = z.strictObject({
  schema: z.literal(SCHEMA_VERSION),
  run: runSchema,
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.number())])),
  fingerprint: fingerprintSchema,
  initialGradientNorms: z.array(nonNegative),
  epochs: z.array(epochSchema).min(1),
  weightsDigest: digestSchema,
  /** One bit a test image, first image in the lowest bit of the first byte: base64. */
  correct: z.base64(),
});

type RecordContent = z.infer<typeof contentSchema>;

/** A run's result with its identity, what computed it, and a digest over all of that. */
export type RunRecord = Readonly<Sealed<RecordContent>>;

/**
 * Makes the record of a run. It holds no clock, host or path, so repeating the run repeats its bytes.
 *
 * @param run - which run
 * @param fingerprint - what computed it
 * @param result - what it gave
 */
export function makeRecord(run: Run, fingerprint: Fingerprint, result: RunResult): RunRecord {
  // Parsed, so that fields stand in the schema's order, which the digest depends on.
  const content = contentSchema.parse({
    schema: SCHEMA_VERSION,
    run: { scale: run.scale, activation: run.activation, depth: run.depth, seed: run.seed },
    settings: plainSettings(settingsOf(run)),
    fingerprint: { ...fingerprint, packages: { ...fingerprint.packages } },
    initialGradientNorms: [...result.initialGradientNorms],
    epochs: result.epochs.map((epoch) => ({
      ...epoch,
      relativeGradientNorms: [...epoch.relativeGradientNorms],
      meanAbsoluteGradients: [...epoch.meanAbsoluteGradients],
    })),
    weightsDigest: result.weightsDigest,
    correct: packBits(result.correct),
  });
  return seal(content);
}

/**
 * Reads a record's text back, trusting nothing in it.
 *
 * @param text - a record file's content
 * @returns the record
 * @throws Error that names the field and what is wrong with it: not JSON, wrong shape, an edited value (its digest
 *   no longer fits), or values that contradict each other
 */
export function parseRecord(text: string): RunRecord {
  const record = parseSealed(text, contentSchema);
  requireConsistent(record);
  return record;
}

/** Settings as JSON keeps them, in the order in which the study lists them. */
export function plainSettings(settings: RunSettings): RecordContent['settings'] {
  return { ...settings, imageShape: [...settings.imageShape] };
}

/**
 * Unpacks which test images the final network got right.
 *
 * @returns uint8 [testImages], 1 where right
 */
export function correctImages(record: RunRecord): Uint8Array {
  const bytes = Buffer.from(record.correct, 'base64');
  const images = Number(record.settings.testImages);
  return Uint8Array.from({ length: images }, (_, image) => ((bytes[image >> 3] ?? 0) >> (image & 7)) & 1);
}

function packBits(correct: Uint8Array): string {
  const bytes = new Uint8Array(Math.ceil(correct.length / 8));
  correct.forEach((hit, image) => {
    bytes[image >> 3] = (bytes[image >> 3] ?? 0) | (hit << (image & 7));
  });
  return Buffer.from(bytes).toString('base64');
}

function requireConsistent(record: RunRecord): void {
  const { epochs, settings, run, initialGradientNorms } = record;
  const layers = run.depth + 2; // stem, blocks, head
  if (epochs.length !== settings.epochs) {
    throw new Error(`field epochs has ${epochs.length} entries, its settings say ${settings.epochs}`);
  }
  for (const norms of [initialGradientNorms, ...epochs.map((epoch) => epoch.relativeGradientNorms)]) {
    if (norms.length !== layers)
      throw new Error(`a gradient norm list has ${norms.length} layers, not ${layers}`);
  }
  const tensors = 4 * (run.depth + 1) + 2; // kernel, bias, gamma, beta a layer; the head has no batch norm
  for (const { meanAbsoluteGradients } of epochs) {
    if (meanAbsoluteGradients.length !== tensors) {
      throw new Error(`a list of mean gradients has ${meanAbsoluteGradients.length} tensors, not ${tensors}`);
    }
  }
  const [bytes, testImages] = [Buffer.from(record.correct, 'base64').length, Number(settings.testImages)];
  if (bytes !== Math.ceil(testImages / 8)) {
    throw new Error(`field correct has ${bytes} bytes, not one bit for each of ${testImages} test images`);
  }
  const images = correctImages(record);
  const accuracy = images.reduce((sum, hit) => sum + hit, 0) / images.length;
  if (accuracy !== epochs.at(-1)?.testAccuracy) {
    throw new Error(`field correct says accuracy ${accuracy}, the last epoch ${epochs.at(-1)?.testAccuracy}`);
  }
}
