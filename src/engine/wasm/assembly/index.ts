/**
 * What the module exports: one function a kernel, which takes the address of its call's structure; the
 * offsets of those structures' fields; the scratch bytes that a kernel needs; and the activations' codes.
 */
export { Activation } from './activations';
export { batchNormActivationGradient } from './batch-norm-backward';
export { batchNormActivation, normaliseActivation } from './batch-norm-forward';
export { biasActivation, biasActivationGradient } from './bias-activation';
export { ConvolutionFields } from './convolution-call';
export { product, ProductFields, productScratchBytes } from './product';
export { NormalisationFields, normalisationScratchBytes } from './normalisation-call';
export { patchConvolution, patchFilterGradient, patchScratchBytes } from './patches';
export { globalAveragePool, globalAveragePoolGradient, PoolFields, poolScratchBytes } from './pool';
export { winogradConvolution, winogradFilterGradient, winogradScratchBytes } from './winograd';
