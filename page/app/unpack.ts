/** Reads the content that is inlined in the page: JSON, compressed, as base64. */
import type { Content } from '../content.ts';

/**
 * @param packed - base64 of gzip of JSON
 * @throws Error if it was cut or altered on its way
 */
export async function unpack(packed: string): Promise<Content> {
  const compressed = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text()) as Content;
}
