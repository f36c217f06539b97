/** A record's own digest, written with it, so that an edit shows; and the one form in which records are written. */
import type { Host } from '../host.ts';

/** Content with its digest. */
export type Sealed<Content> = Content & { readonly digest: string };

/**
 * Adds the digest of the content to it.
 *
 * @param content - fields in their schema's order, which the digest depends on
 */
export function seal<Content extends object>(content: Content, host: Host): Sealed<Content> {
  return { ...content, digest: contentDigest(content, host) };
}

/** SHA-256, hexadecimal, of content as compact JSON. */
export function contentDigest(content: object, host: Host): string {
  return host.sha256([new TextEncoder().encode(JSON.stringify(content))]);
}

/** Writes a record as text, the same text for the same record. */
export function formatSealed(record: object): string {
  return `${JSON.stringify(record, null, 1)}\n`;
}
