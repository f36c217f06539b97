/**
 * What the module exports: for each convolution and batch-norm pass one function, and the scratch bytes it
 * needs.
 */
export { batchNormActivationGradient } from './batch-norm-backward';
export { batchNormActivation, batchNormScratchBytes } from './batch-norm-forward';
export { patchConvolution, patchFilterGradient, patchScratchBytes } from './patches';
export { winogradConvolution, winogradFilterGradient, winogradScratchBytes } from './winograd';
