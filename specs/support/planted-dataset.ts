/** A dataset of a few made-up images in every form the loader takes. For format and failure only, never as evidence. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { create } from 'tar';
import type { BatchFile } from '../../src/dataset/batch-file.ts';
import { encodeBatch, type ImageSet, imageBytes } from '../../src/dataset/binary-format.ts';
import { nodeHost } from '../../src/node-host.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Image set whose every byte depends on its place and on `seed`. */
export function patternedImages(count: number, seed: number): ImageSet {
  const images = Uint8Array.from(
    { length: count * imageBytes },
    (_, i) => (i * 31 + (i >> 8) * 7 + seed * 101) % 256,
  );
  const labels = Uint8Array.from({ length: count }, (_, n) => (n + seed) % 10);
  return { images, labels, count };
}

/** The official layout is planar; the package's PNG is interleaved, one image per row. */
export function encodePng({ images, count }: ImageSet): Uint8Array {
  const data = new Uint8Array(images.length);
  for (let n = 0; n < count; n++) {
    for (let row = 0; row < 32; row++) {
      for (let column = 0; column < 32; column++) {
        for (let channel = 0; channel < 3; channel++) {
          const planar = ((n * 3 + channel) * 32 + row) * 32 + column;
          data[(n * 1024 + row * 32 + column) * 3 + channel] = images[planar]!;
        }
      }
    }
  }
  return encode({ width: 1024, height: count, data, depth: 8, channels: 3 });
}

export type Synthetic = {
  readonly batches: readonly BatchFile[];
  readonly files: ReadonlyMap<string, Uint8Array>;
};

const names = [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`).concat('test_batch.bin');

/** Six small files in the official layout, of 3, 4, … 8 images, and what they should be. */
export function plantedDataset(): Synthetic {
  const sets = names.map((name, i) => ({ name, set: patternedImages(3 + i, i) }));
  const files = new Map(sets.map(({ name, set }) => [name, encodeBatch(set)]));
  const batches = sets.map(
    ({ name, set }): BatchFile => ({
      name,
      subset: name.startsWith('data') ? 'train' : 'test',
      imageCount: set.count,
      sha256: nodeHost.sha256([files.get(name)!]),
    }),
  );
  return { batches, files };
}

/** The same images as the npm package holds them. */
export function packageFiles(): Map<string, Uint8Array> {
  const sets = names.map((_, i) => patternedImages(3 + i, i));
  const labels = sets.map((set) => [...set.labels]);
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  return new Map([
    ...names.map((name, i): [string, Uint8Array] => [name.replace('.bin', '.png'), encodePng(sets[i]!)]),
    ['train_lables.json', json(labels.slice(0, 5).flat())],
    ['test_lables.json', json(labels[5])],
  ]);
}

/** @returns the path of a new folder that holds the files */
export async function writeFolder(files: ReadonlyMap<string, Uint8Array>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
  return folder;
}

/** @returns the path of a new `.tar.gz` that holds the files in a folder `inside`, as both real archives do */
export async function writeArchive(
  files: ReadonlyMap<string, Uint8Array>,
  inside = 'package',
): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, inside));
  for (const [name, bytes] of files) await writeFile(join(folder, inside, name), bytes);
  const file = join(folder, 'archive.tar.gz');
  await create({ gzip: true, file, cwd: folder }, [inside]);
  return file;
}
