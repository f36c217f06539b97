/** Loads what PyTorch computed for a small network, in this project's names and layouts. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ImageSet } from '../../src/dataset/cifar10.ts';
import { type NamedTensors, type Tensor64, tensor64 } from './reference/tensor64.ts';

const tensor = z
  .object({ shape: z.array(z.int().positive()), values: z.array(z.number()) })
  .transform(({ shape, values }): Tensor64 => tensor64(shape, values));
const tensors = z.record(z.string(), tensor).transform((named): NamedTensors => named);

const fixtureSchema = z
  .strictObject({
    source: z.string(),
    architecture: z.strictObject({
      blockKind: z.enum(['convolution', 'dense']),
      activation: z.enum(['relu', 'sigmoid']),
      depth: z.int().min(1).max(8),
      width: z.int().positive(),
    }),
    batches: z.array(z.strictObject({ images: tensor, labels: z.array(z.int().min(0).max(9)) })), // NHWC
    initialParameters: tensors, // each exactly a float32
    steps: z.array(z.strictObject({ batch: z.int(), loss: z.number(), gradientAverage: z.number() })),
    firstGradients: tensors, // of the first step, before it is taken
    finalParameters: tensors, // after all steps
    finalRunningStatistics: tensors, // `stem.mean`, `stem.variance`, …
    evaluationLogits: z.array(tensor), // one a batch, by the final running statistics
  })
  .readonly();

const recomputedSchema = z
  .strictObject({
    source: z.string(),
    architecture: z.strictObject({
      blockKind: z.literal('convolution'),
      activation: z.literal('sigmoid'),
      depth: z.int(),
      width: z.int(),
    }),
    batchSize: z.int(),
    batchCount: z.int(),
    imageSeed: z.int(),
    stateDict: tensors, // of the notebook's own class, each value exactly a float32
    recomputed: tensors, // `bn1.running_mean`, … after `momentum=None` over all batches
    runningLogits: z.array(tensor), // one a batch
    recomputedLogits: z.array(tensor),
  })
  .readonly();

const initialisationSchema = z.strictObject({
  source: z.string(),
  layers: z.array(
    z.strictObject({
      layer: z.string(),
      fanIn: z.int(),
      bound: z.number(), // 1/√fanIn
      weight: z.strictObject(drawStatistics()),
      bias: z.strictObject(drawStatistics()),
    }),
  ),
});

export type PytorchFixture = z.infer<typeof fixtureSchema>;
export type PytorchRecomputed = z.infer<typeof recomputedSchema>;
export type PytorchInitialisation = z.infer<typeof initialisationSchema>;

/** Every case, named `<block kind>-<activation>-<depth>`. */
export const pytorchCases = [
  'convolution-relu-1',
  'convolution-sigmoid-3',
  'convolution-relu-8',
  'dense-relu-2',
  'dense-sigmoid-2',
] as const;

/**
 * Reads one case: five Adam steps over a batch of 8 and one of 5, in float64.
 * @throws when the file is not as `make_fixtures.py` writes it
 */
export function pytorchFixture(name: (typeof pytorchCases)[number]): PytorchFixture {
  return fixtureSchema.parse(readFixture(name));
}

/**
 * Reads the notebook's own class after training, its batch norm's statistics recomputed, and its logits under both.
 *
 * @returns the fixture, and its images as a dataset: bytes of Park and Miller's generator
 */
export function pytorchRecomputed(): { readonly fixture: PytorchRecomputed; readonly images: ImageSet } {
  const fixture = recomputedSchema.parse(readFixture('recomputed-sigmoid-3'));
  const count = fixture.batchSize * fixture.batchCount;
  let state = fixture.imageSeed;
  const images = Uint8Array.from({ length: count * 3 * 32 * 32 }, () => {
    state = (state * 48271) % 2147483647;
    return state % 256;
  });
  return { fixture, images: { images, labels: new Uint8Array(count), count } };
}

/** Reads what PyTorch's default initialisation draws, layer by layer. */
export function pytorchInitialisation(): PytorchInitialisation {
  return initialisationSchema.parse(readFixture('default-initialisation'));
}

function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/pytorch/${name}.json`, import.meta.url), 'utf8'));
}

function drawStatistics() {
  return {
    count: z.int(),
    smallest: z.number(),
    largest: z.number(),
    mean: z.number(),
    standardDeviation: z.number(),
  };
}
