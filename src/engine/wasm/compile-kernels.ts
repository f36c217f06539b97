/** Compiles the AssemblyScript kernels to WebAssembly. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SOURCE = fileURLToPath(new URL('./assembly/', import.meta.url));

// No runtime, memory or static data of its own: the module works on the backend's heap and must not disturb it.
const FLAGS = [
  '--runtime',
  'stub',
  '--importMemory',
  '--noExportMemory',
  '--enable',
  'simd',
  '-O3',
  '--noAssert',
];

/**
 * Compiles `assembly/index.ts`, in a process of its own, which takes the compiler's memory with it when it ends.
 *
 * @returns the WebAssembly binary: the same bytes for the same source and compiler
 * @throws Error with the compiler's messages if the source does not compile
 */
export async function compileKernels(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'kernels-'));
  const output = join(folder, 'kernels.wasm');
  try {
    const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
    await promisify(execFile)(process.execPath, [compiler, 'index.ts', '--outFile', output, ...FLAGS], {
      cwd: SOURCE,
    });
    return await readFile(output);
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new Error(`compileKernels cannot compile src/engine/wasm/assembly: ${stderr || message}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
