import { afterEach, describe, expect, it, vi } from 'vitest';
import { DatasetError } from '../../../src/dataset/dataset-error.ts';
import { IncompleteEvidence } from '../../../src/records/evidence.ts';
import { runCommand } from '../../../src/runner/run-command.ts';

const kept = process.exitCode;
afterEach(() => {
  process.exitCode = kept;
  vi.restoreAllMocks();
});

async function ended(...command: Parameters<typeof runCommand<string>>) {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  process.exitCode = 3; // as if a test run had set it
  await runCommand(...command);
  return { code: process.exitCode, said: said.mock.calls.flat() };
}

const thrown = (error: Error) => () => Promise.reject(error);

describe('runCommand', () => {
  it('hands the request on and ends with the code that comes back, or with the one that is set', async () => {
    const work = vi.fn(async (_: string) => 0);
    expect(await ended(() => 'asked', work)).toEqual({ code: 0, said: [] });
    expect(work).toHaveBeenCalledExactlyOnceWith('asked');
    expect(
      await ended(
        () => 'asked',
        async () => {},
      ),
    ).toEqual({ code: 3, said: [] });
  });

  it.each([
    ['a request that is not understood', new RangeError('got 3'), undefined, 2],
    ['work that fails', undefined, new RangeError('got 3'), 1],
    ['missing evidence before the work', new IncompleteEvidence('got 3'), undefined, 5],
    [
      'missing images',
      undefined,
      new DatasetError('offline', { file: 'f', expected: 'e', found: 'f', remedy: 'r' }),
      5,
    ],
    ['missing evidence during it', undefined, new IncompleteEvidence('got 3'), 5],
  ])('says what is wrong, without a trace, and ends %s with its own code', async (_, request, work, code) => {
    const understand = request ? thrown(request) : () => 'asked';
    expect(await ended(understand, work ? thrown(work) : async () => 0)).toEqual({
      code,
      said: [(request ?? work)?.message],
    });
  });
});
