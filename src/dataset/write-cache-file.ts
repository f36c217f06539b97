/** Writes a file of the dataset's cache whole or not at all, and says what to do if that fails. */
import { writeAtomically } from '../files/write-atomically.ts';
import { explained } from './dataset-error.ts';

/**
 * Writes one file of the cache.
 *
 * @param path - file to make or replace
 * @param bytes - its whole content
 * @throws DatasetError `no-space`, `no-permission` or `unreadable`; `path` is then as it was
 */
export async function writeCacheFile(path: string, bytes: Uint8Array): Promise<void> {
  await writeAtomically(path, bytes).catch(
    explained(path, `room and permission to write ${bytes.length} bytes`),
  );
}
