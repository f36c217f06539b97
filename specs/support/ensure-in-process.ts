/** Ensures one run's record in a process of its own, to be killed: `ensure-in-process.ts <reports> <cache> <fingerprint>`. */
import { ensureRun } from '../../src/records/ensure-record.ts';
import type { Fingerprint } from '../../src/records/fingerprint-schema.ts';
import { runJob } from './this-study.ts';

const [folder = '', cacheFolder = '', fingerprint = '{}'] = process.argv.slice(2);
const target = { folder, fingerprint: JSON.parse(fingerprint) as Fingerprint };
const job = runJob({ scale: 'smoke', activation: 'relu', depth: 1, seed: 1 });

await ensureRun(job, { target, cacheFolder, computes: true, tell: async () => {} }, async () => {});
