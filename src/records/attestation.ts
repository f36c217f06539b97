/**
 * The attestation of a carry: which records were shown to hold for the code as it stands, though another code computed
 * them, and what was recomputed to show it.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { isLong } from '../cost.ts';
import { readIfPresent } from '../files/read-if-present.ts';
import { nodeHost } from '../node-host.ts';
import { type Design, runName, runsOf, scaleNames } from '../study.ts';
import { IncompleteEvidence } from './evidence.ts';
import { type Fingerprint, fingerprintSchema } from './fingerprint-schema.ts';
import { sampleOf } from './job.ts';
import { digestSchema, parseSealed } from './parse-sealed.ts';
import { PROBE_NAME } from './probe-record.ts';
import { formatSealed, type Sealed, seal } from './seal.ts';

/** How much of a record was recomputed with the same result, to the last bit. */
export const extentSchema = z.discriminatedUnion('kind', [
  /** Nothing: the very code that it is attested for computed it. */
  z.strictObject({ kind: z.literal('own') }),
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

/** An attestation's text. @param records - every record of the evidence */
export function attestationText(to: Fingerprint, records: readonly AttestedRecord[], date: string): string {
  const content = contentSchema.parse({ schema: 1, date, to, records });
  return formatSealed(seal(content, nodeHost));
}
export type Attestation = Readonly<Sealed<z.infer<typeof contentSchema>>>;

/** Where the attestation is kept below a study's folder. */
export const ATTESTATION_FILE = join('runs', 'carried.json');

/**
 * Reads the attestation of a study's folder. One that lacks the whole of a `quick` run of the study as it stands shows too
 * little for records of which parts were recomputed: it keeps what was recomputed whole.
 *
 * @returns it, or undefined if nothing was ever carried
 * @throws IncompleteEvidence if it was edited or is not one: then it says nothing, and the remedy is to carry again
 */
export async function readAttestation(folder: string, design: Design): Promise<Attestation | undefined> {
  const path = join(folder, ATTESTATION_FILE);
  const text = await readIfPresent(path);
  if (text === undefined) return undefined;
  try {
    const attestation = parseSealed(text, contentSchema);
    const { records } = attestation;
    return coversQuick(records, design) ? attestation : { ...attestation, records: records.filter(isWhole) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new IncompleteEvidence(
      `${path} ${reason}. Take the edit back, or run "npm run carry" to attest anew`,
    );
  }
}

function isWhole({ extent }: AttestedRecord): boolean {
  return extent.kind === 'whole' || extent.kind === 'own';
}

/**
 * Whether enough was recomputed whole to believe parts of other runs: what this very code computed shows nothing of others.
 * Where `quick` is long itself, one run of each kind of settings would take as long, and the sample stands for them.
 */
export function coversQuick(records: readonly AttestedRecord[], design: Design): boolean {
  const shown = records.filter(({ scale, extent }) => scale === 'quick' && extent.kind === 'whole');
  const names = new Set(shown.map(({ name }) => name));
  const wanted = isLong(design, 'quick')
    ? [sampleOf(design, 'quick') ?? PROBE_NAME]
    : [PROBE_NAME, ...runsOf(design, 'quick').map(runName)];
  return wanted.every((name) => names.has(name));
}

/** Says how much of a record was recomputed. */
export function extentText(extent: Extent): string {
  if (extent.kind === 'parts') {
    return `the first ${extent.steps} steps of training, ${extent.testImages} test images and the recomputed statistics`;
  }
  if (extent.kind === 'seeds') return `the probes of the first ${extent.seeds} seeds`;
  return extent.kind === 'whole' ? 'the whole' : 'nothing, since this very code computed it';
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
