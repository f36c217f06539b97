/** The one error this folder throws: it names the file, what was expected and found, and what to do. */

import { errorCode } from '../files/error-code.ts';

const phrases = {
  missing: 'is missing',
  truncated: 'is truncated',
  altered: 'is altered',
  mislabelled: 'is mislabelled',
  offline: 'cannot be fetched',
  'no-space': 'does not fit on the disk',
  'no-permission': 'may not be accessed',
  unreadable: 'cannot be used',
} as const;

const freeSpace =
  'Free some space (CIFAR-10 takes 185 MB, and its download 278 MB for a while), ' +
  'or set CIFAR10_CACHE to a folder on another disk.';

/** What is wrong, as a word that callers and specs can test. */
export type DatasetProblem = keyof typeof phrases;

/** The parts of a {@link DatasetError}; all of them appear in its message. */
export type DatasetErrorParts = {
  /** Path or name of the file, folder or package concerned. */
  readonly file: string;
  readonly expected: string;
  readonly found: string;
  /** An imperative sentence: what the reader can do about it. */
  readonly remedy: string;
  readonly cause?: unknown;
};

/** CIFAR-10 could not be had, or what was had is not CIFAR-10. */
export class DatasetError extends Error {
  readonly problem: DatasetProblem;
  readonly file: string;
  readonly expected: string;
  readonly found: string;
  readonly remedy: string;
  /** The message without the remedy: what is wrong with what. */
  readonly finding: string;

  constructor(problem: DatasetProblem, { file, expected, found, remedy, cause }: DatasetErrorParts) {
    const finding = `${file} ${phrases[problem]}: expected ${expected}, found ${found}`;
    super(`loadCifar10: ${finding}. ${remedy}`, { cause });
    this.name = 'DatasetError';
    this.problem = problem;
    this.file = file;
    this.expected = expected;
    this.found = found;
    this.remedy = remedy;
    this.finding = finding;
  }
}

/** The error of a disk without room. @param found - how much is free, or what the system said */
export function outOfSpace(file: string, bytes: number, found: string): DatasetError {
  return new DatasetError('no-space', { file, expected: `${bytes} bytes free`, found, remedy: freeSpace });
}

/** As the handler of a `catch`: throws what {@link explainFileError} makes of an error. */
export function explained(file: string, expected: string): (error: unknown) => never {
  return (error) => {
    throw explainFileError(error, file, expected);
  };
}

/**
 * Turns a file system error into one that says what to do.
 * @param error - what the file system threw; a {@link DatasetError} passes unchanged
 * @param expected - what the operation needed, such as `a folder to write in`
 */
export function explainFileError(error: unknown, file: string, expected: string): DatasetError {
  if (error instanceof DatasetError) return error;
  const code = errorCode(error);
  const [problem, remedy] = FILE_ERRORS[code] ?? ['unreadable', otherwise];
  return new DatasetError(problem, { file, expected, found: code || String(error), remedy, cause: error });
}

const otherwise =
  'Check that the path is of the right kind and its disk sound, or set CIFAR10_CACHE to another folder.';
const noPermission = [
  'no-permission',
  'Change its permissions, or set CIFAR10_CACHE to a folder that you may write in.',
] as const;
const FILE_ERRORS: Readonly<Record<string, readonly [DatasetProblem, string]>> = {
  ENOSPC: ['no-space', freeSpace],
  EDQUOT: ['no-space', freeSpace],
  EACCES: noPermission,
  EPERM: noPermission,
  EROFS: noPermission,
  ENOENT: ['missing', 'Check the path.'],
};
