/** A record's own digest: written with it, checked when it is read, so that an edit shows. */
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** 64 lower-case hexadecimal digits. */
export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/, 'needs 64 lower-case hexadecimal digits');

/** Content with its digest. */
export type Sealed<Content> = Content & { readonly digest: string };

/**
 * Adds the digest of the content to it.
 *
 * @param content - fields in their schema's order, which the digest depends on
 */
export function seal<Content extends object>(content: Content): Sealed<Content> {
  return { ...content, digest: digestOf(content) };
}

/** Writes a record as text, the same text for the same record. */
export function formatSealed(record: object): string {
  return `${JSON.stringify(record, null, 1)}\n`;
}

/**
 * Reads a sealed record's text back, trusting nothing in it.
 *
 * @param text - a record file's content
 * @param schema - of the content, without its digest
 * @returns the record
 * @throws Error that names the field and what is wrong: not JSON, wrong shape, or edited since it was sealed
 */
export function parseSealed<Shape extends z.core.$ZodLooseShape>(
  text: string,
  schema: z.ZodObject<Shape, z.core.$strict>,
): Sealed<z.infer<typeof schema>> {
  const sealed = z.strictObject({ digest: digestSchema, content: schema });
  const json = parseJson(text);
  const { digest, ...content } =
    typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  const parsed = sealed.safeParse({ digest, content });
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error).replaceAll('\n', ' '));
  const actual = digestOf(parsed.data.content as object);
  if (parsed.data.digest !== actual) {
    throw new Error(
      `field digest is ${parsed.data.digest.slice(0, 12)}…, its content has ${actual.slice(0, 12)}…: it was edited`,
    );
  }
  return { ...(parsed.data.content as z.infer<typeof schema>), digest: parsed.data.digest };
}

function digestOf(content: object): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`is not JSON (${error instanceof Error ? error.message : error})`);
  }
}
