/** Brings both programs into one file each, so that any Node and any browser takes them. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Question } from './platform.ts';

/**
 * Bundles them.
 *
 * @param folder - within this checkout, since Node finds the packages from there; made if need be
 */
export async function bundlePrograms(folder: string): Promise<Question['programs']> {
  await mkdir(folder, { recursive: true });
  const programs = { node: join(folder, 'node.mjs'), browser: join(folder, 'browser.js') };
  const common = { bundle: true, format: 'esm', target: 'es2023', logLevel: 'error' } as const;
  await build({
    ...common,
    entryPoints: [pathOf('./node-entry.ts')],
    outfile: programs.node,
    platform: 'node',
    packages: 'external',
  });
  await build({
    ...common,
    entryPoints: [pathOf('./browser-entry.ts')],
    outfile: programs.browser,
    platform: 'browser',
  });
  return programs;
}

function pathOf(module: string): string {
  return fileURLToPath(new URL(module, import.meta.url));
}
