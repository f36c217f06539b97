/** The flow goes one way: what comes later in it may import what comes earlier, and nothing the other way round. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../../src', import.meta.url));

/** Folders and files directly in `src`, in the order of the flow. */
const FLOW = [
  ...['random.ts', 'host.ts', 'scale.ts', 'node-host.ts', 'browser-host.ts', 'files', 'statistics'],
  ...['engine', 'dataset', 'network', 'training'],
  ...['prose.ts', 'study.ts', 'cost.ts', 'records', 'judging', 'report', 'studies', 'runner'],
] as const;

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.includes(`${sep}assembly${sep}`))
  .map((path) => ({ path: path.split(sep).join('/'), text: readFileSync(join(SRC, path), 'utf8') }));

/** Modules of the project that a module loads; what is imported as a type alone is gone by then. */
function loads({ path, text }: { path: string; text: string }): string[] {
  const imports = [...text.matchAll(/^(?:import|export)(?! type)[^;]*?from '(\.[^']+)'/gms)];
  return imports.map(([, target]) =>
    relative(SRC, join(SRC, dirname(path), target!))
      .split(sep)
      .join('/'),
  );
}

const partOf = (path: string) => path.split('/')[0]!;

/** Imports against the flow, each as `file → what it loads`. */
function against(files: typeof sources): string[] {
  const index = (path: string) => (FLOW as readonly string[]).indexOf(partOf(path));
  return files.flatMap((file) =>
    loads(file)
      .filter((target) => index(target) > index(file.path))
      .map((target) => `${file.path} → ${target}`),
  );
}

describe('the source', () => {
  it('has no part but those of the flow', () => {
    expect(new Set(sources.map(({ path }) => partOf(path)))).toEqual(new Set(FLOW));
  });

  it('imports nothing against the flow', () => expect(against(sources)).toEqual([]));

  it('names its studies nowhere but in their own folder and their list', () => {
    const naming = sources.filter(({ path, text }) => {
      return partOf(path) !== 'studies' && /from '[^']*studies\/(?!studies\.ts)/.test(text);
    });
    expect(naming.map(({ path }) => path)).toEqual([]);
  });

  it('has no file past 200 lines', () => {
    const long = sources.filter(({ text }) => text.split('\n').length > 201);
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});

describe('the check', () => {
  it('notices an import against the flow, and none that is of a type', () => {
    const text = "import { judge } from '../judging/verdict.ts';";
    expect(against([{ path: 'network/head.ts', text }])).toEqual(['network/head.ts → judging/verdict.ts']);
    expect(against([{ path: 'runner/plan.ts', text }])).toEqual([]);
    expect(against([{ path: 'network/head.ts', text: text.replace('import', 'import type') }])).toEqual([]);
    expect(
      against([{ path: 'network/head.ts', text: `import {\n  a,\n  b,\n} from '../report/table.ts';` }]),
    ).toHaveLength(1);
  });
});
