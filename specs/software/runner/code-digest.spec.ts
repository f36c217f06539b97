import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeDigest } from '../../../src/runner/code-digest.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const FILES = {
  'src/a.ts': 'a',
  'src/b/c.ts': 'c',
  'bench/b.ts': 'b',
  'specs/d.spec.ts': 'd',
  'tools/e.ts': 'e',
  'package-lock.json': '{}',
  'vitest.config.ts': '',
};

async function digestOf(changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const root = await temporaryFolder();
  for (const [name, content] of Object.entries({ ...FILES, ...changes })) {
    await mkdir(join(root, name, '..'), { recursive: true });
    await writeFile(join(root, name), content);
  }
  return codeDigest(`${root}/`);
}

describe('codeDigest', () => {
  it('is the same wherever the same files lie, and whatever else lies there', async () => {
    expect(await digestOf()).toBe(await digestOf({ 'README.md': 'r', 'reports/x.json': '{}' }));
  });

  it('changes with the content or the name of any file that tests consist of', async () => {
    const changes = [
      ...Object.keys(FILES).map((name) => ({ [name]: 'other' })),
      { 'src/new.ts': '' },
      { 'specs/new/e.spec.ts': '' },
    ];
    const digests = await Promise.all([{}, ...changes].map((change) => digestOf(change)));
    expect(new Set(digests).size).toBe(digests.length);
  });
});
