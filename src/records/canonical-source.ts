/** Source in the one form that everything which computes the same shares: what fingerprints are taken of. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, resolve } from 'node:path';
import {
  type BinaryExpression,
  type ClassBody,
  type Identifier,
  type Node,
  parse,
  type VariableDeclarator,
} from 'acorn';
import { ancestor } from 'acorn-walk';
import { build, type Metafile } from 'esbuild';
import { minify } from 'terser';

/** The packages whose versions decide the form. */
export const CANONICAL_TOOLS = ['acorn', 'acorn-walk', 'esbuild', 'terser'] as const;

// Fixed here, so that the project's own compiler settings do not count; that imports run even where only types, or nothing,
// is taken from them is what Vitest and tsx make of those.
const OPTIONS = {
  bundle: true,
  treeShaking: true,
  platform: 'node',
  format: 'esm',
  target: 'es2023',
  tsconfigRaw: '{"compilerOptions":{"verbatimModuleSyntax":true}}',
  legalComments: 'none',
  write: false,
  metafile: true,
  logLevel: 'silent',
} as const;

/** Canonical forms by bundle: a process looks at the same code again and again, and asks whether it has changed. */
const known = new Map<string, Promise<string>>();

/**
 * Bundles modules and all that they import from this project, without comments, layout, names of locals, unused code,
 * and what is told to errors: none of these decides a result.
 *
 * @param modules - paths relative to `folder`
 * @returns the text, and the packages that it imports
 * @throws Error if the source does not bundle, or imports a module otherwise than by its very path
 */
export async function canonicalSource(
  folder: string,
  modules: readonly string[],
): Promise<{ readonly text: string; readonly packages: readonly string[] }> {
  const contents = modules.map((path) => `export * from '${path}';`).join('\n');
  const result = await build({
    ...OPTIONS,
    stdin: { contents, resolveDir: folder },
    absWorkingDir: folder,
    minifySyntax: true,
    packages: 'external',
    // What runs decides, not what a comment (`@__PURE__`) or package.json (`sideEffects`) says of it, …
    ignoreAnnotations: true,
    conditions: [], // … and it is the file that Node takes, which knows no condition of bundlers'.
  });
  requirePaths(result.metafile, folder);
  const imports = Object.values(result.metafile.outputs).flatMap((output) => output.imports);
  const packages = imports.map(({ path }) => path).filter((path) => !isBuiltin(path));
  const text = result.outputFiles.map((file) => file.text).join('');
  const canonical = known.get(text) ?? renamed(withoutErrorTexts(text));
  known.set(text, canonical);
  return { text: await canonical, packages: [...new Set(packages)].sort() };
}

// Vite, Node and bundlers find different files where an import leaves something out, or asks package.json.
function requirePaths({ inputs }: Metafile, folder: string): void {
  for (const [importer, { imports }] of Object.entries(inputs)) {
    const from = importer === '<stdin>' ? folder : dirname(resolve(folder, importer));
    for (const { path, original, external } of imports) {
      if (external || (original && resolve(from, original) === resolve(folder, path))) continue;
      throw new Error(
        `canonicalSource needs imports by their files' paths, such as './sum.ts', got '${original}' in ${importer}`,
      );
    }
  }
}

// What an error is told is read by people; that it is thrown is part of the program.
function withoutErrorTexts(text: string): string {
  const told: { start: number; end: number }[] = [];
  const program = parse(text, { ecmaVersion: 'latest', sourceType: 'module' });
  const used = usedOtherwise(program);
  ancestor(program, {
    ThrowStatement({ argument: thrown }) {
      if (thrown.type !== 'NewExpression' || !isError(thrown.callee)) return;
      const [first, last] = [thrown.arguments[0], thrown.arguments.at(-1)];
      if (first && last) told.push({ start: first.start, end: last.end });
    },
    Class({ superClass, body, id }, _, ancestors) {
      const parent = ancestors.at(-2);
      const name = parent?.type === 'VariableDeclarator' ? (parent as VariableDeclarator).id : id;
      if (!isError(superClass) || !onlyTells(body)) return;
      if (name?.type !== 'Identifier' || used.has(name.name)) return;
      told.push({ start: body.start + 1, end: body.end - 1 });
    },
  });
  // An error within what another is told goes with it.
  const outermost = told.filter(
    ({ start, end }) => !told.some((other) => other.start < start && end <= other.end),
  );
  return outermost
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
}

// Names that stand for more than what is thrown, or asked whether it is what was thrown.
function usedOtherwise(program: Node): ReadonlySet<string> {
  const names = new Set<string>();
  ancestor(program, {
    Identifier({ name }, _, ancestors) {
      const [made, thrown] = [ancestors.at(-2), ancestors.at(-3)];
      if (made?.type === 'NewExpression' && thrown?.type === 'ThrowStatement') return;
      if (made?.type === 'BinaryExpression' && (made as BinaryExpression).operator === 'instanceof') return;
      names.add(name);
    },
  });
  return names;
}

/** Whether a class has nothing that runs but its constructor. */
function onlyTells({ body }: ClassBody): boolean {
  return body.every((member) => {
    if (member.type === 'MethodDefinition') return member.kind === 'constructor';
    if (member.type !== 'PropertyDefinition' || member.static || member.computed) return false;
    return !member.value || member.value.type === 'Literal';
  });
}

function isError(node: Node | null | undefined): boolean {
  return node?.type === 'Identifier' && /Error$/.test((node as Identifier).name);
}

// Gives every local the name that its place in the program has.
async function renamed(text: string): Promise<string> {
  const options = { module: true, compress: { unused: true, defaults: false, toplevel: true }, mangle: true };
  const { code } = await minify(text, { ...options, format: { comments: false } });
  if (!code) throw new Error('canonicalSource needs source, got none');
  return code;
}

/**
 * Digests packages by those of their files that are loaded when they are imported.
 *
 * @param folder - from where they are imported
 * @param names - what import statements say
 * @param others - files that are loaded in another way, such as a compiled library, as import specifiers
 * @returns SHA-256 per package, sorted by name
 */
export async function packageDigests(
  folder: string,
  names: readonly string[],
  others: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const contents = names.map((name, index) => `export * as package${index} from '${name}';`).join('\n');
  const { metafile } = await build({
    ...OPTIONS,
    stdin: { contents, resolveDir: folder },
    absWorkingDir: folder,
  });
  const require = createRequire(`${folder}/`);
  const paths = [...loadedFiles(metafile, folder), ...others.map((other) => require.resolve(other))];
  const hashes = new Map<string, ReturnType<typeof createHash>>();
  // What a package loads of others, such as a client for fetching, is not what computes.
  const wanted = new Set(
    [...names, ...others].map((specifier) => packagePath(`node_modules/${specifier}`).name),
  );
  for (const path of paths.sort(byPackagePath)) {
    const { name, inside } = packagePath(path);
    if (!wanted.has(name)) continue;
    const hash = hashes.get(name) ?? createHash('sha256');
    hashes.set(name, hash.update(`${inside}\n`).update(await readFile(path)));
  }
  return Object.fromEntries([...hashes].map(([name, hash]) => [name, hash.digest('hex')] as const).sort());
}

function loadedFiles({ inputs }: Metafile, folder: string): string[] {
  return Object.keys(inputs)
    .filter((path) => path.includes('node_modules/'))
    .map((path) => `${folder}/${path}`);
}

function byPackagePath(one: string, other: string): number {
  return packagePath(one).inside < packagePath(other).inside ? -1 : 1;
}

function packagePath(path: string): { name: string; inside: string } {
  const parts = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length).split('/');
  const name = parts.slice(0, parts[0]?.startsWith('@') ? 2 : 1).join('/');
  return { name, inside: parts.join('/') };
}
