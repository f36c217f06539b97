/** A browser's half of the comparison, in a worker: asks the loopback server for its task and sends it the answer. */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { browserHost } from '../../src/browser-host.ts';
import {
  decodeBatchInto,
  emptyImageSet,
  type ImageSet,
  recordBytes,
} from '../../src/dataset/binary-format.ts';
import type { TrainingData } from '../../src/training/training.ts';
import { answerTask, type Task } from './answer-task.ts';

async function bytesAt(path: string): Promise<Uint8Array> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function imagesAt(path: string): Promise<ImageSet> {
  const bytes = await bytesAt(path);
  const set = emptyImageSet(bytes.length / recordBytes);
  decodeBatchInto(bytes, set, 0);
  return set;
}

async function load(): Promise<TrainingData> {
  return { train: await imagesAt('/train.bin'), test: await imagesAt('/test.bin') };
}

async function answer(): Promise<string> {
  setWasmPaths('/');
  const task = JSON.parse(new TextDecoder().decode(await bytesAt('/task.json'))) as Task;
  return JSON.stringify(await answerTask(task, await bytesAt('/kernels.wasm'), load, browserHost));
}

const send = (path: string, body: string) => fetch(path, { method: 'POST', body });

await answer().then(
  (found) => send('/answer', found),
  (error: unknown) =>
    send('/failure', error instanceof Error ? `${error.message}\n${error.stack}` : `${error}`),
);
