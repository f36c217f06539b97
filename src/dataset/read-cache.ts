/** Reads the cache, and trusts none of it: every file is checked against its digest each time. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BatchFile, datasetDigest } from './batch-file.ts';
import { decodeBatchInto, emptyImageSet, type ImageSet } from './binary-format.ts';
import { DatasetError, explained } from './dataset-error.ts';
import { verifyBatch } from './verify-batch.ts';

/** CIFAR-10, whole and verified. */
export type Cifar10 = {
  /** 50,000 images, in the order of the official files. */
  readonly train: ImageSet;
  /** 10,000 images. */
  readonly test: ImageSet;
  /** SHA-256 that stands for all six files, 64 lower-case hexadecimal digits; see {@link datasetDigest}. */
  readonly digest: string;
};

const remedy = 'Delete it and run again: it will be fetched anew.';

async function readVerified(
  folder: string,
  file: BatchFile,
  batches: readonly BatchFile[],
): Promise<Uint8Array> {
  const path = join(folder, file.name);
  const bytes = await readFile(path).catch(explained(path, `${file.name} of CIFAR-10`));
  verifyBatch(bytes, file, { file: path, remedy }, batches);
  return bytes;
}

/** Whether fetching the file anew mends it; nothing that we can do mends the others. */
export function isMendable({ problem }: DatasetError): boolean {
  return ['missing', 'truncated', 'altered', 'mislabelled'].includes(problem);
}

/** Gives back what can be mended. */
function mendable(error: unknown): DatasetError {
  if (error instanceof DatasetError && isMendable(error)) return error;
  throw error;
}

/**
 * @returns undefined if a file of the cache is there and right, else what is wrong with it
 * @throws DatasetError `no-permission` or `unreadable` if it is there but cannot be read
 */
export async function findProblem(
  folder: string,
  file: BatchFile,
  batches: readonly BatchFile[],
): Promise<DatasetError | undefined> {
  return readVerified(folder, file, batches).then(() => undefined, mendable);
}

async function readSubset(
  folder: string,
  subset: BatchFile['subset'],
  batches: readonly BatchFile[],
): Promise<ImageSet> {
  const files = batches.filter((file) => file.subset === subset);
  const images = emptyImageSet(files.reduce((total, { imageCount }) => total + imageCount, 0));
  let first = 0;
  for (const file of files) {
    decodeBatchInto(await readVerified(folder, file, batches), images, first);
    first += file.imageCount;
  }
  return images;
}

/**
 * @param batches - the files that the cache must hold
 * @returns the dataset; or the first mendable problem, if the cache does not hold it whole
 * @throws DatasetError `no-permission` or `unreadable` if a file is there but cannot be read
 */
export async function readCache(
  folder: string,
  batches: readonly BatchFile[],
): Promise<Cifar10 | DatasetError> {
  try {
    const train = await readSubset(folder, 'train', batches);
    const test = await readSubset(folder, 'test', batches);
    return { train, test, digest: datasetDigest(batches) }; // every digest in the list was just verified
  } catch (error) {
    return mendable(error);
  }
}
