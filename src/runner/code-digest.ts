/** What ran the tests, by content: shards count together only if they ran the same code. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const FOLDERS = ['src', 'bench', 'specs', 'tools'];
const FILES = ['package-lock.json', 'vitest.config.ts'];

/**
 * Digests everything that decides what a test run does.
 *
 * @param root - the project's folder
 * @returns SHA-256 over paths and contents, the same on every machine
 */
export function codeDigest(root: string): string {
  const below = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/__pycache__|node_modules/.test(entry.parentPath))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length)),
  );
  const paths = [...below, ...FILES].map((path) => path.split(sep).filter(Boolean).join('/')).sort();
  const hash = createHash('sha256');
  for (const path of new Set(paths))
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  return hash.digest('hex');
}
