/** Compiles the AssemblyScript kernels to WebAssembly, where their compiler is installed. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SOURCE = fileURLToPath(new URL('../src/engine/wasm/assembly/', import.meta.url));
const COMPILER = fileURLToPath(
  new URL('./kernels-compiler/node_modules/assemblyscript/bin/asc.js', import.meta.url),
);

/** Where the digest of the source that `kernels.wasm` was compiled from is kept. */
export const SOURCE_DIGEST_FILE = fileURLToPath(
  new URL('../src/engine/wasm/assembly.sha256', import.meta.url),
);

// No runtime, memory or static data of its own: the module works on the backend's heap and must not disturb it.
const FLAGS = '--runtime stub --importMemory --noExportMemory --enable simd -O3 --noAssert'.split(' ');

/** Whether the kernels can be compiled here. */
export function hasCompiler(): boolean {
  return existsSync(COMPILER);
}

/**
 * The SHA-256, hexadecimal, of all that the compiler is given: source, flags and its own version.
 *
 * @param folder - for specs; the kernels' source unless told
 */
export async function kernelSourceDigest(folder: string = SOURCE): Promise<string> {
  const { dependencies } = JSON.parse(
    await readFile(new URL('./kernels-compiler/package.json', import.meta.url), 'utf8'),
  ) as { dependencies: object };
  const hash = createHash('sha256').update(JSON.stringify([FLAGS, dependencies]));
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort()) {
    hash.update(JSON.stringify([name, await readFile(join(folder, name), 'utf8')]));
  }
  return hash.digest('hex');
}

/**
 * Compiles `assembly/index.ts`, in a process of its own, which takes the compiler's memory with it when it ends.
 *
 * @returns the WebAssembly binary: the same bytes for the same source and compiler
 * @throws Error if the compiler is not installed, with the command that installs it, or with the compiler's messages if
 *   the source does not compile
 */
export async function compileKernels(): Promise<Uint8Array> {
  if (!hasCompiler()) {
    throw new Error(
      'compileKernels needs the kernels’ compiler: "npm ci --prefix tools/kernels-compiler" installs it (100 MB)',
    );
  }
  const folder = await mkdtemp(join(tmpdir(), 'kernels-'));
  const output = join(folder, 'kernels.wasm');
  try {
    await promisify(execFile)(process.execPath, [COMPILER, 'index.ts', '--outFile', output, ...FLAGS], {
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
