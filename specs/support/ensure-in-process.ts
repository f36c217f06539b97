/** Ensures one run's record in a process of its own, to be killed: `ensure-in-process.ts <reports> <cache> <fingerprint>`. */
import { ensureRecord } from '../../src/records/ensure-record.ts';
import type { Fingerprint } from '../../src/records/fingerprint.ts';

const [folder = '', cacheFolder = '', fingerprint = '{}'] = process.argv.slice(2);
const target = { folder, fingerprint: JSON.parse(fingerprint) as Fingerprint };
const run = { scale: 'smoke', activation: 'relu', depth: 1, seed: 1 } as const;

await ensureRecord(run, { target, cacheFolder, tell: async () => {} }, async () => {});
