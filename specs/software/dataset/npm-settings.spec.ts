import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { npmSettings, registryHost } from '../../../src/dataset/npm-settings.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

type Options = { readonly shell: boolean; readonly env: Readonly<Record<string, string | undefined>> };
type Run = (file: string, words: readonly string[], options: Options) => Promise<{ stdout: string }>;

/** What stands in for starting npm; npm itself is started where no answer is planted. */
const npm = vi.hoisted(() => ({ run: vi.fn<Run>() }));

vi.mock('node:child_process', async (importOriginal) => {
  const actual = await importOriginal<typeof import('node:child_process')>();
  const start: Run = (file, words, options) => promisify(actual.execFile)(file, [...words], options);
  const execFile = { [promisify.custom]: npm.run.mockImplementation(start) };
  return { ...actual, execFile: Object.assign(() => undefined, execFile) };
});

afterEach(() => npm.run.mockClear());

function plantAnswer(...lines: readonly string[]): void {
  npm.run.mockResolvedValueOnce({ stdout: lines.join('\n') });
}

function pretendPlatform(value: NodeJS.Platform): void {
  const actual = process.platform;
  Object.defineProperty(process, 'platform', { value });
  onTestFinished(() => {
    Object.defineProperty(process, 'platform', { value: actual });
  });
}

const complete = { npm_config_registry: 'http://r/', npm_config_cache: '/c' };

describe('npmSettings', () => {
  it('takes the environment first, and then does not start npm', async () => {
    const env = { ...complete, npm_config_https_proxy: 'http://p', PATH: '' };
    expect(await npmSettings(env)).toEqual({
      registry: 'http://r/',
      cache: join('/c', '_cacache'),
      httpsProxy: 'http://p',
    });
    expect(npm.run).not.toHaveBeenCalled();
  });

  it('takes names in capitals too', async () => {
    const env = { NPM_CONFIG_REGISTRY: 'http://r/', npm_config_cache: '/c', NPM_CONFIG_FETCH_RETRIES: '7' };
    expect(await npmSettings(env)).toEqual({
      registry: 'http://r/',
      cache: join('/c', '_cacache'),
      fetchRetries: 7,
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

  it('takes what npm calls null for not set', async () => {
    plantAnswer('registry=http://m/?a=b', 'cache=/npm', 'https-proxy=null', 'cafile=null', 'fetch-retries=4');
    expect(await npmSettings({})).toEqual({
      registry: 'http://m/?a=b',
      cache: join('/npm', '_cacache'),
      fetchRetries: 4,
    });
  });

  it.each([
    ['the registry', { npm_config_registry: 'http://r/' }, { registry: 'http://r/', cache: '/npm' }],
    ['the cache', { npm_config_cache: '/c' }, { registry: 'http://m/', cache: '/c' }],
  ])('asks npm for the rest when the environment names only %s', async (_, env, { registry, cache }) => {
    plantAnswer('registry=http://m/', 'cache=/npm');
    expect(await npmSettings(env)).toEqual({ registry, cache: join(cache, '_cacache') });
  });

  // Catches npm not starting on Windows, where it is a script, and a needless shell elsewhere.
  it.each([
    ['win32', true],
    ['linux', false],
  ] as const)('starts npm on %s with a shell: %s', async (platform, shell) => {
    pretendPlatform(platform);
    plantAnswer('registry=http://m/', 'cache=/npm');
    await npmSettings({ HOME: '/home/ada' });
    const words = ['config', 'get', 'registry', 'cache', 'https-proxy', 'cafile', 'fetch-retries'];
    expect(npm.run.mock.calls).toEqual([['npm', words, { shell, env: { HOME: '/home/ada' } }]]);
  });

  it.each([
    ['registry=null', 'cache=/npm', 'registry not set, cache set'],
    ['registry=http://m/', 'cache=', 'registry set, cache not set'],
  ])('refuses an npm that says %s and %s', async (registry, cache, found) => {
    plantAnswer(registry, cache);
    await expect(npmSettings({})).rejects.toMatchObject({
      problem: 'offline',
      file: 'the npm registry',
      expected: '`npm config get registry cache` to name a registry and a cache',
      found,
      remedy: 'Set npm_config_registry and npm_config_cache, or set CIFAR10_SOURCE.',
    });
  });

  it('says what to do where there is no npm, with the first line of the reason', async () => {
    npm.run.mockRejectedValueOnce(new Error('spawn npm ENOENT\nand more'));
    await expect(npmSettings({})).rejects.toMatchObject({
      problem: 'offline',
      file: 'the npm registry',
      expected: 'its address from `npm config get registry`',
      found: 'spawn npm ENOENT',
      remedy: expect.stringContaining('set npm_config_registry'),
    });
  });

  it('reads the certificates as text', async () => {
    const cafile = join(await temporaryFolder(), 'ca.pem');
    await writeFile(cafile, '-----BEGIN CERTIFICATE-----\n');
    const settings = await npmSettings({ ...complete, npm_config_cafile: cafile });
    expect(settings.ca).toBe('-----BEGIN CERTIFICATE-----\n');
  });

  it('says which certificates it could not read', async () => {
    await expect(npmSettings({ ...complete, npm_config_cafile: '/no/ca.pem' })).rejects.toMatchObject({
      problem: 'missing',
      file: '/no/ca.pem',
      expected: "the certificates named by npm's cafile setting",
    });
  });
});

describe('registryHost', () => {
  it.each([
    ['https://ada:secret@registry.example.org/npm/', 'registry.example.org'],
    ['http://127.0.0.1:4873/', '127.0.0.1:4873'],
    ['secret', 'an address that is no URL'],
  ])('makes of %s %s', (registry, host) => {
    expect(registryHost({ registry, cache: '/c' })).toBe(host);
  });
});
