/** Tells what a record is computed by, so that it is trusted only while that has not changed. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { startEngine } from '../engine/engine.ts';
import type { EngineName } from '../engine/engine-name.ts';
import { KERNELS_DIGEST } from '../engine/wasm/kernels-digest.ts';
import { CANONICAL_TOOLS, canonicalSource, packageDigests } from './canonical-source.ts';
import type { Fingerprint } from './fingerprint-schema.ts';

// All that stands between images and a record; how images are fetched does not count, since training holds them to
// their digest, nor how a run is saved, since it goes on only from a state that fits its chain.
const MAKERS = ['./produce-run.ts', './make-record.ts', '../training/probe-initialisation.ts'] as const;

// The half of the engine that computes; the other half reads the kernels' file, which is known by its digest.
const ENGINES: Readonly<Record<EngineName, string>> = {
  wasm: '../engine/wasm/runtime.ts',
  tensorflow: '../engine/tensorflow/start.ts',
  cpu: '../engine/cpu/start.ts',
};

// Loaded by the backend at run time, so no import names it.
const WASM_BACKEND = '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';

/** The modules, relative to this one's folder, that records are made by on an engine. */
export function makersOf(engine: EngineName): readonly string[] {
  return [...MAKERS, ENGINES[engine]];
}

/** Fingerprints the code as it stands. @throws Error if the source does not bundle or a package is not installed */
export async function fingerprintOf(engine: EngineName): Promise<Fingerprint> {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const { text, packages } = await canonicalSource(folder, makersOf(engine));
  const others = engine === 'wasm' ? [WASM_BACKEND] : [];
  return {
    source: createHash('sha256').update(text).digest('hex'),
    kernels: engine === 'wasm' ? KERNELS_DIGEST : 'none',
    engine,
    platform: await platformOf(engine),
    packages: await packageDigests(folder, packages, others),
    tools: Object.fromEntries(
      await Promise.all(CANONICAL_TOOLS.map(async (name) => [name, await installedVersion(name)] as const)),
    ),
  };
}

// The wasm engine insists on SIMD when it starts, so only the native library has to be asked.
async function platformOf(engine: EngineName): Promise<string> {
  return engine === 'tensorflow' ? startEngine(engine) : PLATFORMS[engine];
}

const PLATFORMS = { wasm: 'simd, one thread', cpu: 'one thread' } as const;

async function installedVersion(name: string): Promise<string> {
  const path = createRequire(import.meta.url).resolve(`${name}/package.json`);
  const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
  return version;
}

/** Whether all that computes, packages and all, is still what it was under a fingerprint. */
export async function isUnchanged(before: Fingerprint): Promise<boolean> {
  return JSON.stringify(await fingerprintOf(before.engine)) === JSON.stringify(before);
}

/**
 * Sees to it that the code is still the one of a fingerprint: a run takes hours, and the source can be edited meanwhile.
 *
 * @throws Error if it is not, with the remedy
 */
export async function requireUnchanged(before: Fingerprint): Promise<void> {
  if (await isUnchanged(before)) return;
  throw new Error(
    'The code was changed while this was computed, so it is stored nowhere. Take the change back, and the same command goes on ' +
      'at its last epoch; with the change, it starts anew',
  );
}
