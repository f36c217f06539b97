/** Holds a file of weights to the digest that its record has. */

import { browserHost } from '../../src/browser-host.ts';
import type { RunRecord } from '../../src/records/run-record.ts';

/** @throws Error if it is another file */
export function requireWeights(record: RunRecord, weights: Uint8Array): void {
  const digest = browserHost.sha256([weights]);
  if (digest === record.weights) return;
  throw new Error(
    `the file of weights has SHA-256 ${digest.slice(0, 12)}…, the record says ${record.weights.slice(0, 12)}…`,
  );
}
