import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { TestProject, Vitest } from 'vitest/node';
import { distortions, requireOwnCode, toldToNode } from '../../../src/runner/distortions.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const root = process.cwd();
const vite = { config: { configFile: join(root, 'vitest.config.ts') } };

/** What is said of a test run with these settings, and of what Node was told. */
function said(settings: object = {}, node = '', projects: readonly object[] = [], server: object = vite) {
  const vitest = { config: { root, reporters: [['default', {}], {}], ...settings }, vite: server };
  return distortions(vitest as unknown as Vitest, root, projects as readonly TestProject[], node);
}

describe('requireOwnCode', () => {
  it('gives the code’s digest, and lets no command run other code', () => {
    const { execArgv } = process;
    process.execArgv = []; // Vitest’s own
    onTestFinished(() => void Object.assign(process, { execArgv }));
    vi.stubEnv('NODE_OPTIONS', '');
    expect(requireOwnCode(root, 'The build')).toMatch(/^[0-9a-f]{64}$/);
    vi.stubEnv('TSX_TSCONFIG_PATH', 'tsconfig.other.json');
    expect(() => requireOwnCode(root, 'The build')).toThrow(
      'The build did nothing: TSX_TSCONFIG_PATH puts other code in place',
    );
  });
});

describe('toldToNode', () => {
  it('leaves out what our own commands in TypeScript tell it, and nothing else', () => {
    const { execArgv } = process;
    const tsx = (name: string) => join(root, 'node_modules/tsx/dist', name);
    process.execArgv = [
      '--require',
      tsx('preflight.cjs'),
      '--import',
      `file://${tsx('loader.mjs')}`,
      '--inspect',
    ];
    vi.stubEnv('NODE_OPTIONS', '--import=/tmp/pre.mjs');
    const told = toldToNode(root);
    process.execArgv = ['--import', '/tmp/node_modules/tsx/dist/loader.mjs'];
    const elsewhere = toldToNode(root);
    process.execArgv = execArgv;
    vi.unstubAllEnvs();
    expect(told).not.toMatch(/tsx/);
    expect(told).toContain('--inspect --import=/tmp/pre.mjs');
    expect(elsewhere).toContain('/tmp/node_modules/tsx/dist/loader.mjs');
  });
});

describe('toldToNode, where the project lies behind a link and in a folder with a space', () => {
  it('knows tsx all the same, by the address that Node is given', async () => {
    const home = join(await temporaryFolder(), 'my project');
    const dist = join(home, 'packages', 'tsx', 'dist');
    await mkdir(dist, { recursive: true });
    await writeFile(join(dist, 'loader.mjs'), '');
    await symlink(join(home, 'packages'), join(home, 'node_modules'));
    const { execArgv } = process;
    process.execArgv = ['--import', pathToFileURL(join(dist, 'loader.mjs')).href];
    const told = toldToNode(home);
    process.execArgv = execArgv;
    expect(told).not.toContain('loader');
  });
});

describe('distortions', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it('finds none in a plain test run, nor in what only reports', () => {
    expect(said()).toEqual([]);
    expect(said({ reporters: [['json', {}], ['blob', {}], ['junit', {}]] }, '--max-old-space-size=4096')).toEqual([]); // biome-ignore format: pairs
  });

  // Catches -u, which makes every reviewed text come out as it is.
  it('names what eases the checks', () => {
    expect(said({ snapshotOptions: { updateSnapshot: 'all' } })).toEqual([
      expect.stringMatching(/^-u rewrites/),
    ]);
    const isolated = (isolate: boolean) => [{ name: 'isolated', config: { isolate } }];
    expect(said({}, '', isolated(true))).toEqual([]);
    expect(said({}, '', isolated(false))).toEqual([expect.stringMatching(/^--no-isolate lets/)]);
    vi.stubEnv('FC_PATH', '0:0');
    expect(said()).toEqual([expect.stringMatching(/^FC_PATH replays one case/)]);
  });

  it('names what is taken from elsewhere', () => {
    expect(said({ root: tmpdir() })).toEqual([`specs were taken from ${tmpdir()}`]);
    const configFile = join(root, 'biome.json');
    expect(said({}, '', [], { config: { configFile } })).toEqual([`--config took ${configFile}`]);
    expect(said({ experimental: { fsModuleCache: true } })).toEqual([
      '--experimental.fsModuleCache runs what a cache holds',
    ]);
    expect(said({ coverage: { provider: 'custom' } })).toEqual([
      '--coverage.provider=custom takes in other code',
    ]);
    const experimental = { vcsProvider: '/tmp/vcs.mjs', openTelemetry: { sdkPath: '/tmp/sdk.mjs' } };
    expect(said({ experimental })).toEqual([
      '--experimental.vcsProvider takes in other code',
      '--experimental.openTelemetry.sdkPath takes in other code',
    ]);
    expect(said({ experimental: { vcsProvider: 'git', openTelemetry: { enabled: true } } })).toEqual([]);
    vi.stubEnv('NODE_COMPILE_CACHE', '/tmp/cache');
    expect(said()).toEqual(['NODE_COMPILE_CACHE runs what a cache holds: unset it']);
    vi.unstubAllEnvs();
    vi.stubEnv('ESBUILD_BINARY_PATH', '/tmp/esbuild');
    expect(said()).toEqual(['ESBUILD_BINARY_PATH puts other code in place']);
    vi.unstubAllEnvs();
    vi.stubEnv('VP_RUN_NODE_CLIENT_PATH', '/tmp/client.cjs'); // which Vite loads
    expect(said()).toEqual(['VP_RUN_NODE_CLIENT_PATH puts other code in place']);
    vi.unstubAllEnvs();
    expect(said({ reporters: [['./mine.mjs', {}]] })).toEqual([
      '--reporter=./mine.mjs is none of Vitest’s own, and may change what it is told',
    ]);
  });

  it.each([
    '',
    '--max-old-space-size=4096 --no-warnings',
    '--max-old-space-size 4096',
    '--max_old_space_size=4096',
    '--inspect=127.0.0.1:9229',
    '--trace-deprecation --disable-warning=ExperimentalWarning',
    '--use-system-ca --dns-result-order=ipv4first',
  ])('has nothing against what loads nothing: %s', (node) => expect(said({}, node)).toEqual([]));

  it.each([
    '--import=/tmp/pre.mjs',
    '--import /tmp/pre.mjs',
    '-r ./pre.cjs',
    '--no-warnings --require ./pre.cjs',
    '--loader x',
    '"--import=/tmp/pre.mjs"',
    '--experimental_loader=/tmp/pre.mjs',
    '--experimental-config-file=/tmp/node.config.json',
    '--experimental-default-config-file',
    '"--imp\\ort=/tmp/pre.mjs"', // which Node reads as --import
    '--snapshot-blob=/tmp/pre.blob',
    '--max-old-space-size=4096 --something-new',
  ])('names what Node loads first: %s', (node) =>
    expect(said({}, node)).toEqual([`Node was told what may load other code first: ${node}`]),
  );
});
