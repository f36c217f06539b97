/** The SHA-256 of `kernels.wasm`; `npm run build:kernels` writes both. */
export const KERNELS_DIGEST = '43970b41d846519bd9cc9a63e2a706ce45db5d440863630ae63faa595b8a3fce';
