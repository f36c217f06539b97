/** What the documents point at is there: files, headings, and the commands that package.json has. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'src/engine/wasm/README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** Headings as GitHub names them in addresses. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Links that lead nowhere. */
function broken(path: string, text: string): string[] {
  const links = [...text.matchAll(/(?:\]\(|(?:src|srcset)=")(?!https?:)([^)"\s]+)[)"]/g)].map(
    ([, link]) => link!,
  );
  return links.filter((link) => {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : join(dirname(path), file);
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && !anchorsOf(file === '' ? text : read(target)).includes(anchor);
  });
}

/** Scripts that are named and are not there. */
const absent = (text: string) =>
  [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!).filter((name) => !(name in scripts));

describe.each(documents)('%s', (path) => {
  it('links to what is there', () => expect(broken(path, read(path))).toEqual([]));
  it('names commands that there are', () => expect(absent(read(path))).toEqual([]));
});

describe('the check', () => {
  it('notices a file, a heading and a command that are not there', () => {
    const text =
      '# A b\n[x](no.md) [y](#a-b) [z](#c) [w](README.md) <img src="none.svg"> `npm run nothing` `npm run check`';
    expect(broken('README.md', text)).toEqual(['no.md', '#c', 'none.svg']);
    expect(absent(text)).toEqual(['nothing']);
  });
});
