/** Packs the page's content, so that its file stays small. */
import { gzipSync } from 'node:zlib';
import { toColumns } from '../columns.ts';
import type { Content, Head, PackedScale } from '../content.ts';

/** @returns the head, then scale by scale, each by itself, so that the first can be shown before the others are there */
export function pack({ specimen, scales }: Content): readonly string[] {
  const head: Head = { specimen, scales: scales.length };
  const packed = scales.map((scale): PackedScale => ({ ...scale, records: toColumns(scale.records) }));
  return [head, ...packed].map(packPart);
}

// Base64 of gzip of JSON: the same text for the same part.
function packPart(part: unknown): string {
  return gzipSync(JSON.stringify(part), { level: 9 }).toString('base64');
}
