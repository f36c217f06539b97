/** Takes named files out of a `.tar.gz`, in memory; nothing is unpacked to the disk. */

import { basename } from 'node:path/posix';
import { Parser } from 'tar';
import { DatasetError } from './dataset-error.ts';
import type { Origin } from './verify-batch.ts';

/**
 * Reads an archive to its end, so that a truncated one is noticed whatever it still holds.
 * @param wanted - names of files, without their folders
 * @returns the content of each wanted file that is there
 * @throws DatasetError `truncated` or `altered` if it is no whole archive
 */
export function readArchive(
  archive: Uint8Array,
  wanted: ReadonlySet<string>,
  origin: Origin,
): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  const failures: Error[] = [];
  const parser = new Parser({
    strict: true, // what is otherwise a warning, such as truncation, is an error
    filter: (path, entry) => wanted.has(basename(path)) && 'type' in entry && entry.type === 'File',
    onReadEntry: (entry) => {
      const chunks: Uint8Array[] = [];
      entry.on('data', (chunk) => chunks.push(chunk));
      entry.on('end', () => found.set(basename(entry.path), Buffer.concat(chunks)));
    },
  });
  parser.on('error', (error) => failures.push(error));
  parser.end(Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength)); // works it off at once
  const [failure] = failures;
  if (failure === undefined) return found;
  throw new DatasetError(/truncated|unexpected end/i.test(failure.message) ? 'truncated' : 'altered', {
    ...origin,
    expected: 'a whole .tar.gz archive',
    found: failure.message,
    cause: failure,
  });
}
