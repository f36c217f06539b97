import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { removeSession, SESSION_FILE } from '../../../src/runner/session-file.ts';
import { sessionText } from '../../../src/runner/summary.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('removeSession', () => {
  it('removes what an earlier test run concluded, and nothing else', async () => {
    const reports = await temporaryFolder();
    const ending = { conclusion: 'supported', problems: [], absent: [], settings: [] } as const;
    await writeFile(join(reports, SESSION_FILE), sessionText([], ending, 'c'));
    await writeFile(join(reports, 'other.json'), '{}');
    await removeSession(reports);
    expect(await readdir(reports)).toEqual(['other.json']);
  });

  it('has nothing to do where there is none, or no folder', async () => {
    const reports = await temporaryFolder();
    await removeSession(reports);
    await removeSession(join(reports, 'not-yet'));
    expect(await readdir(reports)).toEqual([]);
  });

  // Once `REPORTS=..` deleted whatever stood in the folder above under that name.
  it.each(['', '{}', '[1]', 'null', 'not JSON', '{"schema":4,"conclusion":"supported"}'])(
    'refuses to delete what no test run wrote, and names it: %j',
    async (text) => {
      const reports = await temporaryFolder();
      const path = join(reports, SESSION_FILE);
      await writeFile(path, text);
      await expect(removeSession(reports)).rejects.toThrow(RangeError);
      await expect(removeSession(reports)).rejects.toThrow(`${path} is not. Move it away`);
      expect(await readFile(path, 'utf8')).toBe(text);
    },
  );

  it('names a folder that stands in its place', async () => {
    const reports = await temporaryFolder();
    await mkdir(join(reports, SESSION_FILE));
    await expect(removeSession(reports)).rejects.toThrow(join(reports, SESSION_FILE));
  });
});
