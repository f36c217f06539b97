/**
 * The attestation of a carry: which records were shown to hold for the code as it stands, though another code computed
 * them, and what was recomputed to show it.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { readIfPresent } from '../files/read-if-present.ts';
import { scaleNames } from '../study.ts';
import { type Fingerprint, fingerprintSchema } from './fingerprint-schema.ts';
import { digestSchema, parseSealed } from './parse-sealed.ts';
import type { Sealed } from './seal.ts';

/** How much of a record was recomputed with the same result, to the last bit. */
export const extentSchema = z.discriminatedUnion('kind', [
  /** All of it. */
  z.strictObject({ kind: z.literal('whole') }),
  /** The first steps of training, every test image through the weights, and the recomputed statistics. */
  z.strictObject({ kind: z.literal('parts'), steps: z.int().min(64), testImages: z.int().min(1) }),
  /** The probes of the first seeds. */
  z.strictObject({ kind: z.literal('seeds'), seeds: z.int().min(1) }),
]);

export type Extent = z.infer<typeof extentSchema>;

const entrySchema = z.strictObject({
  scale: z.enum(scaleNames),
  name: z.string(),
  /** Of the record. */
  digest: digestSchema,
  extent: extentSchema,
});

const contentSchema = z.strictObject({
  schema: z.literal(1),
  /** ISO 8601. */
  date: z.iso.date(),
  /** The code under which the records were recomputed. */
  to: fingerprintSchema,
  records: z.array(entrySchema),
});

export type AttestedRecord = z.infer<typeof entrySchema>;
export type Attestation = Readonly<Sealed<z.infer<typeof contentSchema>>>;

/** Where the attestation is kept below the reports folder. */
export const ATTESTATION_FILE = join('runs', 'carried.json');

/**
 * Reads the attestation of a reports folder.
 *
 * @returns it, or undefined if nothing was ever carried
 * @throws Error if it was edited or is not one: then it says nothing, and the remedy is to carry again
 */
export async function readAttestation(folder: string): Promise<Attestation | undefined> {
  const path = join(folder, ATTESTATION_FILE);
  const text = await readIfPresent(path);
  if (text === undefined) return undefined;
  try {
    return parseSealed(text, contentSchema);
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new Error(`${path} ${reason}. Take the edit back, or run "npm run carry" to attest anew`);
  }
}

/** Whether an attestation carries a record, by its digest, to the code as it stands. */
export function isCarried(
  attestation: Attestation | undefined,
  { scale, name }: Pick<AttestedRecord, 'scale' | 'name'>,
  digest: string,
  today: Fingerprint,
): boolean {
  if (!attestation || JSON.stringify(attestation.to) !== JSON.stringify(today)) return false;
  return attestation.records.some(
    (entry) => entry.scale === scale && entry.name === name && entry.digest === digest,
  );
}
