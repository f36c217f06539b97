/** Searches source for what would bind it to Node, or let it compute other bits elsewhere. */
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import {
  type BlockStatement,
  type Identifier,
  type MemberExpression,
  type Node,
  type Pattern,
  parse,
} from 'acorn';
import { ancestor } from 'acorn-walk';
import { transform } from 'esbuild';

/** Of a host, or different at every call: none of these is there everywhere, or the same. */
const FOREIGN = new Set(
  'process Buffer require global globalThis self window document navigator __dirname __filename setImmediate Date performance crypto Intl fetch eval Function'.split(
    ' ',
  ),
);

/** What ECMAScript defines to the last bit; of all others (exp, log, pow, sin, …) it leaves that to the implementation. */
const EXACT_MATH = new Set(
  'abs ceil clz32 floor fround imul max min round sign sqrt trunc E LN2 LN10 LOG2E LOG10E PI SQRT1_2 SQRT2'.split(
    ' ',
  ),
);

/** Depend on the user's language. */
const OF_A_LOCALE = /^(localeCompare|toLocale\w+)$/;

/** What is wrong, and what it imports as it runs: imports of types are gone by then. */
export interface SearchedSource {
  readonly complaints: readonly string[];
  readonly imports: readonly string[];
}

/**
 * Searches one module.
 *
 * @param text - TypeScript
 */
export async function searchSource(text: string): Promise<SearchedSource> {
  const tsconfigRaw = { compilerOptions: { verbatimModuleSyntax: true } };
  const { code } = await transform(text, { loader: 'ts', target: 'es2023', tsconfigRaw });
  const complaints: string[] = [];
  const imports: string[] = [];
  const take = (source: Node | null | undefined) => {
    if (!source) return;
    const { value } = source as { value?: unknown };
    if (typeof value === 'string') imports.push(value);
    else complaints.push('an import of what is known only as it runs');
  };
  ancestor(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), {
    ImportDeclaration: ({ source }) => take(source),
    ExportNamedDeclaration: ({ source }) => take(source),
    ExportAllDeclaration: ({ source }) => take(source),
    ImportExpression: ({ source }) => take(source),
    Identifier: (node, _, ancestors) => {
      const { name } = node as Identifier;
      if (FOREIGN.has(name) && !isLocal(name, ancestors)) complaints.push(name);
      if (name === 'Math') complaints.push(...complaintOfMath(node, ancestors.at(-2)));
    },
    MemberExpression: ({ property, computed }) => {
      const { name } = property as Identifier;
      if (!computed && OF_A_LOCALE.test(name)) complaints.push(name);
    },
    BinaryExpression: ({ operator }) => {
      if (operator === '**') complaints.push('**');
    },
    AssignmentExpression: ({ operator }) => {
      if (operator === '**=') complaints.push('**=');
    },
    MetaProperty: () => {
      complaints.push('import.meta');
    },
  });
  return { complaints, imports };
}

// Whether a parameter or a constant around it has this name, and not the host.
function isLocal(name: string, ancestors: readonly Node[]): boolean {
  return ancestors.some((node) => {
    const { params = [] } = node as { params?: Pattern[] };
    const { body } = node as Partial<BlockStatement>;
    const declared = (Array.isArray(body) ? body : []).flatMap((statement) =>
      statement.type === 'VariableDeclaration' ? statement.declarations.map(({ id }) => id) : [],
    );
    return [...params, ...declared].flatMap(namesIn).includes(name);
  });
}

function namesIn(pattern: Pattern): string[] {
  if (pattern.type === 'Identifier') return [pattern.name];
  if (pattern.type === 'AssignmentPattern') return namesIn(pattern.left);
  if (pattern.type === 'RestElement') return namesIn(pattern.argument);
  if (pattern.type === 'ArrayPattern') return pattern.elements.flatMap((part) => (part ? namesIn(part) : []));
  if (pattern.type !== 'ObjectPattern') return [];
  return pattern.properties.flatMap((part) => namesIn(part.type === 'Property' ? part.value : part));
}

function complaintOfMath(math: Node, parent: Node | undefined): string[] {
  const { type, object, property, computed } = (parent ?? {}) as Partial<MemberExpression>;
  if (type !== 'MemberExpression' || object !== math || computed) return ['Math under another name'];
  const { name } = property as Identifier;
  return EXACT_MATH.has(name) ? [] : [`Math.${name}`];
}

/**
 * Searches modules and all that they import of this project.
 *
 * @param root - folder that complaints name files relative to
 * @param entries - paths, relative to it
 * @param packages - what may be imported besides
 * @returns every file that was searched, and one line per complaint: `src/a.ts: Math.exp`
 */
export async function searchFrom(
  root: string,
  entries: readonly string[],
  packages: readonly string[],
): Promise<{ readonly files: readonly string[]; readonly complaints: readonly string[] }> {
  const files = new Set(entries.map((path) => join(root, path)));
  const complaints: string[] = [];
  for (const path of files) {
    const found = await searchSource(await readFile(path, 'utf8'));
    const complain = (what: string) => complaints.push(`${relative(root, path)}: ${what}`);
    found.complaints.forEach(complain);
    for (const specifier of found.imports) {
      if (specifier.startsWith('.')) files.add(join(dirname(path), specifier));
      else if (isBuiltin(specifier) || !packages.includes(specifier)) complain(`imports ${specifier}`);
    }
  }
  return { files: [...files].map((path) => relative(root, path)).sort(), complaints };
}
