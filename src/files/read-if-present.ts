/** Reads a file that may not be there. */
import { readFile } from 'node:fs/promises';
import { errorCode } from './error-code.ts';

/**
 * @returns its content, or undefined if there is no such file
 * @throws Error of the file system, which names it, if it exists and cannot be read (permissions, a folder in its place)
 */
export async function readIfPresent(
  path: string,
  encoding: BufferEncoding = 'utf8',
): Promise<string | undefined> {
  return readFile(path, encoding).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    // A folder can be opened, and is named no more when it cannot be read.
    if (error instanceof Error && !error.message.includes(path)) error.message += ` '${path}'`;
    throw error;
  });
}
