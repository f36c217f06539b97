/** A process that trains on one TensorFlow.js engine and times it; started by `run-processes.ts`, one a core. */
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
import type { Answer, Assignment } from './assignment.ts';
import { peakMegabytes } from './peak-memory.ts';
import { startLibraryKernels } from './start-library-kernels.ts';

const SEED = 1; // any: speed does not depend on the values

type Step = () => Promise<void>;

async function main(assignment: Assignment): Promise<void> {
  const told = createInterface({ input: process.stdin });
  told.once('close', () => process.exit()); // the benchmark is gone, or has what it wanted
  const identity = await start(assignment.configuration);
  const step = trainingStep(assignment);
  const { warmUpSeconds, seconds, batch } = assignment;
  if (warmUpSeconds >= 0) await repeat(step, warmUpSeconds);
  answer({ status: 'ready' });
  await new Promise((resolve) => told.once('line', resolve));
  const measured = await repeat(step, seconds);
  answer({
    status: 'measured',
    images: measured.steps * batch,
    seconds: measured.seconds,
    peakMegabytes: peakMegabytes(),
    identity,
  });
  // The neighbour's last step must still find this core busy; the benchmark ends both.
  await repeat(step, Number.POSITIVE_INFINITY);
}

async function start(configuration: string): Promise<string> {
  if (configuration === 'wasm-library') return startLibraryKernels();
  try {
    return (await startEngine(parseEngine(configuration))).identity;
  } catch (error) {
    // The native engine is optional; any other that does not start is broken.
    answer({ status: configuration === 'tensorflow' ? 'absent' : 'failed', reason: messageOf(error) });
    process.exit();
  }
}

/** Forward, backward and Adam on a batch in memory, as `trainRun` does them; no evaluation. */
function trainingStep({ width, depth, batch }: Assignment): Step {
  const { protocol, grid } = design;
  const { imageShape } = protocol;
  const { blockKind } = grid;
  const network = Network.initialised({ blockKind, activation: 'relu', depth, width, imageShape }, SEED);
  const adam = freshAdamState(network.parameters);
  const random = stream(SEED, 'benchmark/images');
  const shape: [number, number, number, number] = [batch, ...imageShape];
  const pixels = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => 2 * random() - 1);
  const labels = Uint8Array.from({ length: batch }, () => Math.floor(CLASS_COUNT * random()));
  return async () => {
    const images = tf.tensor4d(pixels, shape);
    const { gradients } = await network.gradients(images, labels);
    images.dispose();
    adamStep(network.parameters, gradients, adam, protocol);
    await setImmediate(); // lets standard input through
  };
}

async function repeat(step: Step, seconds: number): Promise<{ steps: number; seconds: number }> {
  const began = performance.now();
  for (let steps = 1; ; steps++) {
    await step();
    const elapsed = (performance.now() - began) / 1000;
    if (elapsed >= seconds) return { steps, seconds: elapsed };
  }
}

function answer(content: Answer): void {
  process.stdout.write(`${JSON.stringify(content)}\n`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

main(JSON.parse(process.argv[2] ?? '{}') as Assignment).catch((error: unknown) => {
  answer({ status: 'failed', reason: messageOf(error) });
  process.exit(1);
});
