/** A copy of the project's source that specs may edit, to see what the fingerprint makes of it. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { EngineName } from '../../../src/engine/engine.ts';
import type { Fingerprint } from '../../../src/records/fingerprint.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** One edit: replaces the only occurrence of a text in a file below `src`. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export interface SourceCopy {
  /** Fingerprints the copy with the edits made; they are undone afterwards. */
  readonly fingerprintAfter: (edits: readonly Edit[], engine?: EngineName) => Promise<Fingerprint>;
  readonly remove: () => Promise<void>;
}

/**
 * Copies `src` and the compiled kernels; packages are links to the installed ones.
 *
 * @param pretended - packages that are to look as if another version of them were installed
 */
export async function copySource(pretended: Readonly<Record<string, string>> = {}): Promise<SourceCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'source-copy-'));
  await cp(join(ROOT, 'src'), join(folder, 'src'), { recursive: true });
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
  const packages = join(folder, 'node_modules');
  await mkdir(packages);
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    if (!(name in pretended)) await symlink(join(ROOT, 'node_modules', name), join(packages, name));
  }
  for (const [name, version] of Object.entries(pretended)) {
    await mkdir(join(packages, name));
    await writeFile(join(packages, name, 'package.json'), JSON.stringify({ name, version }));
  }
  const module = pathToFileURL(join(folder, 'src/records/fingerprint.ts')).href;
  const { fingerprintOf } = (await import(/* @vite-ignore */ module)) as {
    fingerprintOf: (engine: EngineName, dataset: string) => Promise<Fingerprint>;
  };
  return {
    fingerprintAfter: async (edits, engine = 'cpu') => {
      const originals = new Map<string, string>();
      for (const { file, from, to } of edits) {
        const path = join(folder, 'src', file);
        const text = await readFile(path, 'utf8');
        if (text.split(from).length !== 2) {
          throw new Error(
            `fingerprintAfter needs one "${from}" in src/${file}: the source moved on, move the spec`,
          );
        }
        if (!originals.has(path)) originals.set(path, text);
        await writeFile(
          path,
          text.replace(from, () => to),
        );
      }
      try {
        return await fingerprintOf(engine, 'c'.repeat(64));
      } finally {
        for (const [path, text] of originals) await writeFile(path, text);
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
