/** Evaluated last in the bundle of TensorFlow.js's tests: starts the engine, runs the tests and prints the outcomes. */
import { readFile } from 'node:fs/promises';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { startWasmWith } from '../../../src/engine/wasm/runtime.ts';
import { nodeHost } from '../../../src/node-host.ts';
import { runTests } from './prepare.ts';

async function main(wasmFolder: string, ownKernels?: string): Promise<void> {
  setWasmPaths(wasmFolder);
  if (ownKernels) await startWasmWith(await readFile(ownKernels), nodeHost);
  else await tf.setBackend('wasm');
  // Between two files the tests would dispose of the backend, and with it of the memory that our kernels stand on.
  tf.engine().reset = () => {};
  console.log(JSON.stringify(await runTests()));
}

main(...(process.argv.slice(2) as [string, string?]));
