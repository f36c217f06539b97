/** A fingerprint for records that are made in specs. */
import type { Fingerprint } from '../../src/records/fingerprint-schema.ts';

export const tinyFingerprint: Fingerprint = {
  source: '0'.repeat(64),
  kernels: '1'.repeat(64),
  engine: 'wasm',
  platform: 'simd, one thread',
  packages: { '@tensorflow/tfjs-core': '2'.repeat(64) },
  tools: { esbuild: '0.28.2' },
};
