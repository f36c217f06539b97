/** What ran the tests, by content: shards count together only if they ran the same code. */
import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const FOLDERS = ['src', 'bench', 'specs', 'tools'];
const FILES = ['.npmrc', 'package.json', 'package-lock.json', 'tsconfig.json', 'vitest.config.ts'];

export interface CodeState {
  /** SHA-256 over paths and contents, the same on every machine. */
  readonly digest: string;
  /** When a file was last changed, or changed back: milliseconds since 1970, by the file system. */
  readonly changedAt: number;
  /** That file, from the project's folder. */
  readonly changed: string;
}

/**
 * Says in which state everything is that decides what a test run does.
 *
 * @throws RangeError if a file is a symbolic link, for what it leads to could change unseen; or if there are packages
 *   elsewhere than where npm installs them
 */
export function codeState(root: string): CodeState {
  const below = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .map((entry) => ({ entry, path: relative(root, join(entry.parentPath, entry.name)) }))
      .filter(({ entry, path }) => isCode(entry, path))
      .map(({ path }) => path),
  );
  const paths = [...below, ...FILES].map((path) => path.split(sep).join('/')).sort();
  const hash = createHash('sha256');
  let [changedAt, changed] = [0, ''];
  for (const path of new Set(paths)) {
    const file = join(root, path);
    hash.update(`${path}\0`).update(readFileSync(file)).update('\0');
    const { ctimeMs } = statSync(file);
    if (ctimeMs > changedAt) [changedAt, changed] = [ctimeMs, path];
  }
  return { digest: hash.digest('hex'), changedAt, changed };
}

// Names with a dot in front are those of editors and systems: locks, swap files, views of folders.
function isCode(entry: Dirent, path: string): boolean {
  const segments = path.split(sep);
  // Git ignores it, and what is imported from beside it comes from there.
  if (entry.name === 'node_modules' && segments[0] !== 'tools') {
    throw new RangeError(`${path} puts other packages in the place of the installed ones: delete it`);
  }
  if (segments.some((name) => name.startsWith('.') || name === 'node_modules' || name === '__pycache__'))
    return false;
  if (entry.isSymbolicLink()) throw new RangeError(`${path} is a symbolic link: put there what it leads to`);
  return entry.isFile();
}
