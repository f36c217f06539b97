/** Reads the compiled kernels from beside this file; who starts the engine on them checks their digest. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export const KERNELS_FILE = fileURLToPath(new URL('./kernels.wasm', import.meta.url));

/** @param file - for specs; `kernels.wasm` unless told @throws Error if it cannot be read, with what to do */
export async function readKernels(file: string = KERNELS_FILE): Promise<Uint8Array> {
  return readFile(file).catch((error: Error) => {
    throw new Error(
      `readKernels cannot read ${file} (${error.message}); build it anew with "npm run build:kernels"`,
    );
  });
}
