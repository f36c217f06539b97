/** A process that trains on one TensorFlow.js engine and times it. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { startEngine } from '../../src/engine/engine.ts';
import { parseEngine } from '../../src/engine/engine-name.ts';
import { CLASS_COUNT } from '../../src/network/architecture.ts';
import { Network } from '../../src/network/network.ts';
import { stream } from '../../src/random.ts';
import { design } from '../../src/studies/relu-versus-sigmoid/design.ts';
import { adamStep, freshAdamState } from '../../src/training/adam.ts';
import { startLibraryKernels } from './library-kernels.ts';
import type { Answer, Assignment } from './measure.ts';

const SEED = 1; // any: speed does not depend on the values

const assignment = JSON.parse(process.argv[2] ?? '{}') as Assignment;
const told = createInterface({ input: process.stdin });
told.once('close', () => process.exit()); // the benchmark is gone, or has what it wanted
const identity = await start(assignment.configuration);
const step = trainingStep(assignment);
await repeat(assignment.seconds / 5);
answer({ status: 'ready' });
await new Promise((resolve) => told.once('line', resolve));
const { steps, seconds } = await repeat(assignment.seconds);
const images = steps * assignment.batch;
answer({ status: 'measured', images, seconds, peakMegabytes: peakMegabytes(), identity });
// The neighbour's last step must still find this core busy; the benchmark ends both.
await repeat(Number.POSITIVE_INFINITY);

async function start(configuration: string): Promise<string> {
  if (configuration === 'wasm-library') return startLibraryKernels();
  try {
    return await startEngine(parseEngine(configuration));
  } catch (error) {
    if (configuration !== 'tensorflow') throw error; // it alone may be absent
    answer({ status: 'absent', reason: String(error) });
    process.exit();
  }
}

/** Forward, backward and Adam on a batch in memory, as training does them; no evaluation. */
function trainingStep({ width, depth, batch }: Assignment): () => Promise<void> {
  const { protocol, grid } = design;
  const { imageShape } = protocol;
  const architecture = { blockKind: grid.blockKind, activation: 'relu', depth, width, imageShape } as const;
  const network = Network.initialised(architecture, SEED);
  const adam = freshAdamState(network.parameters);
  const random = stream(SEED, 'benchmark/images');
  const shape: [number, number, number, number] = [batch, ...imageShape];
  const pixels = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => 2 * random() - 1);
  const labels = Uint8Array.from({ length: batch }, () => Math.floor(CLASS_COUNT * random()));
  return async () => {
    const batchOfImages = tf.tensor4d(pixels, shape);
    const { gradients } = await network.gradients(batchOfImages, labels);
    batchOfImages.dispose();
    adamStep(network.parameters, gradients, adam, protocol);
    await setImmediate(); // lets standard input through
  };
}

/** At least one step. */
async function repeat(length: number): Promise<{ steps: number; seconds: number }> {
  const began = performance.now();
  for (let done = 1; ; done++) {
    await step();
    const elapsed = (performance.now() - began) / 1000;
    if (elapsed >= length) return { steps: done, seconds: elapsed };
  }
}

/** Linux's own `VmHWM` where there is one: what `getrusage` says includes what the parent held when it forked. */
function peakMegabytes(): number {
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const kibibytes = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS);
  return Math.round(kibibytes * 1.024e-3);
}

function answer(content: Answer): void {
  process.stdout.write(`${JSON.stringify(content)}\n`);
}
