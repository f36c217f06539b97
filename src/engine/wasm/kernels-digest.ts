/** The SHA-256 of `kernels.wasm`; `npm run build:kernels` writes both. */
export const KERNELS_DIGEST = '6592a2d57ab689f40b90f035f8208224b3b1cf00344101cea68ba79135c4eb8a';
