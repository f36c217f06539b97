/** What all kinds of record have in common, and how one of them is read back, trusting nothing in it. */
import type { z } from 'zod';
import type { ScaleName } from '../study.ts';
import type { Fingerprint } from './fingerprint-schema.ts';
import { parseSealed } from './parse-sealed.ts';
import type { Sealed } from './seal.ts';
import type { settingsSchema } from './settings-schema.ts';

/** What every record holds, whatever else it does. */
export type AnyRecord = Readonly<
  Sealed<{ settings: z.infer<typeof settingsSchema>; fingerprint: Fingerprint }>
>;

/** What tells one kind of record from another. */
export interface RecordKind<Content extends AnyRecord> {
  /** Of the record without its digest. */
  readonly schema: z.ZodType<object>;
  identity(record: Content): { readonly study: string; readonly scale: ScaleName; readonly name: string };
  /** SHA-256 of the file of weights that belongs to the record, if its kind has one. */
  weights(record: Content): string | undefined;
  /** @throws Error that names the field whose values contradict others */
  requireConsistent(record: Content): void;
}

/**
 * @throws Error that names the field and what is wrong with it: not JSON, wrong shape, an edited value (its digest no
 *   longer fits), or values that contradict each other
 */
export function parseRecord<Content extends AnyRecord>(kind: RecordKind<Content>, text: string): Content {
  const record = parseSealed(text, kind.schema) as unknown as Content;
  kind.requireConsistent(record);
  return record;
}
