/** The layers a reference network is built from, as one value, so that a spec can plant a wrong one. */
import { activate } from './activation.ts';
import { batchNorm } from './batch-norm.ts';
import { convolve } from './convolution.ts';
import { dense } from './dense.ts';
import { globalAveragePool } from './global-average-pool.ts';
import { softmaxCrossEntropy } from './softmax-cross-entropy.ts';

export const referenceLayers = {
  activate,
  batchNorm,
  convolve,
  dense,
  globalAveragePool,
  softmaxCrossEntropy,
} as const;

export type ReferenceLayers = typeof referenceLayers;
