/** Packs the page's content, so that its file stays small. */
import { gzipSync } from 'node:zlib';
import type { Content } from '../content.ts';

/** @returns base64 of gzip of JSON: the same text for the same content */
export function pack(content: Content): string {
  return gzipSync(JSON.stringify(content), { level: 9 }).toString('base64');
}
