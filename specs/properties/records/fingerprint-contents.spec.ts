/** What a fingerprint says of the code as it stands, engine by engine. */
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { KERNELS_DIGEST } from '../../../src/engine/wasm/kernels-digest.ts';
import { type Fingerprint, fingerprintOf, fingerprintSchema } from '../../../src/records/fingerprint.ts';

const dataset = 'c'.repeat(64);
const installed = (name: string): string => createRequire(import.meta.url)(`${name}/package.json`).version;

describe('fingerprintOf', () => {
  it('describes the wasm engine with the digest of its kernels', async () => {
    const { source, packages: _, ...rest } = await fingerprintOf('wasm', dataset);
    expect(rest).toEqual({ engine: 'wasm', kernels: KERNELS_DIGEST, dataset, platform: 'simd, one thread' });
    expect(source).toMatch(/^[0-9a-f]{64}$/);
  });

  it('describes the cpu engine, which has no kernels of its own', async () => {
    const { source: _, packages: __, ...rest } = await fingerprintOf('cpu', dataset);
    expect(rest).toEqual({ engine: 'cpu', kernels: 'none', dataset, platform: 'one thread' });
  });

  // Catches a dependency that is forgotten, a built-in module taken for one, and half of a scoped name.
  it.each<[Fingerprint['engine'], readonly string[]]>([
    ['wasm', ['@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-core', 'seedrandom']],
    ['cpu', ['@tensorflow/tfjs-backend-cpu', '@tensorflow/tfjs-core', 'seedrandom']],
  ])('lists what %s imports, by name, with the versions that are installed', async (engine, names) => {
    const { packages } = await fingerprintOf(engine, dataset);
    expect(Object.entries(packages)).toEqual(names.map((name) => [name, installed(name)]));
  });

  it('tells engines apart by their source too, and takes over the dataset’s digest', async () => {
    const [cpu, wasm] = [await fingerprintOf('cpu', dataset), await fingerprintOf('wasm', dataset)];
    expect(cpu.source).not.toBe(wasm.source);
    expect(await fingerprintOf('cpu', 'b'.repeat(64))).toEqual({ ...cpu, dataset: 'b'.repeat(64) });
  });

  it('fits the form in which records keep it', async () => {
    const print = await fingerprintOf('cpu', dataset);
    expect(fingerprintSchema.parse(print)).toEqual(print);
  });
});
