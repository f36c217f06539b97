/** Compiles the AssemblyScript kernels to WebAssembly, unless that was done before for the same source. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { writeAtomically } from '../../files/write-atomically.ts';

const SOURCE = fileURLToPath(new URL('./assembly/', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../.cache/kernels/', import.meta.url));

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
 * Gives the compiled kernels. The cache is named after the digest of source, compiler and flags, so a change of any of
 * them builds anew, and two processes that build at once write the same file.
 *
 * @returns the WebAssembly binary
 * @throws Error with the compiler's messages if the source does not compile
 */
export async function buildKernels(): Promise<Uint8Array> {
  const sources = await readSources();
  const key = createHash('sha256')
    .update(JSON.stringify([compilerVersion(), FLAGS, [...sources]]))
    .digest('hex');
  const path = join(CACHE, `${key}.wasm`);
  const cached = await readFile(path).catch(() => undefined);
  if (cached && isWhole(cached)) return cached;
  const binary = await compile();
  await mkdir(CACHE, { recursive: true });
  await writeAtomically(path, binary);
  return binary;
}

// Read from its manifest: loading the compiler itself takes longer than all the rest.
function compilerVersion(): string {
  const { version } = createRequire(import.meta.url)('assemblyscript/package.json') as { version: string };
  return version;
}

async function readSources(): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(SOURCE)).filter((name) => name.endsWith('.ts')).sort();
  const entries = names.map(async (name) => [name, await readFile(join(SOURCE, name), 'utf8')] as const);
  return new Map(await Promise.all(entries));
}

// In a process of its own, which takes the compiler's memory with it when it ends.
async function compile(): Promise<Uint8Array> {
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
    throw new Error(`buildKernels cannot compile src/engine/wasm/assembly: ${stderr || message}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// A file cut off by a crash would be refused by the validator.
function isWhole(binary: Buffer): boolean {
  return WebAssembly.validate(new Uint8Array(binary));
}
