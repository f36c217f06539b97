/** Evaluated before TensorFlow.js's test files in their bundle: what these expect to find. */
import { registerTestEnv } from '@tensorflow/tfjs-core/dist/jasmine_util.js';
import { installSmallJasmine } from './small-jasmine.ts';

export const runTests = installSmallJasmine();

registerTestEnv({ name: 'wasm', backendName: 'wasm', isDataSync: true });
