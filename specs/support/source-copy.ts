/** A copy of the project's source that specs may edit, to see what the fingerprint makes of it. */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { EngineName } from '../../src/engine/engine-name.ts';
import { canonicalSource } from '../../src/records/canonical-source.ts';
import { makersOf } from '../../src/records/fingerprint.ts';
import type { Fingerprint } from '../../src/records/fingerprint-schema.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One edit: replaces the only occurrence of a text in a file of the project. */
export interface Edit {
  /** From the project's folder on. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export interface SourceCopy {
  readonly folder: string;
  /** Does something with the edits made; they are undone afterwards. */
  readonly whileEdited: <Result>(edits: readonly Edit[], use: () => Promise<Result>) => Promise<Result>;
  /** Digests the copy's source alone with the edits made: half the work of a fingerprint. */
  readonly sourceAfter: (edits: readonly Edit[]) => Promise<string>;
  /** Fingerprints the copy with the edits made. */
  readonly fingerprintAfter: (edits: readonly Edit[], engine?: EngineName) => Promise<Fingerprint>;
  readonly remove: () => Promise<void>;
}

// What is loaded of the packages that compute, and of one that does not: real files, which may be edited.
const EDITABLE = [
  'seedrandom',
  'node-fetch',
  '@tensorflow/tfjs-core/package.json',
  '@tensorflow/tfjs-core/README.md',
  '@tensorflow/tfjs-core/dist/tf-core.node.js',
  '@tensorflow/tfjs-backend-wasm/package.json',
  '@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.node.js',
  '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
];

/**
 * Copies `src` and what lies beside it; packages are links to the installed ones, but for those that compute.
 *
 * @param before - edits made for good, before anything of the copy is loaded
 * @param packages - further packages to copy whole, so that `before` can edit them
 */
export async function copySource(
  before: readonly Edit[] = [],
  packages: readonly string[] = [],
): Promise<SourceCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'source-copy-'));
  for (const name of ['src', 'package.json', 'tsconfig.json', 'README.md', 'specs/support']) {
    await cp(join(ROOT, name), join(folder, name), { recursive: true });
  }
  await copyPackages(folder, [...EDITABLE, ...packages]);
  await makeEdits(folder, before);
  const module = pathToFileURL(join(folder, 'src/records/fingerprint.ts')).href;
  const { fingerprintOf } = (await import(/* @vite-ignore */ module)) as {
    fingerprintOf: (engine: EngineName) => Promise<Fingerprint>;
  };
  return {
    folder,
    whileEdited: (edits, use) => whileEdited(folder, edits, use),
    sourceAfter: (edits) => whileEdited(folder, edits, () => sourceOf(join(folder, 'src/records'))),
    fingerprintAfter: (edits, engine = 'wasm') => whileEdited(folder, edits, () => fingerprintOf(engine)),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Makes edits below a folder, calls, and takes them back. */
export async function whileEdited<Result>(
  folder: string,
  edits: readonly Edit[],
  use: () => Promise<Result>,
): Promise<Result> {
  const originals = await makeEdits(folder, edits);
  try {
    return await use();
  } finally {
    for (const [path, text] of originals) await writeFile(path, text);
  }
}

async function sourceOf(folder: string): Promise<string> {
  const { text } = await canonicalSource(folder, makersOf('wasm'));
  return createHash('sha256').update(text).digest('hex');
}

async function copyPackages(folder: string, copied: readonly string[]): Promise<void> {
  const from = join(ROOT, 'node_modules');
  const to = join(folder, 'node_modules');
  for (const path of copied) {
    await mkdir(dirname(join(to, path)), { recursive: true });
    await cp(join(from, path), join(to, path), { recursive: true, dereference: true });
  }
  for (const scope of ['', '@tensorflow']) {
    for (const name of await readdir(join(from, scope))) {
      await symlink(join(from, scope, name), join(to, scope, name)).catch((error: { code?: string }) => {
        if (error.code !== 'EEXIST') throw error;
      });
    }
  }
}

/** Makes edits in a copy, all or none. @returns the texts before, by path */
async function makeEdits(folder: string, edits: readonly Edit[]): Promise<ReadonlyMap<string, string>> {
  const edited = new Map<string, string>();
  const originals = new Map<string, string>();
  for (const { file, from, to } of edits) {
    const path = join(folder, file);
    const text = edited.get(path) ?? (await readFile(path, 'utf8'));
    if (text.split(from).length !== 2) {
      throw new Error(`makeEdits needs one "${from}" in ${file}: the source moved on, move the spec`);
    }
    if (!originals.has(path)) originals.set(path, text);
    edited.set(
      path,
      text.replace(from, () => to),
    );
  }
  for (const [path, text] of edited) await writeFile(path, text);
  return originals;
}
