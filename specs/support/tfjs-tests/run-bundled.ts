/** Runs TensorFlow.js's own tests, which it ships for jasmine, on the wasm backend in a process of their own. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { KERNELS_FILE } from '../../../src/engine/wasm/read-kernels.ts';
import type { Outcomes } from './small-jasmine.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const packageFolder = (name: string) =>
  dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
const CORE = join(packageFolder('@tensorflow/tfjs-core'), 'dist');
const WASM = join(packageFolder('@tensorflow/tfjs-backend-wasm'), 'dist/');

/** Left out of the package's main module, and used by the tests. */
const ADDITIONS = ['register_all_gradients.js', 'public/chained_ops/register_all_chained_ops.js'];

/**
 * Bundles test files with one copy of TensorFlow.js, the wasm backend and our runtime.
 *
 * @param tests - files below `tfjs-core/dist`
 * @param folder - where the bundle is written
 * @returns runs the bundle on the library's kernels or on ours
 */
export async function bundleTests(
  tests: readonly string[],
  folder: string,
): Promise<(kernels: 'library' | 'own') => Promise<Outcomes>> {
  const modules = [...ADDITIONS, ...tests].map((file) => join(CORE, file));
  const bundle = join(folder, 'tests.cjs');
  await build({
    stdin: {
      contents: ['./prepare.ts', ...modules, './finish.ts']
        .map((path) => `import ${JSON.stringify(path)};`)
        .join('\n'),
      resolveDir: HERE,
    },
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'], // the tests import the package's modules, so everybody has to
    ignoreAnnotations: true, // the additions are declared free of side effects
    plugins: [
      {
        name: 'without jasmine',
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: /^jasmine-core/ }, ({ path }) => ({ path, namespace: 'jasmine' }));
          onLoad({ filter: /.*/, namespace: 'jasmine' }, () => ({ contents: 'exports.core = () => ({});' }));
        },
      },
    ],
    logLevel: 'error',
  });
  return async (kernels) => {
    const own = kernels === 'own' ? [KERNELS_FILE] : [];
    const { stdout } = await promisify(execFile)(process.execPath, [bundle, WASM, ...own], {
      maxBuffer: 2 ** 26,
    });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Outcomes;
  };
}
