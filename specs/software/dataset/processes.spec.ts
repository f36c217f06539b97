import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../../src/dataset/cifar10.ts';
import { DatasetError } from '../../../src/dataset/dataset-error.ts';
import { readCache } from '../../../src/dataset/read-cache.ts';
import { plantedDataset, writeFolder } from '../../support/planted-dataset.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const { batches, files } = plantedDataset();
const script = fileURLToPath(new URL('../../support/acquire-process.ts', import.meta.url));
const processTimeout = 30_000;

type Loader = { readonly process: ChildProcess; readonly lines: string[]; readonly ended: Promise<unknown> };

function startLoader(folder: string, source: string, mode = ''): Loader {
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder, source, mode], {
    cwd: dirname(script), // from where node resolves tsx
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  child.stdout.on('data', (text: Buffer) => lines.push(...text.toString().split('\n').filter(Boolean)));
  return { process: child, lines, ended: once(child, 'close') };
}

const stores = ({ lines }: Loader) => lines.filter((line) => line.includes('"store"')).length;

describe('two processes that load at once', () => {
  it(
    'do the work once',
    async () => {
      const [folder, source] = [await temporaryFolder(), await writeFolder(files)];
      const first = startLoader(folder, source, 'hold');
      await expect.poll(() => stores(first), { timeout: processTimeout }).toBe(1);
      const second = startLoader(folder, source);
      await expect
        .poll(() => second.lines.join(), { timeout: processTimeout })
        .toContain(`"ownerPid":${first.process.pid}`);
      await writeFile(join(source, 'go'), '');
      await Promise.all([first.ended, second.ended]);
      expect([stores(first), stores(second)]).toEqual([batches.length, 0]);
      for (const { lines } of [first, second]) expect(lines.at(-1)).toBe('{"kind":"complete","passes":true}');
      expect((await readdir(folder)).sort()).toEqual([...files.keys()].sort());
    },
    2 * processTimeout,
  );
});

describe('a process killed by SIGKILL', () => {
  it.each(['die-writing', 'die-after-1', 'die-after-5'])(
    'leaves nothing that passes, and nothing in the way of the next (%s)',
    async (mode) => {
      const [folder, source] = [await temporaryFolder(), await writeFolder(files)];
      const killed = startLoader(folder, source, mode);
      await killed.ended;
      expect(killed.process.signalCode).toBe('SIGKILL');
      expect(await readdir(folder)).toContain('cifar-10.lock');
      expect(await readCache(folder, batches)).toBeInstanceOf(DatasetError);
      const task = { folder, source: { kind: 'path', path: source }, batches, onProgress: () => {} } as const;
      expect((await loadDataset(task)).train.count).toBe(25);
      expect((await readdir(folder)).sort()).toEqual([...files.keys()].sort());
    },
    processTimeout,
  );
});
