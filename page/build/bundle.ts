/** Bundles the page's program and its worker's: the project's own modules, with browsers' means in place of Node's. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { enginePaths } from '../content.ts';

/** The backend's binary, which the worker holds to its digest. */
export const BACKEND_FILE = createRequire(import.meta.url).resolve(
  `@tensorflow/tfjs-backend-wasm/dist/${enginePaths.backend}`,
);

const pathOf = (module: string) => fileURLToPath(new URL(module, import.meta.url));

/**
 * @returns JavaScript, minified
 * @throws Error if a module needs more of Node than there is a stand-in for
 */
export async function bundle(entry: '../app/main.tsx' | '../worker/worker.ts'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [pathOf(entry)],
    bundle: true,
    minify: true,
    write: false,
    legalComments: 'none',
    format: 'iife',
    platform: 'browser',
    target: ['chrome120', 'firefox121', 'safari17'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    alias: {
      'node:crypto': pathOf('./shims/node-crypto.ts'),
      'node:module': pathOf('./shims/node-module.ts'),
    },
    inject: [pathOf('./shims/buffer.ts')],
    plugins: [withoutLanguages],
    define: {
      'import.meta.url': '""',
      BACKEND_DIGEST: JSON.stringify(digestOf(await readFile(BACKEND_FILE))),
    },
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`bundle made nothing of ${entry}`);
  return file.text;
}

/** zod's messages in fifty languages, a quarter of the program, of which the page uses English alone. */
const withoutLanguages: Plugin = {
  name: 'without-languages',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/locales\/index\.js$/ }, () => ({ path: pathOf('./shims/zod-locales.ts') }));
  },
};

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
