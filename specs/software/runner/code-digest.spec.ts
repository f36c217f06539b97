import { chmod, cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeState } from '../../../src/runner/code-digest.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const FILES = {
  'src/a.ts': 'a',
  'src/b/c.ts': 'c',
  'bench/b.ts': 'b',
  'specs/d.spec.ts': 'd',
  'tools/e.ts': 'e',
  '.npmrc': '',
  'package.json': '{}',
  'package-lock.json': '{}',
  'tsconfig.json': '{}',
  'vitest.config.ts': '',
};

async function folderOf(changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const root = await temporaryFolder();
  for (const [name, content] of Object.entries({ ...FILES, ...changes })) {
    await mkdir(join(root, name, '..'), { recursive: true });
    await writeFile(join(root, name), content);
  }
  return `${root}/`;
}

const digestOf = async (changes?: Readonly<Record<string, string>>) =>
  codeState(await folderOf(changes)).digest;

describe('codeState', () => {
  it('is the same wherever the same files lie, and whatever else lies there', async () => {
    expect(await digestOf()).toBe(await digestOf({ 'README.md': 'r', 'reports/x.json': '{}' }));
  });

  it('sees files wherever the checkout lies', async () => {
    const parent = join(await temporaryFolder(), 'my_node_modules', '.hidden');
    await cp(await folderOf(), parent, { recursive: true });
    expect(codeState(`${parent}/`).digest).toBe(await digestOf());
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

  it('tells when a file was touched last, though its content is what it was', async () => {
    const root = await folderOf();
    const before = codeState(root);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await chmod(join(root, 'src/b/c.ts'), 0o600);
    const after = codeState(root);
    expect(after.digest).toBe(before.digest);
    expect(after.changedAt).toBeGreaterThan(before.changedAt);
    expect(after.changed).toBe('src/b/c.ts');
  });

  // Catches a package that computes, planted beside the code that imports it: its digest is taken of the installed one.
  it('takes no packages beside the installed ones', async () => {
    const root = await folderOf({ 'src/b/node_modules/zod/index.js': '' });
    expect(() => codeState(root)).toThrow('src/b/node_modules puts other packages in the place');
  });

  it('takes no file that is elsewhere, but for packages', async () => {
    const root = await folderOf();
    await symlink(await temporaryFolder(), join(root, 'tools/node_modules'));
    expect(() => codeState(root)).not.toThrow();
    await symlink('me@host.1', join(root, 'src/.#a.ts')); // an editor’s lock
    await writeFile(join(root, 'src/.a.ts.swp'), '');
    expect(codeState(root).digest).toBe(await digestOf());
    await symlink(join(root, 'src/a.ts'), join(root, 'src/link.ts'));
    expect(() => codeState(root)).toThrow(/src\/link\.ts is a symbolic link: put there what it leads to/);
  });
});
