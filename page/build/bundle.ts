/** Bundles the page's program and its worker's: the project's own modules, with browsers' means in place of Node's. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';
import { enginePaths } from '../content.ts';

/** The backend's binary, which the worker holds to its digest. */
export const BACKEND_FILE = createRequire(import.meta.url).resolve(
  `@tensorflow/tfjs-backend-wasm/dist/${enginePaths.backend}`,
);

const pathOf = (module: string) => fileURLToPath(new URL(module, import.meta.url));

/** The one that runs where the page is built. */
const BEGINNING = '../app/beginning.tsx';
const WORKER = '../worker/worker.ts';

/**
 * @returns JavaScript, minified, in ASCII
 * @throws Error if a module needs more of Node than there is a stand-in for
 */
export async function bundle(entry: '../app/main.tsx' | typeof BEGINNING | typeof WORKER): Promise<string> {
  const made = await rolldown({
    input: pathOf(entry),
    platform: 'browser',
    tsconfig: false,
    resolve: {
      alias: {
        'node:crypto': pathOf('./shims/node-crypto.ts'),
        'node:module': pathOf('./shims/node-module.ts'),
        // The page itself computes nothing of a network.
        ...(entry === WORKER ? {} : { '@tensorflow/tfjs-core': pathOf('./shims/tensors.ts') }),
      },
    },
    transform: {
      target: ['chrome123', 'firefox121', 'safari17.5'],
      jsx: { runtime: 'automatic', importSource: 'preact' },
      inject: { Buffer: [pathOf('./shims/buffer.ts'), 'Buffer'] },
      define: {
        'import.meta.url': '""',
        BACKEND_DIGEST: JSON.stringify(digestOf(await readFile(BACKEND_FILE))),
      },
    },
    plugins: [withoutLanguages],
    logLevel: 'silent', // types are checked elsewhere; libraries try for what browsers lack
  });
  const format = entry === BEGINNING ? 'esm' : 'iife';
  const { output } = await made.generate({ format, minify: true, codeSplitting: false });
  return inAscii(output[0].code);
}

/** zod's messages in fifty languages, a quarter of the program, of which the page uses English alone. */
const withoutLanguages: Plugin = {
  name: 'without-languages',
  resolveId: {
    filter: { id: /\/locales\/index\.js$/ },
    handler: () => pathOf('./shims/zod-locales.ts'),
  },
};

function inAscii(program: string): string {
  return program.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
