/** Takes named files out of a `.tar.gz`, in memory; nothing is unpacked to the disk. */

import { once } from 'node:events';
import { basename } from 'node:path/posix';
import { Parser } from 'tar';
import { DatasetError } from './dataset-error.ts';
import type { Origin } from './verify-batch.ts';

/**
 * Reads an archive to its end, so that a truncated one is noticed whatever it still holds.
 * @param wanted - names of files, without their folders
 * @returns the content of each wanted file that is there
 * @throws DatasetError `truncated` or `altered` if it is no whole archive; what `archive` throws passes unchanged
 */
export async function readArchive(
  archive: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  wanted: ReadonlySet<string>,
  origin: Origin,
): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  let failure: unknown;
  const parser = new Parser({
    strict: true, // what is otherwise a warning, such as truncation, is an error
    filter: (path, entry) => wanted.has(basename(path)) && 'type' in entry && entry.type === 'File',
    onReadEntry: (entry) => {
      const chunks: Uint8Array[] = [];
      entry.on('data', (chunk) => chunks.push(chunk));
      entry.on('end', () => found.set(basename(entry.path), Buffer.concat(chunks)));
    },
  });
  parser.on('error', (error) => {
    failure ??= error;
  });
  const ended = once(parser, 'end').catch(() => {}); // the error is in `failure`
  for await (const chunk of archive) {
    if (
      failure === undefined &&
      !parser.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    ) {
      await once(parser, 'drain').catch(() => {});
    }
  }
  if (failure === undefined) {
    parser.end();
    await ended;
  }
  if (failure === undefined) return found;
  const message = failure instanceof Error ? failure.message : String(failure);
  throw new DatasetError(/truncated|unexpected end/i.test(message) ? 'truncated' : 'altered', {
    ...origin,
    expected: 'a whole .tar.gz archive',
    found: message,
    cause: failure,
  });
}
