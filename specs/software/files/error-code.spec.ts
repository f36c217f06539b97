import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { errorCode } from '../../../src/files/error-code.ts';

describe('errorCode', () => {
  it('reads the code that the system gave', async () => {
    const error = await readFile('/no/such/file').catch((reason: unknown) => reason);
    expect(errorCode(error)).toBe('ENOENT');
  });

  it.each<[string, unknown]>([
    ['an error without a code', new Error('planted')],
    ['an error whose code is a number', Object.assign(new Error('planted'), { code: 20 })],
    ['a thing with a code that is no error', { code: 'ENOENT' }],
    ['text', 'ENOENT'],
    ['null', null],
    ['nothing', undefined],
  ])('is empty for %s', (_, thrown) => {
    expect(errorCode(thrown)).toBe('');
  });
});
