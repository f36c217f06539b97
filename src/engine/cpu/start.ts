/** Starts the reference engine: TensorFlow.js in plain JavaScript, far too slow to train with. */

import { version_cpu as version } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

/** Makes cpu the backend, and returns the engine's identity. */
export async function startCpu(): Promise<string> {
  tf.enableProdMode(); // else it advises, at length, to install a faster backend
  await tf.setBackend('cpu');
  return `cpu ${version}`;
}
