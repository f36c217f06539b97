/** Puts the project's kernels in place of the WebAssembly backend's own, or beside them. */
import { registerBatchNormKernels } from './batch-norm-kernels.ts';
import { registerBiasActivationKernels } from './bias-activation-kernels.ts';
import { filterGradient } from './convolution-gradients.ts';
import { registerConvolutionKernels } from './convolution-kernels.ts';
import { registerDenseKernels } from './dense-kernels.ts';
import { instantiateKernelModule } from './kernel-module.ts';
import { registerPoolKernels } from './pool-kernels.ts';
import type { WasmHeap } from './wasm-heap.ts';

/**
 * Registers all kernels for 'wasm'. Call it once, after the backend is ready.
 *
 * @param binary - the module that `npm run build:kernels` makes
 * @param backend - `tf.backend()` of an initialised wasm backend
 */
export function registerKernels(binary: Uint8Array, backend: object): void {
  const module = instantiateKernelModule(binary, (backend as WasmHeap).wasm.asm.memory);
  registerConvolutionKernels(module, filterGradient);
  registerBatchNormKernels(module);
  registerBiasActivationKernels(module);
  registerPoolKernels(module);
  registerDenseKernels(module);
}
