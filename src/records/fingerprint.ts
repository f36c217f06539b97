/** Tells what a recorded run was computed by, so that a record is trusted only while that has not changed. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { minify } from 'terser';
import { z } from 'zod';
import { type EngineName, engineNames, startEngine } from '../engine/engine.ts';
import { KERNELS_DIGEST } from '../engine/wasm/kernels-digest.ts';
import { digestSchema } from './seal.ts';

/** A fingerprint as records keep it. */
export const fingerprintSchema = z.strictObject({
  /** SHA-256 of the source that trains, without comments, layout and the names of locals. */
  source: digestSchema,
  /** SHA-256 of the engine's own compiled kernels, or `none`. */
  kernels: z.union([digestSchema, z.literal('none')]),
  /** SHA-256 over CIFAR-10's verified files. */
  dataset: digestSchema,
  engine: z.enum(engineNames),
  /** What of the engine is neither source nor package: SIMD, or the native library's version and threads. */
  platform: z.string(),
  /** Exact versions of the packages that the training source imports, sorted by name. */
  packages: z.record(z.string(), z.string()),
});

/** Everything but the settings that decides a run's bytes. */
export type Fingerprint = Readonly<z.infer<typeof fingerprintSchema>>;

/**
 * Fingerprints the code as it stands.
 *
 * The source is bundled from the training loop and the engine downwards and minified: comments and blank lines fall
 * away, locals get canonical names, and every constant and operation stays. What the bundle imports from packages is
 * read off the bundler, so no dependency can be forgotten.
 *
 * @param engine - the engine that will compute
 * @param dataset - digest of the dataset
 * @throws Error if the source does not bundle or a package is not installed
 */
export async function fingerprintOf(engine: EngineName, dataset: string): Promise<Fingerprint> {
  const { text, imports } = await bundle([
    '../training/train-run.ts',
    '../training/probe-initialisation.ts',
    `../engine/${engine}/start.ts`,
  ]);
  const names = [...new Set(imports.filter((path) => !isBuiltin(path)).map(packageName))].sort();
  const versions = await Promise.all(
    names.map(async (name) => [name, await installedVersion(name)] as const),
  );
  return {
    source: sha256(await canonical(text)),
    kernels: engine === 'wasm' ? KERNELS_DIGEST : 'none',
    dataset,
    engine,
    platform: await platformOf(engine),
    packages: Object.fromEntries(versions),
  };
}

// The wasm engine insists on SIMD when it starts, so only the native library has to be asked.
async function platformOf(engine: EngineName): Promise<string> {
  return engine === 'tensorflow' ? (await startEngine(engine)).identity : PLATFORMS[engine];
}

const PLATFORMS = { wasm: 'simd, one thread', cpu: 'one thread' } as const;

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

// Strips comments and layout and gives every local the name that its place in the program has.
async function canonical(text: string): Promise<string> {
  const { code } = await minify(text, {
    module: true,
    compress: false,
    mangle: true,
    format: { comments: false },
  });
  if (!code) throw new Error('fingerprintOf needs source to fingerprint, got none');
  return code;
}

async function bundle(modules: readonly string[]): Promise<{ text: string; imports: string[] }> {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const result = await build({
    stdin: { contents: modules.map((path) => `export * from '${path}';`).join('\n'), resolveDir: folder },
    absWorkingDir: folder,
    bundle: true,
    treeShaking: true,
    minifySyntax: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    legalComments: 'none',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const text = result.outputFiles.map((file) => file.text).join('');
  const outputs = Object.values(result.metafile.outputs);
  return { text, imports: outputs.flatMap((output) => output.imports.map(({ path }) => path)) };
}

function packageName(path: string): string {
  return path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
}

async function installedVersion(name: string): Promise<string> {
  const path = createRequire(import.meta.url).resolve(`${name}/package.json`);
  const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
  return version;
}
