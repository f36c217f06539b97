/** Decides whether bytes are a given file of CIFAR-10, and if not says in which way they are not. */

import { nodeHost } from '../node-host.ts';
import type { BatchFile } from './batch-file.ts';
import { recordBytes } from './binary-format.ts';
import { DatasetError, type DatasetErrorParts, type DatasetProblem } from './dataset-error.ts';

/** Where bytes came from: for the error only. */
export type Origin = {
  /** Path, or another name that a reader can find. */
  readonly file: string;
  /** What to do if the bytes are wrong. */
  readonly remedy: string;
};

/** The first record whose label is no class: a record's first byte must be 0..9. */
function firstBadLabel(bytes: Uint8Array): string | undefined {
  for (let n = 0; n * recordBytes < bytes.length; n++) {
    const label = bytes[n * recordBytes] ?? 0;
    if (label > 9) return `label ${label} at image ${n}`;
  }
  return undefined;
}

type Match = { readonly problem: DatasetProblem } & Pick<DatasetErrorParts, 'expected' | 'found'>;

function diagnose(bytes: Uint8Array, digest: string, file: BatchFile, batches: readonly BatchFile[]): Match {
  const size = file.imageCount * recordBytes;
  if (bytes.length !== size) {
    const problem = bytes.length < size ? 'truncated' : 'altered';
    return { problem, expected: `${size} bytes`, found: `${bytes.length} bytes` };
  }
  const other = batches.find((batch) => batch.sha256 === digest);
  if (other) return { problem: 'mislabelled', expected: file.name, found: `the content of ${other.name}` };
  const badLabel = firstBadLabel(bytes);
  if (badLabel) return { problem: 'mislabelled', expected: 'labels 0..9', found: badLabel };
  return { problem: 'altered', expected: `SHA-256 ${file.sha256}`, found: digest };
}

/**
 * Checks bytes against the digest of the file they should be. Nothing else decides whether a file is used.
 * @param bytes - the whole file, `[imageCount, 3073]`, uint8
 * @param batches - all files, to recognise one under another's name
 * @throws DatasetError `truncated`, `mislabelled` or `altered` if the SHA-256 is not the expected one
 */
export function verifyBatch(
  bytes: Uint8Array,
  file: BatchFile,
  origin: Origin,
  batches: readonly BatchFile[],
): void {
  const digest = nodeHost.sha256([bytes]);
  if (digest === file.sha256) return;
  const { problem, expected, found } = diagnose(bytes, digest, file, batches);
  throw new DatasetError(problem, { ...origin, expected, found });
}
