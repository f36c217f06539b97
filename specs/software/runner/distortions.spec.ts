import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TestProject, Vitest } from 'vitest/node';
import { distortions } from '../../../src/runner/distortions.ts';

const root = process.cwd();
const vite = { config: { configFile: join(root, 'vitest.config.ts') } };

/** What is said of a test run with these settings, and of what Node was told. */
function said(settings: object = {}, node = '', projects: readonly object[] = [], server: object = vite) {
  const vitest = { config: { root, reporters: [['default', {}], {}], ...settings }, vite: server };
  return distortions(vitest as unknown as Vitest, root, projects as readonly TestProject[], node);
}

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
    expect(said({ reporters: [['./mine.mjs', {}]] })).toEqual([
      '--reporter=./mine.mjs is none of Vitest’s own, and may change what it is told',
    ]);
  });

  it.each([
    '--import=/tmp/pre.mjs',
    '--import /tmp/pre.mjs',
    '-r ./pre.cjs',
    '--no-warnings --require ./pre.cjs',
    '--loader x',
  ])('names what Node loads first: %s', (node) =>
    expect(said({}, node)).toEqual([`Node was told to load other code first: ${node}`]),
  );
});
