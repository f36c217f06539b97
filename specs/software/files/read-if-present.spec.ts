import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readIfPresent } from '../../../src/files/read-if-present.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('readIfPresent', () => {
  it('reads what is there, as text or as asked, and nothing where nothing is', async () => {
    const path = join(await temporaryFolder(), 'file');
    expect(await readIfPresent(path)).toBeUndefined();
    await writeFile(path, 'é');
    expect(await readIfPresent(path)).toBe('é');
    expect(await readIfPresent(path, 'base64')).toBe('w6k=');
  });

  it('names a folder in its place, and a file on the way to it', async () => {
    const path = join(await temporaryFolder(), 'folder');
    await mkdir(path);
    await expect(readIfPresent(path)).rejects.toThrow(/^EISDIR: .*folder'$/);
    await writeFile(join(path, 'file'), '');
    await expect(readIfPresent(join(path, 'file', 'below'))).rejects.toThrow(/^ENOTDIR: [^']*'[^']*below'$/);
  });
});
