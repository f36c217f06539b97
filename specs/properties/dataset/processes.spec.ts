import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../../src/dataset/cifar10.ts';
import { DatasetError } from '../../../src/dataset/dataset-error.ts';
import { readCache } from '../../../src/dataset/read-cache.ts';
import { withFileLock } from '../../../src/files/file-lock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { syntheticDataset, writeFolder } from './synthetic-dataset.ts';

const { batches, files } = syntheticDataset();
const script = fileURLToPath(new URL('./acquire-process.ts', import.meta.url));
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

/** The pid of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'close');
  return child.pid!;
}

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
      expect(await readdir(folder)).toContain('lock');
      expect(await readCache(folder, batches)).toBeInstanceOf(DatasetError);
      const task = { folder, source: { kind: 'path', path: source }, batches, onProgress: () => {} } as const;
      expect((await loadDataset(task)).train.count).toBe(25);
      expect((await readdir(folder)).sort()).toEqual([...files.keys()].sort());
    },
    processTimeout,
  );
});

describe('withFileLock', () => {
  const lock = async () => join(await temporaryFolder(), 'lock');

  it('lets one in at a time', async () => {
    const path = await lock();
    let inside = 0;
    const peaks = await Promise.all(
      Array.from({ length: 8 }, () =>
        withFileLock(
          path,
          async () => {
            const peak = ++inside;
            await new Promise((resolve) => setTimeout(resolve, 5));
            inside--;
            return peak;
          },
          { pollMilliseconds: 2 },
        ),
      ),
    );
    expect(peaks).toEqual(new Array(8).fill(1));
  });

  it('takes over from an owner whose process has ended', async () => {
    const path = await lock();
    await writeFile(path, `token\n${await deadPid()}\n${hostname()}`);
    expect(await withFileLock(path, async () => 'done')).toBe('done');
  });

  it.each([
    ['another machine', () => `token\n1\nelsewhere`],
    ['this very process', () => `token\n${process.pid}\n${hostname()}`],
    ['an owner that never wrote its name', () => ''],
  ])('takes over from %s only when it gives no sign of life', async (_, content) => {
    const path = await lock();
    const waitedFor: number[] = [];
    await writeFile(path, content());
    const started = Date.now();
    const options = {
      staleMilliseconds: 300,
      pollMilliseconds: 20,
      onWait: (pid: number) => waitedFor.push(pid),
    };
    await withFileLock(path, async () => {}, options);
    expect(Date.now() - started).toBeGreaterThan(200);
    expect(waitedFor.length).toBeLessThanOrEqual(1);
  });

  it('lets several take over from the same dead owner one at a time', async () => {
    const path = await lock();
    await writeFile(path, `token\n${await deadPid()}\n${hostname()}`);
    let inside = 0;
    let peak = 0;
    const work = async () => {
      peak = Math.max(peak, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 10));
      inside--;
    };
    await Promise.all(Array.from({ length: 4 }, () => withFileLock(path, work, { pollMilliseconds: 2 })));
    expect(peak).toBe(1);
  });

  it('gives signs of life while it works', async () => {
    const path = await lock();
    const age = await withFileLock(
      path,
      async () => {
        await utimes(path, 0, 0);
        await new Promise((resolve) => setTimeout(resolve, 200));
        return Date.now() - (await stat(path)).mtimeMs;
      },
      { staleMilliseconds: 300 },
    );
    expect(age).toBeLessThan(1000);
  });

  it('is released when the work fails', async () => {
    const path = await lock();
    await expect(withFileLock(path, () => Promise.reject(new Error('planted')))).rejects.toThrow('planted');
    await expect(withFileLock(path, async () => 'again')).resolves.toBe('again');
  });
});
