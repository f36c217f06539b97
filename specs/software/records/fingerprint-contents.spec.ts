/** What a fingerprint says of the code as it stands, engine by engine. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { KERNELS_FILE } from '../../../src/engine/wasm/read-kernels.ts';
import { CANONICAL_TOOLS } from '../../../src/records/canonical-source.ts';
import { fingerprintOf, makersOf } from '../../../src/records/fingerprint.ts';
import { type Fingerprint, fingerprintSchema } from '../../../src/records/fingerprint-schema.ts';

const require = createRequire(import.meta.url);
const installed = (name: string): string => require(`${name}/package.json`).version;

async function sha256(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

describe('fingerprintOf', () => {
  let [wasm, cpu] = [{}, {}] as [Fingerprint, Fingerprint];
  beforeAll(async () => {
    [wasm, cpu] = [await fingerprintOf('wasm'), await fingerprintOf('cpu')];
  });

  it('describes the wasm engine with the digest of its kernels', async () => {
    const { source, packages: _, tools: __, ...rest } = wasm;
    expect(rest).toEqual({
      engine: 'wasm',
      kernels: await sha256(KERNELS_FILE),
      platform: 'simd, one thread',
    });
    expect(source).toMatch(/^[0-9a-f]{64}$/);
  });

  it('describes the cpu engine, which has no kernels of its own', () => {
    const { source: _, packages: __, tools: ___, ...rest } = cpu;
    expect(rest).toEqual({ engine: 'cpu', kernels: 'none', platform: 'one thread' });
  });

  // Catches a dependency that is forgotten, a built-in module taken for one, and half of a scoped name.
  it('lists the packages that compute, sorted by name, those that an engine starts included', () => {
    expect(Object.keys(wasm.packages)).toEqual([
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-core',
      'seedrandom',
    ]);
    expect(Object.keys(cpu.packages)).toEqual([
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-core',
      'seedrandom',
    ]);
    for (const name of ['@tensorflow/tfjs-core', 'seedrandom']) {
      expect(cpu.packages[name]).toBe(wasm.packages[name]);
    }
  });

  it('names the versions that are installed of what brings the source into its form', () => {
    const expected = Object.fromEntries(CANONICAL_TOOLS.map((name) => [name, installed(name)]));
    for (const { tools } of [wasm, cpu]) expect(tools).toEqual(expected);
  });

  it('tells engines apart by their source too', () => {
    expect(cpu.source).not.toBe(wasm.source);
    expect(makersOf('cpu')).not.toEqual(makersOf('wasm'));
  });

  it('fits the form in which records keep it', () => {
    for (const print of [cpu, wasm]) expect(fingerprintSchema.parse(print)).toEqual(print);
  });

  it('asks an engine that is not there what it is, and says what is needed', async () => {
    const missing = await fingerprintOf('tensorflow').catch((error: Error) => error);
    if (missing instanceof Error) expect(missing.message).toContain('Engine tensorflow needs');
    else expect(missing.platform).toMatch(/^tensorflow /);
  });
});
