/** Reads the content that is inlined in the page, part by part: JSON, compressed, as base64. */
import { bytesOfBase64 } from '../../src/records/base64.ts';
import { toTexts } from '../columns.ts';
import type { Head, PackedScale, ScaleContent } from '../content.ts';
import { ContentError } from './evidence.ts';

/**
 * @param parts - as `pack` makes them
 * @returns the head, and the scales as they come: from the first on it can be shown while others are awaited
 * @throws ContentError if a part is missing or altered; so do the scales
 */
export async function unpack(
  parts: AsyncIterator<string>,
): Promise<{ head: Head; scales: AsyncIterable<ScaleContent> }> {
  const head = await unpackNext(parts, (part) => part as Head);
  return { head, scales: unpackScales(parts, head.scales) };
}

async function* unpackScales(parts: AsyncIterator<string>, count: number): AsyncGenerator<ScaleContent> {
  for (let scale = 0; scale < count; scale++) {
    yield await unpackNext(parts, (part) => {
      const packed = part as PackedScale;
      return { ...packed, records: toTexts(packed.records) };
    });
  }
}

async function unpackNext<T>(parts: AsyncIterator<string>, read: (part: unknown) => T): Promise<T> {
  if (!('DecompressionStream' in globalThis)) throw new Error('this browser cannot decompress what is in it');
  const { done, value } = await parts.next();
  if (done) throw new ContentError('a part of what is packed in the page is missing');
  try {
    const stream = new Blob([bytesOf(value)]).stream().pipeThrough(new DecompressionStream('gzip'));
    return read(JSON.parse(await new Response(stream).text()));
  } catch {
    throw new ContentError('what is packed in the page cannot be unpacked');
  }
}

// By the browser's own means where it has them.
function bytesOf(packed: string): Uint8Array<ArrayBuffer> {
  const own = Uint8Array as typeof Uint8Array & { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };
  return own.fromBase64?.(packed) ?? bytesOfBase64(packed);
}
