export { registerKernels } from './register-kernels.ts';
