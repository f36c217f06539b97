/** Starts the optional native engine: TensorFlow through tfjs-node-gpu or tfjs-node, whichever loads. */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';

const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;
const ADDON = 'tfjs_binding.node';

/** What the packages export, and what their backend holds, of which this needs a little. */
interface NativeModule {
  readonly version: { readonly 'tfjs-node': string };
  engine(): object;
}

interface NativeBackend {
  readonly binding: { readonly TF_Version: string };
  readonly isUsingGpuDevice: boolean;
}

/**
 * Makes TensorFlow's native library the backend.
 *
 * @returns the engine's identity: versions of library and binding, the device, and the threads: sums are split over
 *   them, so that another number of threads gives other last bits
 * @throws Error if neither package loads, with each one's reason and the remedy
 */
export async function startTensorflow(): Promise<string> {
  restoreRemovedUtilities();
  const reasons: string[] = [];
  for (const name of PACKAGES) {
    try {
      const native = load(name);
      await tf.setBackend('tensorflow');
      const { binding, isUsingGpuDevice } = tf.backend() as unknown as NativeBackend;
      const device = isUsingGpuDevice ? 'gpu' : 'cpu';
      const binder = `${name.replace('@tensorflow/', '')} ${native.version['tfjs-node']}`;
      return `tensorflow ${binding.TF_Version} ${device}, ${threads()} threads, ${binder}`;
    } catch (error) {
      reasons.push(`${name} ${error instanceof Error ? error.message.split('\n')[0] : error}`);
    }
  }
  throw new Error(
    `Engine tensorflow needs @tensorflow/tfjs-node-gpu or @tensorflow/tfjs-node, and neither loads here ` +
      `(${reasons.join('; ')}). "npm run engine:tensorflow" installs it, or leave ENGINE unset to use wasm, which needs ` +
      'nothing installed.',
  );
}

// TensorFlow's own rule: its environment variable, else every core that the process may use.
function threads(): number {
  return Number(process.env.TF_NUM_INTRAOP_THREADS) || availableParallelism();
}

// Beside the project's packages, or where `npm run engine:tensorflow` puts it.
const HOMES = [import.meta.url, new URL('../../../tools/tensorflow/package.json', import.meta.url)] as const;

function load(name: string): NativeModule {
  const require = requireThatFinds(name);
  requireAddon(join(dirname(require.resolve(`${name}/package.json`)), 'lib'));
  const native = require(name) as NativeModule;
  if (native.engine() !== tf.engine()) {
    throw new Error('brings a second @tensorflow/tfjs-core, whose backends this one does not see');
  }
  return native;
}

function requireThatFinds(name: string): NodeJS.Require {
  for (const home of HOMES) {
    const require = createRequire(home);
    try {
      require.resolve(`${name}/package.json`);
      return require;
    } catch {
      // Not here.
    }
  }
  throw new Error('is not installed');
}

// Without its addon a package still registers all its kernels before it fails, and the next one's come on top.
function requireAddon(library: string): void {
  const abis = existsSync(library) ? readdirSync(library) : [];
  if (!abis.some((abi) => existsSync(join(library, abi, ADDON)))) {
    throw new Error(`is installed without its native addon, ${ADDON}`);
  }
}

// tfjs-node 4.22 still calls two functions that Node 23 removed (tfjs issues 8609 and 8746).
function restoreRemovedUtilities(): void {
  const utilities = util as unknown as Record<string, unknown>;
  utilities.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  utilities.isArray ??= Array.isArray;
}
