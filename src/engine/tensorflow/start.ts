/** Starts the optional native engine: TensorFlow through tfjs-node-gpu or tfjs-node, whichever loads. */
import { createRequire } from 'node:module';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';

const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

interface NativeModule {
  readonly version: { readonly 'tfjs-node': string };
  readonly node: { readonly getNumThreads?: () => number };
}

/**
 * Makes TensorFlow's native library the backend.
 *
 * @returns the engine's identity
 * @throws Error if neither package loads, with each one's reason and the remedy
 */
export async function startTensorflow(): Promise<string> {
  restoreRemovedUtilities();
  const require = createRequire(import.meta.url);
  const reasons: string[] = [];
  for (const name of PACKAGES) {
    try {
      const native = require(name) as NativeModule;
      await tf.setBackend('tensorflow');
      return `tensorflow ${name.replace('@tensorflow/', '')} ${native.version['tfjs-node']}`;
    } catch (error) {
      reasons.push(`${name}: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
    }
  }
  throw new Error(
    `Engine tensorflow needs @tensorflow/tfjs-node-gpu or @tensorflow/tfjs-node, and neither loads here ` +
      `(${reasons.join('; ')}). Install one with "npm install --no-save @tensorflow/tfjs-node", or leave ENGINE ` +
      'unset to use wasm, which needs nothing installed.',
  );
}

// tfjs-node 4.22 still calls two functions that Node 23 removed (tfjs issues 8609 and 8746).
function restoreRemovedUtilities(): void {
  const utilities = util as unknown as Record<string, unknown>;
  utilities.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  utilities.isArray ??= Array.isArray;
}
