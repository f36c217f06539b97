/** The committed kernels are what their source compiles to, and no others are believed. */
import { createHash } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KERNELS_DIGEST } from '../../../../src/engine/wasm/kernels-digest.ts';
import { KERNELS_FILE, readKernels } from '../../../../src/engine/wasm/read-kernels.ts';
import { startWasmWith } from '../../../../src/engine/wasm/runtime.ts';
import { nodeHost } from '../../../../src/node-host.ts';
import {
  compileKernels,
  hasCompiler,
  kernelSourceDigest,
  SOURCE_DIGEST_FILE,
} from '../../../../tools/compile-kernels.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('kernels.wasm', () => {
  // Catches source that was changed without "npm run build:kernels", wherever it runs.
  it('was compiled from the source as it stands, with its flags, by its version of the compiler', async () => {
    expect(`${await kernelSourceDigest()}\n`).toBe(await readFile(SOURCE_DIGEST_FILE, 'utf8'));
  });

  it('would be noticed to be of other source', async () => {
    const folder = join(await temporaryFolder(), 'assembly');
    await cp(join(dirname(KERNELS_FILE), 'assembly'), folder, { recursive: true });
    expect(await kernelSourceDigest(folder)).toBe(await kernelSourceDigest());
    const pool = await readFile(join(folder, 'pool.ts'), 'utf8');
    await writeFile(join(folder, 'pool.ts'), `${pool}\n`);
    expect(await kernelSourceDigest(folder)).not.toBe(await kernelSourceDigest());
  });

  // Catches a binary that was changed with its digests; CI has the compiler.
  it('is byte for byte what its source compiles to, or says which command lets it be compiled', async () => {
    const compiled = compileKernels();
    if (hasCompiler()) expect(Buffer.from(await compiled).equals(await readFile(KERNELS_FILE))).toBe(true);
    else await expect(compiled).rejects.toThrow('npm ci --prefix tools/kernels-compiler');
  });

  it('has the digest that stands beside it', async () => {
    const digest = createHash('sha256')
      .update(await readFile(KERNELS_FILE))
      .digest('hex');
    expect(digest).toBe(KERNELS_DIGEST);
  });
});

describe('readKernels', () => {
  it('gives the committed kernels', async () => {
    expect(Buffer.from(await readKernels()).equals(await readFile(KERNELS_FILE))).toBe(true);
  });

  // Of single flipped bits more than half still make a valid module.
  it('gives kernels with one bit flipped, on which the engine does not start', async () => {
    const file = join(await temporaryFolder(), 'kernels.wasm');
    const binary = await readFile(KERNELS_FILE);
    binary[binary.length - 100]! ^= 1;
    await writeFile(file, binary);
    const refusal = startWasmWith(await readKernels(file), nodeHost);
    await expect(refusal).rejects.toThrow(`needs kernels.wasm with SHA-256 ${KERNELS_DIGEST}`);
    await expect(refusal).rejects.toThrow('npm run build:kernels');
  });

  it('says of a missing file what to do', async () => {
    const file = join(await temporaryFolder(), 'kernels.wasm');
    await expect(readKernels(file)).rejects.toThrow(`readKernels cannot read ${file}`);
    await expect(readKernels(file)).rejects.toThrow('npm run build:kernels');
  });
});
