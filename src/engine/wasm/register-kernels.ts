/** Puts the project's kernels in place of the WebAssembly backend's own, or beside them. */
import { registerBatchNormKernels } from './batch-norm-kernels.ts';
import { type GradientFallbacks, registerConvolutionKernels } from './convolution-kernels.ts';
import { instantiateKernelModule } from './kernel-module.ts';
import type { WasmHeap } from './wasm-heap.ts';

/**
 * Registers convolution and batch-norm kernels for 'wasm'. Call it once, after the backend is ready.
 *
 * @param binary     the module that `asc` builds from `assembly/index.ts`
 * @param backend    `tf.backend()` of an initialised wasm backend
 * @param fallbacks  gradients of convolutions that these kernels do not do
 */
export function registerKernels(binary: Uint8Array, backend: object, fallbacks: GradientFallbacks): void {
  const module = instantiateKernelModule(binary, (backend as WasmHeap).wasm.asm.memory);
  registerConvolutionKernels(module, fallbacks);
  registerBatchNormKernels(module);
}
