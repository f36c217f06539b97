import { describe, expect, it } from 'vitest';
import { DatasetError, explainFileError } from '../../../src/dataset/dataset-error.ts';

const otherFolder = 'or set CIFAR10_CACHE to a';
const failed = (code: string) => Object.assign(new Error('planted'), { code });

describe('DatasetError', () => {
  it('is known by its name, and keeps its cause', () => {
    const cause = new Error('planted');
    const error = new DatasetError('altered', { file: 'f', expected: 'e', found: 'g', remedy: 'r', cause });
    expect(error).toMatchObject({ name: 'DatasetError', finding: 'f is altered: expected e, found g' });
    expect(error.cause).toBe(cause);
  });
});

describe('explainFileError', () => {
  it.each([
    [
      'ENOSPC',
      'no-space',
      `Free some space (CIFAR-10 takes 185 MB, and its download 278 MB for a while), ${otherFolder} folder on another disk.`,
    ],
    ['EACCES', 'no-permission', `Change its permissions, ${otherFolder} folder that you may write in.`],
    ['EPERM', 'no-permission', `Change its permissions, ${otherFolder} folder that you may write in.`],
    ['EROFS', 'no-permission', `Change its permissions, ${otherFolder} folder that you may write in.`],
    ['ENOENT', 'missing', 'Check the path.'],
    [
      'EIO',
      'unreadable',
      `Check that the path is of the right kind and its disk sound, or set CIFAR10_CACHE to another folder.`,
    ],
  ])('says what to do about %s', (code, problem, remedy) => {
    const error = explainFileError(failed(code), '/a', 'b');
    expect(error).toMatchObject({ problem, file: '/a', expected: 'b', found: code, remedy });
  });
});
