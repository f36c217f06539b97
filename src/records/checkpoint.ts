/** Saves a run in progress after each epoch and restores it, so that a killed run loses one epoch at most. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeAtomically } from '../files/write-atomically.ts';
import { bytesOf } from '../training/chain.ts';
import { epochSchema } from '../training/epoch-schema.ts';
import type { TrainingState } from '../training/training.ts';

const headerSchema = z.strictObject({
  /** What the run in progress belongs to; another key means another run, or other code. */
  key: z.string(),
  steps: z.int().min(1),
  losses: z.array(z.number()),
  chain: z.array(z.strictObject({ step: z.int(), digest: z.string() })),
  epochs: z.array(epochSchema),
  initialGradientNorms: z.array(z.number()),
});

const LINE_END = 10;

/**
 * Writes the state: a line of JSON, then all arrays as float32 in a fixed order. The chain's last link is a digest of
 * all of it, so that whoever restores can tell whether it is whole.
 *
 * @param key - identity of run and code; {@link restoreCheckpoint} takes nothing with another key
 * @throws Error if the disk is full or the folder may not be written; the earlier checkpoint is then still whole
 */
export async function saveCheckpoint(path: string, key: string, state: TrainingState): Promise<void> {
  const { losses, chain, epochs, initialGradientNorms, adam } = state;
  const header = headerSchema.parse({ key, steps: adam.steps, losses, chain, epochs, initialGradientNorms });
  const content = Buffer.concat([
    Buffer.from(`${JSON.stringify(header)}\n`),
    ...arraysOf(state).map((array) => bytesOf(array)),
  ]);
  await writeAtomically(path, content);
}

/**
 * Fills the state from a checkpoint, if there is one with this key; else leaves it alone. A checkpoint is only ever a
 * saving of time: one that is torn or of another run is passed over, not an error.
 *
 * @param state - a fresh state of the same run; its arrays are written in place, and whether they then fit the chain is
 *   the caller's to check
 */
export async function restoreCheckpoint(path: string, key: string, state: TrainingState): Promise<void> {
  const content = await readFile(path).catch(() => undefined);
  const end = content?.indexOf(LINE_END) ?? -1;
  if (!content || end < 0) return;
  const header = headerOf(content.subarray(0, end).toString('utf8'));
  if (header?.key !== key) return;
  const arrays = arraysOf(state);
  const size = arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (content.length !== end + 1 + size) return;
  let offset = end + 1;
  for (const array of arrays) {
    bytesOf(array).set(content.subarray(offset, offset + array.byteLength));
    offset += array.byteLength;
  }
  const { steps, losses, chain, epochs, initialGradientNorms } = header;
  state.adam.steps = steps;
  state.losses.push(...losses);
  state.chain.splice(0, state.chain.length, ...chain);
  state.epochs.push(...epochs);
  state.initialGradientNorms = initialGradientNorms;
}

function arraysOf({ network, adam }: TrainingState): readonly Float32Array[] {
  return [
    ...network.parameters.map(({ values }) => values),
    ...network.statistics.flatMap(({ mean, variance }) => [mean, variance]),
    ...adam.first,
    ...adam.second,
  ];
}

function headerOf(text: string): z.infer<typeof headerSchema> | undefined {
  try {
    return headerSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
