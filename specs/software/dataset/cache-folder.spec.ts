import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder } from '../../../src/dataset/cache-folder.ts';

const own = join('relu-versus-sigmoid', 'cifar-10');

describe('cacheFolder', () => {
  it.each([
    [
      'CIFAR10_CACHE before all else',
      'linux',
      { CIFAR10_CACHE: '/data/c', XDG_CACHE_HOME: '/x' },
      resolve('/data/c'),
    ],
    ['XDG_CACHE_HOME', 'linux', { XDG_CACHE_HOME: '/x' }, join('/x', own)],
    [
      '~/.cache, when XDG_CACHE_HOME is relative',
      'linux',
      { XDG_CACHE_HOME: 'x' },
      join('/home/ada', '.cache', own),
    ],
    ['~/.cache on Linux', 'linux', {}, join('/home/ada', '.cache', own)],
    ['~/Library/Caches on macOS', 'darwin', {}, join('/home/ada', 'Library', 'Caches', own)],
    ['LOCALAPPDATA on Windows', 'win32', { LOCALAPPDATA: '/local' }, join('/local', own)],
    ['AppData/Local on Windows without it', 'win32', {}, join('/home/ada', 'AppData', 'Local', own)],
  ] as const)('takes %s', (_, platform, env, expected) => {
    expect(cacheFolder({ env, platform, home: '/home/ada' })).toBe(expected);
  });
});
