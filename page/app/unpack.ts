/** Reads the content that is inlined in the page: JSON, compressed, as base64. */
import { bytesOfBase64 } from '../../src/records/base64.ts';
import type { Content } from '../content.ts';
import { ContentError } from './evidence.ts';

/**
 * @param packed - base64 of gzip of JSON
 * @throws ContentError if it was cut or altered on its way
 */
export async function unpack(packed: string): Promise<Content> {
  if (!('DecompressionStream' in globalThis)) throw new Error('this browser cannot decompress what is in it');
  try {
    const stream = new Blob([bytesOfBase64(packed)]).stream().pipeThrough(new DecompressionStream('gzip'));
    return JSON.parse(await new Response(stream).text()) as Content;
  } catch {
    throw new ContentError('what is packed in the page cannot be unpacked');
  }
}
