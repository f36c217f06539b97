/** The core runs in a browser as in Node, and computes the same there: searched in its source, and in all that it imports. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { searchFrom, searchSource } from '../../support/portable-source.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const PACKAGES = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm', 'seedrandom', 'zod'];
const modulesIn = async (folder: string) =>
  (await readdir(join(root, folder)))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);

describe('the core', () => {
  it('names nothing of Node, and no arithmetic that the language leaves to the implementation', async () => {
    const entries = [
      'src/random.ts',
      'src/dataset/batches.ts',
      ...(await modulesIn('src/network')),
      ...(await modulesIn('src/training')),
      ...['produce-run', 'make-record', 'seal', 'weights-file'].map((name) => `src/records/${name}.ts`),
      'src/engine/custom-kernels.ts',
      'src/engine/wasm/runtime.ts',
    ];
    const { files, complaints } = await searchFrom(root, entries, PACKAGES);
    expect(complaints).toEqual([]);
    expect(files.length).toBeGreaterThan(40);
    expect(files).toContain('src/engine/wasm/register-kernels.ts');
    expect(files.filter((path) => !path.startsWith('src/'))).toEqual([]);
  });
});

describe('searchFrom', () => {
  async function plant(files: Readonly<Record<string, string>>): Promise<string> {
    const folder = await temporaryFolder();
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return folder;
  }

  // Catches a search that ends at the first module.
  it('follows imports, exports and dynamic imports as far as they lead, and round a circle', async () => {
    const folder = await plant({
      'a.ts': "import { b } from './deep/b.ts';\nexport const a = b;",
      'deep/b.ts': "export * from './c.ts';\nexport const b = 1;",
      'deep/c.ts': "export { d } from '../d.ts';\nimport '../a.ts';",
      'd.ts': "export const d = () => import('./e.ts');",
      'e.ts': 'export const e = Math.exp(1);',
    });
    const { files, complaints } = await searchFrom(folder, ['a.ts'], []);
    expect(files).toEqual(['a.ts', 'd.ts', 'deep/b.ts', 'deep/c.ts', 'e.ts']);
    expect(complaints).toEqual(['e.ts: Math.exp']);
  });

  it('does not follow imports of types, which are gone when it runs', async () => {
    const folder = await plant({
      'a.ts':
        "import type { B } from './b.ts';\nimport { type C, c } from './c.ts';\nexport const a: B | C = c;",
      'b.ts': "import 'node:fs';\nexport type B = number;",
      'c.ts': 'export type C = number;\nexport const c = 1;',
    });
    expect((await searchFrom(folder, ['a.ts'], [])).complaints).toEqual([]);
  });

  it('names builtin modules, by either name, and packages that nobody allowed', async () => {
    const folder = await plant({
      'a.ts':
        "import 'node:fs';\nimport 'crypto';\nimport 'seedrandom';\nimport 'left-pad';\nimport 'zod/mini';",
    });
    expect((await searchFrom(folder, ['a.ts'], ['seedrandom', 'zod'])).complaints).toEqual(
      ['node:fs', 'crypto', 'left-pad', 'zod/mini'].map((name) => `a.ts: imports ${name}`),
    );
  });
});

describe('searchSource', () => {
  it.each([
    ['process.env.SEED', 'process'],
    ['f(Buffer.from(x))', 'Buffer'],
    ["require('fs')", 'require'],
    ['globalThis.process', 'globalThis'],
    ['new Date()', 'Date'],
    ['performance.now()', 'performance'],
    ['crypto.getRandomValues(x)', 'crypto'],
    ['import.meta.url', 'import.meta'],
    ['[(process: number) => process, process.pid]', 'process'],
    ['{ process: 1, pid: process.pid }.pid', 'process'],
    ['import(x)', 'an import of what is known only as it runs'],
    ['Math.random()', 'Math.random'],
    ['Math.exp(x)', 'Math.exp'],
    ['Math.log(x)', 'Math.log'],
    ['Math.pow(x, 2)', 'Math.pow'],
    ['Math.hypot(x, 1)', 'Math.hypot'],
    ['Math.cbrt(x)', 'Math.cbrt'],
    ['x ** 2', '**'],
    ['(x **= 2)', '**='],
    ["Math['exp'](x)", 'Math under another name'],
    ['[1].map(Math.tanh)', 'Math.tanh'],
    ['(({ exp }) => exp(x))(Math)', 'Math under another name'],
    ['names.sort((a, b) => a.localeCompare(b))', 'localeCompare'],
    ['x.toLocaleString()', 'toLocaleString'],
  ])('complains of %s', async (expression, complaint) => {
    expect((await searchSource(`export const y = ${expression};`)).complaints).toContain(complaint);
  });

  it('has nothing against what the language defines to the last bit, nor against words in texts and names', async () => {
    const text = `
      /** Math.exp, process, node:fs */
      import { power } from './power.ts';
      interface Process { process: number; Buffer: string }
      export const sure = (x: number, of: Process) =>
        Math.sqrt(Math.max(Math.abs(x), Math.floor(x))) * Math.LOG2E + of.process + power(x) + Math.fround(x % 3);
      export const values = (entries: [string, { value: number }][]) => entries.map(([name, global]) => [name, global.value]);
      export function named({ Buffer: process }: Process) { const [window] = [process]; return window; }
      export const texts = { process: 'Buffer', exp: \`Math.exp\`, log: 1 }.log;
    `;
    expect(await searchSource(text)).toEqual({ complaints: [], imports: ['./power.ts'] });
  });
});
