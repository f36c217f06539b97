/** The half of the wasm engine that a browser can use. */
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { readKernels } from '../../../../src/engine/wasm/read-kernels.ts';
import { startWasmWith } from '../../../../src/engine/wasm/runtime.ts';
import { nodeHost } from '../../../../src/node-host.ts';

const RUNTIME = fileURLToPath(new URL('../../../../src/engine/wasm/runtime.ts', import.meta.url));

describe('startWasmWith', () => {
  it('imports nothing of Node’s', async () => {
    const { metafile } = await build({
      entryPoints: [RUNTIME],
      bundle: true,
      packages: 'external',
      platform: 'node', // for any other, esbuild would refuse what this looks for
      format: 'esm',
      write: false,
      metafile: true,
    });
    const imports = Object.values(metafile.outputs).flatMap((output) =>
      output.imports.map(({ path }) => path),
    );
    expect([...new Set(imports)].sort()).toEqual(['@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-core']);
  });

  // Catches the threads build, on whose shared memory the kernels cannot stand.
  it('turns threads off, and starts as often as it is asked', async () => {
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', true);
    const binary = await readKernels();
    const identity = await startWasmWith(binary, nodeHost);
    expect(identity).toMatch(/^wasm \d+\.\d+\.\d+ simd$/);
    expect(tf.env().getBool('WASM_HAS_MULTITHREAD_SUPPORT')).toBe(false);
    expect(await startWasmWith(binary, nodeHost)).toBe(identity);
  });
});
