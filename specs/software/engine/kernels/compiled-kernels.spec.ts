/** The committed kernels are what their source compiles to, and no others are believed. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileKernels } from '../../../../src/engine/wasm/compile-kernels.ts';
import { KERNELS_DIGEST } from '../../../../src/engine/wasm/kernels-digest.ts';
import { KERNELS_FILE, readKernels } from '../../../../src/engine/wasm/read-kernels.ts';
import { startWasmWith } from '../../../../src/engine/wasm/runtime.ts';
import { nodeHost } from '../../../../src/node-host.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('kernels.wasm', () => {
  // Catches source that was changed without "npm run build:kernels", and a binary that was changed without source.
  it('is byte for byte what its source compiles to', async () => {
    expect(Buffer.from(await compileKernels()).equals(await readFile(KERNELS_FILE))).toBe(true);
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
