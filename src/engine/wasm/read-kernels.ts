/** Reads the compiled kernels from beside this file, and believes them only if they have the digest that is due. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { KERNELS_DIGEST } from './kernels-digest.ts';

export const KERNELS_FILE = fileURLToPath(new URL('./kernels.wasm', import.meta.url));

/**
 * Reads and checks them.
 *
 * @param file - for specs; `kernels.wasm` unless told
 * @returns the WebAssembly binary
 * @throws Error if the file cannot be read or has another SHA-256 than {@link KERNELS_DIGEST}
 */
export async function readKernels(file: string = KERNELS_FILE): Promise<Uint8Array> {
  const binary = await readFile(file).catch((error: Error) => {
    throw new Error(`readKernels cannot read ${file} (${error.message}); ${REMEDY}`);
  });
  const digest = createHash('sha256').update(binary).digest('hex');
  if (digest !== KERNELS_DIGEST) {
    throw new Error(
      `readKernels needs ${file} with SHA-256 ${KERNELS_DIGEST}, as kernels-digest.ts says, got ${digest}; ${REMEDY}`,
    );
  }
  return binary;
}

const REMEDY = 'build it anew with "npm run build:kernels"';
