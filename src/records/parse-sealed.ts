/** Reads sealed records back. */
import { z } from 'zod';
import { nodeHost } from '../node-host.ts';
import { contentDigest, formatSealed, type Sealed } from './seal.ts';

/** 64 lower-case hexadecimal digits. */
export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/, 'needs 64 lower-case hexadecimal digits');

/**
 * Reads a sealed record's text back, trusting nothing in it.
 *
 * @param schema - of the content, without its digest
 * @throws Error that names the field and what is wrong: not JSON, wrong shape, or edited since it was sealed
 */
export function parseSealed<Schema extends z.ZodType<object>>(
  text: string,
  schema: Schema,
): Sealed<z.infer<Schema>> {
  const json = parseJson(text);
  const { digest, ...rest } =
    typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  const claimed = checked(z.strictObject({ digest: digestSchema }), { digest }).digest;
  const content = checked(schema, rest);
  const actual = contentDigest(content, nodeHost);
  if (claimed !== actual) {
    throw new Error(
      `field digest is ${claimed.slice(0, 12)}…, its content has ${actual.slice(0, 12)}…: it was edited`,
    );
  }
  const record = { ...content, digest: claimed };
  // Text that says the same in other words (1E-7 for 1e-7, a field twice) was not written by this project.
  if (formatSealed(record) !== text)
    throw new Error('is not in the form in which records are written: it was edited');
  return record;
}

/** @throws Error that names the field and what is wrong, in one line */
export function checked<Schema extends z.ZodType<object>>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error).replaceAll('\n', ' '));
  return parsed.data;
}

/** @throws Error in one line if the text is not JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`is not JSON (${error instanceof Error ? error.message : error})`);
  }
}
