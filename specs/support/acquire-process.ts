/** A process of its own that loads a synthetic dataset, for specs of what processes do to each other. */

import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { loadDataset } from '../../src/dataset/cifar10.ts';
import { readCache } from '../../src/dataset/read-cache.ts';
import { plantedDataset } from './planted-dataset.ts';

const [, , folder = '', path = '', mode = ''] = process.argv;
const { batches } = plantedDataset();

const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
const die = () => process.kill(process.pid, 'SIGKILL');

/** Makes every file handle die after half of what it is told to write. */
async function dieInTheMiddleOfAWrite(): Promise<void> {
  const handle = await open(process.execPath, 'r');
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  prototype.writeFile = async function writeHalf(bytes: Uint8Array) {
    if (!(bytes instanceof Uint8Array)) throw new Error('acquire-process expected to write bytes');
    await this.write(bytes.subarray(0, bytes.length / 2));
    die();
  };
}

/** Blocks until the spec says go on: holds the lock open without giving the work away. */
function waitForGo(): void {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  while (!existsSync(join(path, 'go'))) Atomics.wait(cell, 0, 0, 20);
}

if (mode === 'die-writing') await dieInTheMiddleOfAWrite();
await loadDataset({
  folder,
  source: { kind: 'path', path },
  batches,
  onProgress: (progress) => {
    say(progress);
    if (progress.kind !== 'store') return;
    if (mode === `die-after-${progress.done}`) die();
    if (mode === 'hold' && progress.done === 1) waitForGo();
  },
});
say({ kind: 'complete', passes: 'train' in (await readCache(folder, batches)) });
