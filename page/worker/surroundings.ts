/** What a worker needs before it can compute: the engine, and the images that a run's settings name. */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { browserHost } from '../../src/browser-host.ts';
import {
  decodeBatchInto,
  emptyImageSet,
  type ImageSet,
  recordBytes,
} from '../../src/dataset/binary-format.ts';
import { hasSimd } from '../../src/engine/wasm/has-simd.ts';
import { startWasmWith } from '../../src/engine/wasm/runtime.ts';
import { requireImages } from '../../src/training/require-images.ts';
import type { RunSettings } from '../../src/training/run-settings.ts';
import type { TrainingData } from '../../src/training/training.ts';
import { enginePaths, imagesPath } from '../content.ts';
import { fetchBytes } from './fetch-bytes.ts';
import { TroubleError } from './trouble.ts';

/** SHA-256 of the backend's binary, put here when the page is built. */
declare const BACKEND_DIGEST: string;

const OTHER_VERSION = 'Reload the page: its parts are of different versions.';

type Tell = (what: string, bytes: number, total: number) => void;

/**
 * Starts the engine.
 *
 * @throws TroubleError if this browser lacks WebAssembly SIMD, or a file did not come or is another than the page's
 */
export async function startEngine(tell: Tell): Promise<void> {
  if (!hasSimd()) {
    throw new TroubleError(
      'This browser has no WebAssembly SIMD, without which other bits would be computed.',
      'Chrome and Edge have it since version 91, Firefox since 89, Safari since 16.4.',
    );
  }
  const backend = await fetchBytes(enginePaths.backend, (bytes, total) => tell('the engine', bytes, total));
  if (browserHost.sha256([backend]) !== BACKEND_DIGEST) {
    throw new TroubleError(
      `${enginePaths.backend} is not the one that this page was built with.`,
      OTHER_VERSION,
    );
  }
  const url = URL.createObjectURL(new Blob([backend], { type: 'application/wasm' }));
  // The library asks for an address of each of its builds, and loads the one with SIMD and without threads.
  setWasmPaths({
    'tfjs-backend-wasm.wasm': url,
    'tfjs-backend-wasm-simd.wasm': url,
    'tfjs-backend-wasm-threaded-simd.wasm': url,
  });
  const kernels = await fetchBytes(enginePaths.kernels, (bytes, total) => tell('the engine', bytes, total));
  await startWasmWith(kernels, browserHost).catch((error: Error) => {
    throw new TroubleError(error.message, OTHER_VERSION);
  });
}

const loaded = new Map<string, Promise<ImageSet>>();

/**
 * Fetches the images that the settings name, once, and holds them to their digests.
 *
 * @throws TroubleError if they did not come, or came altered
 */
export async function loadImages(settings: RunSettings, tell: Tell): Promise<TrainingData> {
  const { trainImages, trainDigest, testImages, testDigest } = settings;
  const train = await images('train', trainImages, trainDigest, tell);
  return { train, test: await images('test', testImages, testDigest, tell) };
}

async function images(set: 'train' | 'test', count: number, digest: string, tell: Tell): Promise<ImageSet> {
  const path = imagesPath(set, count);
  const known = loaded.get(path) ?? fetchImages(path, count, digest, tell);
  loaded.set(path, known);
  known.catch(() => loaded.delete(path)); // so that it can be tried again
  return known;
}

async function fetchImages(path: string, count: number, digest: string, tell: Tell): Promise<ImageSet> {
  const bytes = await fetchBytes(path, (got, total) => tell('images', got, total));
  const altered = `${path} is not the ${count} images that the record names by their digest.`;
  const remedy = 'Reload the page to fetch them again; if they stay altered, do not trust their source.';
  if (bytes.length !== count * recordBytes) throw new TroubleError(altered, remedy);
  const set = emptyImageSet(count);
  decodeBatchInto(bytes, set, 0);
  try {
    requireImages(set, count, digest, browserHost);
  } catch {
    throw new TroubleError(altered, remedy);
  }
  return set;
}
