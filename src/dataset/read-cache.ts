/** Reads the cache, and trusts none of it: every file is checked against its digest each time. */

import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { BatchFile } from './batch-file.ts';
import { decodeBatchInto, emptyImageSet, type ImageSet, recordBytes } from './binary-format.ts';
import { DatasetError, explained } from './dataset-error.ts';
import { verifyBatch } from './verify-batch.ts';

/** CIFAR-10, whole and verified. */
export type Cifar10 = {
  /** 50,000 images, in the order of the official files. */
  readonly train: ImageSet;
  /** 10,000 images. */
  readonly test: ImageSet;
};

const remedy = 'Delete it and run again: it will be fetched anew.';

/** Reads a file. What it gives is good until it reads the next. */
type Read = (path: string, expectedBytes: number) => Promise<Uint8Array>;

/** Reads files of the expected size into the same memory: to touch fresh memory takes longer than to read. */
function reader(): Read {
  let room = new Uint8Array();
  return async (path, expectedBytes) => {
    const handle = await open(path);
    try {
      if ((await handle.stat()).size !== expectedBytes) return await handle.readFile();
      if (room.length < expectedBytes) room = new Uint8Array(expectedBytes);
      let length = 0;
      for (let read = -1; read !== 0; length += read) {
        read = (await handle.read(room, length, expectedBytes - length)).bytesRead;
      }
      return room.subarray(0, length);
    } finally {
      await handle.close();
    }
  };
}

async function readVerified(
  folder: string,
  file: BatchFile,
  batches: readonly BatchFile[],
  read: Read,
): Promise<Uint8Array> {
  const path = join(folder, file.name);
  const size = file.imageCount * recordBytes;
  const bytes = await read(path, size).catch(explained(path, `${file.name} of CIFAR-10`));
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

/** A file of the cache that is not there, or not right. */
export type Need = { readonly file: BatchFile; readonly problem: DatasetError };

/**
 * @returns what fetching mends of the cache: none if it is whole
 * @throws DatasetError `no-permission` or `unreadable` if a file is there but cannot be read
 */
export async function findNeeds(folder: string, batches: readonly BatchFile[]): Promise<readonly Need[]> {
  const [needs, read]: [Need[], Read] = [[], reader()];
  for (const file of batches) {
    const problem = await readVerified(folder, file, batches, read).then(() => undefined, mendable);
    if (problem) needs.push({ file, problem });
  }
  return needs;
}

async function readSubset(
  folder: string,
  subset: BatchFile['subset'],
  batches: readonly BatchFile[],
  read: Read,
): Promise<ImageSet> {
  const files = batches.filter((file) => file.subset === subset);
  const images = emptyImageSet(files.reduce((total, { imageCount }) => total + imageCount, 0));
  let first = 0;
  for (const file of files) {
    decodeBatchInto(await readVerified(folder, file, batches, read), images, first);
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
    const read = reader();
    const train = await readSubset(folder, 'train', batches, read);
    const test = await readSubset(folder, 'test', batches, read);
    return { train, test };
  } catch (error) {
    return mendable(error);
  }
}
