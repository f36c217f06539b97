/** What the documents point at is there: files and headings; and every command that they name is run by CI. */
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
  'reports/relu-versus-sigmoid/replication/README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const WORKFLOWS = '.github/workflows';
/** Every command of CI's, day by day or once a week, without comments and the words of YAML around it. */
const run = ['.ci/run', ...readdirSync(join(ROOT, WORKFLOWS)).map((name) => `${WORKFLOWS}/${name}`)]
  .map(read)
  .join('\n')
  .replace(/(^|\s)#.*/g, '')
  .replace(/>\n +/g, '') // a command that goes on in the next line
  .replace(/\$\{\{ inputs\.mode \}\}/g, 'relu-versus-sigmoid/paper') // as paper.yml calls sharded.yml
  .replace(/\$\{\{.*?\}\}/g, 'value')
  .split('\n')
  .flatMap((line) => line.replace(/^[\s-]*(run:)?/, '').split(/&&|\|\||;|\s&(?:\s|$)/))
  .map((command) => command.trim());

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

/** Commands in a text, inline or in a block: of npm, npx, pip, and tools in Python. */
const commandsIn = (text: string) =>
  [...text.matchAll(/`([^`\n]+)`/g), ...text.matchAll(/^(.+)$/gm)]
    .map(([, command]) => command!.replace(/\s+#.*/, '').trim())
    .filter((command) => /^(\w+=\S+ )?(npm (run|ci|test)|npx|pip|python3?)\b/.test(command));

/** Commands that no workflow runs, but for how its results are reported and how often it tries; `<name>` stands for a word. */
const neverRun = (text: string) =>
  commandsIn(text)
    .flatMap((command) => command.split('&&').map((part) => part.trim()))
    .filter((command) => {
      const literal = command.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/<\w+>/g, '\\S+');
      const wanted = new RegExp(`^${literal}( (-- )?--(reporter|shard|retry)=\\S+)*$`);
      return !run.some((one) => wanted.test(one));
    });

/** Scripts that are named and are not there. */
const absent = (text: string) =>
  [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!).filter((name) => !(name in scripts));

describe.each(documents)('%s', (path) => {
  it('links to what is there', () => expect(broken(path, read(path))).toEqual([]));
  it('names scripts that there are', () => expect(absent(read(path))).toEqual([]));
});

// A changelog also tells of commands that there no longer are.
describe.each(documents.filter((path) => path !== 'CHANGELOG.md'))('%s', (path) => {
  it('names no command that CI does not run', () => expect(neverRun(read(path))).toEqual([]));
});

it('has CI run scripts that there are', () => expect(absent(run.join('\n'))).toEqual([]));

describe('the check', () => {
  it('notices a file and a heading that are not there', () => {
    const text = '# A b\n[x](no.md) [y](#a-b) [z](#c) [w](README.md) <img src="none.svg">';
    expect(broken('README.md', text)).toEqual(['no.md', '#c', 'none.svg']);
  });

  it('notices a command that nothing runs, inline or in a block, and none that is run', () => {
    const text = [
      'Give `npm run nothing`, then `npm run check`, `npx vitest run --mode smoke`, `npm run reproduce -- --study <name>` or `RUN_CACHE=<folder> npm test`.',
      '```sh',
      'npm ci && npm test            # the check',
      'npx vitest run --mode slow    # no such thing',
      'pip install tensorflow-cpu==2.21.0',
      '```',
    ].join('\n');
    expect(neverRun(text)).toEqual(['npm run nothing', 'npx vitest run --mode slow']);
    expect(absent(text)).toEqual(['nothing']);
  });
});
