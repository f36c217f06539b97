/** `npm run build:kernels`: compiles the kernels and writes them with both digests, all of it to be committed. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileKernels, kernelSourceDigest, SOURCE_DIGEST_FILE } from './compile-kernels.ts';

try {
  const binary = await compileKernels();
  const digest = createHash('sha256').update(binary).digest('hex');
  await writeFile(fileURLToPath(new URL('../src/engine/wasm/kernels.wasm', import.meta.url)), binary);
  await writeFile(
    fileURLToPath(new URL('../src/engine/wasm/kernels-digest.ts', import.meta.url)),
    `/** The SHA-256 of \`kernels.wasm\`; \`npm run build:kernels\` writes both. */
export const KERNELS_DIGEST = '${digest}';
`,
  );
  await writeFile(SOURCE_DIGEST_FILE, `${await kernelSourceDigest()}\n`);
  console.log(`kernels.wasm: ${binary.length} bytes, SHA-256 ${digest}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
