/** Where the dataset is kept between runs: one folder per user, shared by every checkout. */

import { isAbsolute, join, resolve } from 'node:path';

/** What the choice depends on; `process` and `os` supply it, specs make it up. */
export type UserSurroundings = {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly home: string;
};

function userCacheFolder({ env, platform, home }: UserSurroundings): string {
  // The XDG specification: a relative path in XDG_CACHE_HOME is to be ignored.
  const xdg = env.XDG_CACHE_HOME;
  if (xdg && isAbsolute(xdg)) return xdg;
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  if (platform === 'win32') return env.LOCALAPPDATA || join(home, 'AppData', 'Local');
  return join(home, '.cache');
}

/**
 * @returns `CIFAR10_CACHE` if it is set, else `relu-versus-sigmoid/cifar-10` in the platform's cache folder
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function cacheFolder(surroundings: UserSurroundings): string {
  const chosen = surroundings.env.CIFAR10_CACHE;
  return chosen ? resolve(chosen) : join(userCacheFolder(surroundings), 'relu-versus-sigmoid', 'cifar-10');
}
