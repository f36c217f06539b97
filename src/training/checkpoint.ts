/** Saves a run in progress after each epoch and restores it, so that a killed run loses one epoch at most. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../files/write-atomically.ts';
import { epochSchema } from './epoch-schema.ts';
import type { TrainingState } from './train-run.ts';

const headerSchema = z.strictObject({
  /** What the run in progress belongs to; another key means another run, or other code. */
  key: z.string(),
  steps: z.int().min(1),
  epochs: z.array(epochSchema),
  initialGradientNorms: z.array(z.number()),
});

const DIGEST_BYTES = 32;
const LINE_END = 10;

/**
 * Writes the state: SHA-256 of the rest (32 bytes), a line of JSON, then all arrays as float32 in a fixed order.
 *
 * @param path - the checkpoint's file, replaced whole
 * @param key - identity of run and code; {@link restoreCheckpoint} takes nothing with another key
 * @throws Error if the disk is full or the folder may not be written; the earlier checkpoint is then still whole
 */
export async function saveCheckpoint(path: string, key: string, state: TrainingState): Promise<void> {
  const { epochs, initialGradientNorms, adam } = state;
  const header = headerSchema.parse({ key, steps: adam.steps, epochs, initialGradientNorms });
  const arrays = arraysOf(state).map((array) =>
    Buffer.from(array.buffer, array.byteOffset, array.byteLength),
  );
  const content = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...arrays]);
  await mkdir(dirname(path), { recursive: true });
  await writeAtomically(path, Buffer.concat([sha256(content), content]));
}

/**
 * Fills the state from a checkpoint, if there is one that is whole and has this key; else leaves it alone.
 *
 * @param path - the checkpoint's file
 * @param key - as it was saved with
 * @param state - a fresh state of the same run; its arrays are written in place
 * @returns the number of epochs restored, 0 if none
 */
export async function restoreCheckpoint(path: string, key: string, state: TrainingState): Promise<number> {
  const file = await readFile(path).catch(() => undefined);
  const content = file?.subarray(DIGEST_BYTES);
  // A checkpoint is only ever a saving of time: one that is torn or of another run is passed over, not an error.
  if (!file || !content || !sha256(content).equals(file.subarray(0, DIGEST_BYTES))) return 0;
  const end = content.indexOf(LINE_END);
  if (end < 0) return 0;
  const header = headerSchema.safeParse(JSON.parse(content.subarray(0, end).toString('utf8')));
  if (!header.success || header.data.key !== key) return 0;
  let offset = end + 1;
  for (const array of arraysOf(state)) {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    bytes.set(content.subarray(offset, offset + array.byteLength));
    offset += array.byteLength;
  }
  state.adam.steps = header.data.steps;
  state.epochs.push(...header.data.epochs);
  state.initialGradientNorms = header.data.initialGradientNorms;
  return header.data.epochs.length;
}

/** Deletes a checkpoint that has served; no error if there is none. */
export async function removeCheckpoint(path: string): Promise<void> {
  await rm(path, { force: true });
}

function arraysOf({ network, adam }: TrainingState): readonly Float32Array[] {
  return [
    ...network.parameters.map(({ values }) => values),
    ...network.statistics.flatMap(({ mean, variance }) => [mean, variance]),
    ...adam.first,
    ...adam.second,
  ];
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
