/** Loads what PyTorch computed for a small network, in this project's names and layouts. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
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
