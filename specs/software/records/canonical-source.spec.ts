// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are source
/** The one form of source: what it leaves out, and that it leaves out nothing else. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonicalSource, packageDigests } from '../../../src/records/canonical-source.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A folder of files, by path. */
async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

async function formOf(text: string): Promise<string> {
  return (await canonicalSource(await folderOf({ 'module.ts': text }), ['./module.ts'])).text;
}

const PLAIN = `
export function half(values: Float32Array, rate = 0.5): Float32Array {
  if (values.length === 0) throw new RangeError('half needs values, got none');
  return values.map((value) => value * rate);
}`;

const withError = (error: string) => PLAIN.replace("new RangeError('half needs values, got none')", error);

describe('canonicalSource', () => {
  it.each<[string, string]>([
    ['comments', PLAIN.replace('return', '// because\n/* why */ return /* so */')],
    ['layout', PLAIN.replaceAll('\n', '\n\n').replaceAll('  ', '\t')],
    ['semicolons', PLAIN.replaceAll(';', '')],
    ['names of locals', PLAIN.replaceAll('values', 'numbers').replaceAll('rate', 'share')],
    ['types', PLAIN.replaceAll(': Float32Array', ': any')],
    ['another spelling of a number', PLAIN.replace('0.5', '5e-1')],
    ['what nothing uses', `${PLAIN}\nfunction unused() { return half(new Float32Array(3)); }`],
    ['a type that is declared', `export interface Half { readonly a: 1 }\n${PLAIN}`],
    ['an error’s text', withError("new RangeError('no')")],
    ['that an error has none', withError('new RangeError()')],
    ['an error’s text with values', withError('new RangeError(`no ${values.length}`)')],
    ['an error’s text as a sum', withError("new RangeError('no' + values.length + ['a', 'b'].join(', '))")],
    ['an error’s cause', withError("new RangeError('no', { cause: new Error(`as ${rate}`) })")],
    [
      'an error in what another is told',
      withError("new RangeError(String(new Error('a', { cause: new TypeError('b') })))"),
    ],
    ['brackets and quotes in an error’s text', withError("new RangeError('), new Error(\"')")],
  ])('leaves out %s', async (_, text) => {
    expect(text).not.toBe(PLAIN);
    expect(await formOf(text)).toBe(await formOf(PLAIN));
  });

  it.each<[string, string]>([
    ['a number', PLAIN.replace('0.5', '0.25')],
    ['the last bit of a number', PLAIN.replace('0.5', '0.5000000000000001')],
    ['an operator', PLAIN.replace('value * rate', 'value / rate')],
    ['the order of operands', PLAIN.replace('value * rate', 'rate * value')],
    ['a method', PLAIN.replace('.map(', '.filter(')],
    ['a condition', PLAIN.replace('=== 0', '=== 1')],
    ['the name under which something is exported', PLAIN.replace('half(', 'halved(')],
    ['which error is thrown', withError("new TypeError('half needs values, got none')")],
    ['whether one is thrown', PLAIN.replace('throw new', 'void new')],
    ['that one is thrown at all', PLAIN.replace(/if .*/, '')],
    [
      'a text that is told to no error',
      PLAIN.replace('throw new RangeError', 'return String').replace('none', 'some'),
    ],
    ['what stands beside an error', PLAIN.replace("none');", "none'); values[0] = 1;")],
    [
      'an error that is made, not thrown, to change something',
      PLAIN.replace('return', 'new Error(String(values.fill(0)));\n return'),
    ],
    [
      'what anything else is told that is made',
      PLAIN.replace('return values', 'return new Float32Array(values)'),
    ],
    [
      'what is told to something that only sounds like an error',
      PLAIN.replace('return', 'const e = new StandardError(values.length / 2);\n return'),
    ],
    [
      'what is read from an error that was made',
      PLAIN.replace('* rate', "* Number(new RangeError('0.5').message)"),
    ],
    ['one argument for another', PLAIN.replace('value * rate', 'rate * rate')],
  ])('keeps %s', async (_, text) => {
    expect(text).not.toBe(PLAIN);
    expect(await formOf(text)).not.toBe(await formOf(PLAIN));
  });

  it('keeps a property’s name: the record’s fields are named by them', async () => {
    const made = 'export const make = (a) => ({ testAccuracy: a });';
    expect(await formOf(made)).not.toBe(await formOf(made.replace('testAccuracy', 'accuracy')));
  });

  it('keeps the order of statements, and of fields', async () => {
    expect(await formOf('export const f = (a, b) => { a(); b(); };')).not.toBe(
      await formOf('export const f = (a, b) => { b(); a(); };'),
    );
    expect(await formOf('export const f = (a, b) => ({ x: a, y: b });')).not.toBe(
      await formOf('export const f = (a, b) => ({ y: b, x: a });'),
    );
  });

  describe('of an error class', () => {
    const CLASS = `
      class LostError extends Error {
        override readonly name = 'LostError';
        constructor(what: string, step: number) { super(\`lost \${what} in \${step}\`); }
      }
      export function find(place: number) { if (place < 0) throw new LostError('it', place); return place + 1; }`;

    it.each<[string, string]>([
      ['its text', CLASS.replace('lost ', 'no longer has ')],
      ['its name', CLASS.replace("'LostError'", "'Lost'")],
      ['a second field', CLASS.replace('constructor', 'readonly code = 5; constructor')],
      ['what it is told', CLASS.replace("('it', place)", "('that', 0)")],
    ])('leaves out %s', async (_, text) => {
      expect(text).not.toBe(CLASS);
      expect(await formOf(text)).toBe(await formOf(CLASS));
    });

    it.each<[string, string]>([
      ['what surrounds it', CLASS.replace('place + 1', 'place + 2')],
      ['when it is thrown', CLASS.replace('place < 0', 'place < 1')],
      ['what it extends', CLASS.replace('extends Error', 'extends RangeError')],
      [
        'what runs with its definition',
        CLASS.replace('constructor', 'static { Math.sqrt = Math.cbrt; } constructor'),
      ],
      [
        'a static field',
        CLASS.replace('constructor', 'static readonly x = (Math.sqrt = Math.cbrt); constructor'),
      ],
      ['a field that is computed', CLASS.replace('constructor', 'x = (Math.sqrt = Math.cbrt); constructor')],
      ['a computed name', CLASS.replace('constructor', '[(Math.sqrt = Math.cbrt)] = 1; constructor')],
      ['a method', CLASS.replace('constructor', 'toJSON() { return Math.sqrt(2); } constructor')],
    ])('keeps %s', async (_, text) => {
      expect(text).not.toBe(CLASS);
      expect(await formOf(text)).not.toBe(await formOf(CLASS));
    });

    it.each<[string, string]>([
      ['is read from one that was made', 'export const rate = () => new RateError().rate;'],
      ['is inherited', 'class Rate extends RateError {}\nexport const rate = () => new Rate();'],
    ])('keeps what %s', async (_, use) => {
      const reading = (rate: number) => `class RateError extends Error { rate = ${rate}; }\n${use}`;
      expect(await formOf(reading(0.5))).not.toBe(await formOf(reading(0.25)));
    });

    it('leaves the body of any other class alone', async () => {
      const other = 'export class Mean extends Array { of(sum: number) { return sum / 2; } }';
      expect(await formOf(other)).not.toBe(await formOf(other.replace('/ 2', '/ 3')));
    });

    it('leaves out errors within it once, not twice', async () => {
      const nested = CLASS.replace('super(', "if (!what) throw new TypeError('none'); super(");
      expect(await formOf(nested)).toBe(await formOf(CLASS));
    });
  });

  // What a bundler believes may be left out runs all the same.
  it('keeps a call that a comment calls pure, and a module that package.json says has no effects', async () => {
    const call = 'export const f = (a) => a;\n/* @__PURE__ */ f(Math);';
    expect(await formOf(call)).not.toBe(await formOf('export const f = (a) => a;'));
    const files = { 'module.ts': "import './other.ts';\nexport const f = (a) => a;" };
    const formOfFiles = async (other: string) => {
      const folder = await folderOf({ ...files, 'other.ts': other, 'package.json': '{"sideEffects":false}' });
      return (await canonicalSource(folder, ['./module.ts'])).text;
    };
    expect(await formOfFiles('Math.sqrt = Math.cbrt;')).not.toBe(await formOfFiles(''));
  });

  // Vitest and tsx run it, whatever is taken from it.
  it.each([
    ['a type', "import { type Other } from './other.ts';"],
    ['what nothing uses', "import { unused } from './other.ts';"],
  ])('keeps a module from which only %s is imported', async (_, statement) => {
    const formBeside = async (other: string) => {
      const files = { 'module.ts': `${statement}\nexport const f = (a) => a;`, 'other.ts': other };
      return (await canonicalSource(await folderOf(files), ['./module.ts'])).text;
    };
    const plain = 'export type Other = 1;\nexport const unused = 1;';
    expect(await formBeside(`${plain}\nMath.sqrt = Math.cbrt;`)).not.toBe(await formBeside(plain));
  });

  // Of each, Vite, Node and the bundler here may find different files.
  it.each([
    ['./half', { 'half.js': '' }],
    ['./half.js', {}],
    ['.', { 'index.ts': 'export const share = 1 / 2;' }],
    ['#half', { 'package.json': '{"imports":{"#half":{"development":"./other.ts","default":"./half.ts"}}}' }],
  ])('refuses an import by other than a file’s path: %s', async (specifier, beside) => {
    const files = {
      'module.ts': `export { share } from '${specifier}';`,
      'half.ts': 'export const share = 1 / 2;',
      ...beside,
    };
    await expect(
      canonicalSource(await folderOf(files as Record<string, string>), ['./module.ts']),
    ).rejects.toThrow(
      `needs imports by their files' paths, such as './sum.ts', got '${specifier}' in module.ts`,
    );
  });

  it('takes in what is imported from the project, and not what is not used of it', async () => {
    const files = {
      'module.ts': "import { twice } from './other.ts';\nexport const four = () => twice(2);",
      'other.ts': 'export const twice = (x: number) => 2 * x;\nexport const thrice = (x: number) => 3 * x;',
    };
    const form = async (other: string) =>
      (await canonicalSource(await folderOf({ ...files, 'other.ts': other }), ['./module.ts'])).text;
    expect(await form(files['other.ts'])).not.toBe(await form(files['other.ts'].replace('2 * x', '4 * x')));
    expect(await form(files['other.ts'])).toBe(await form(files['other.ts'].replace('3 * x', '4 * x')));
  });

  it('lists the packages that are imported, each once and in order, and no built-in module', async () => {
    const folder = await folderOf({
      'one.ts': "import b from 'b';\nimport { a } from '@scope/a';\nexport const one = () => [b, a];",
      'two.ts':
        "import b from 'b';\nimport { join } from 'node:path';\nimport { sep } from 'path';\nexport const two = () => [b, join, sep];",
      'three.ts': "import type { c } from 'c';\nexport const three = (c: c) => c;",
    });
    const { packages } = await canonicalSource(folder, ['./two.ts', './one.ts', './three.ts']);
    expect(packages).toEqual(['@scope/a', 'b']);
  });

  it('does not read the compiler’s settings', async () => {
    const files = { 'module.ts': 'export class A { b = 1; c = this.b ?? 2; }' };
    const strange = { compilerOptions: { target: 'es5', useDefineForClassFields: false } };
    const plain = await canonicalSource(await folderOf(files), ['./module.ts']);
    const settings = { ...files, 'tsconfig.json': JSON.stringify(strange) };
    expect(await canonicalSource(await folderOf(settings), ['./module.ts'])).toEqual(plain);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['is no program', { 'module.ts': 'export const = 1;' }],
    ['is not there', {}],
    ['imports what is not there', { 'module.ts': "export * from './absent.ts';" }],
    ['is empty, so that nothing would be fingerprinted', { 'module.ts': '' }],
  ])('refuses source that %s', async (_, files) => {
    await expect(canonicalSource(await folderOf(files), ['./module.ts'])).rejects.toThrow();
  });
});

describe('packageDigests', () => {
  const manifest = (name: string) => JSON.stringify({ name, version: '1.0.0', main: 'main.js' });
  const files = {
    'node_modules/a/package.json': manifest('a'),
    'node_modules/a/main.js': "exports.a = require('./part.js').part + require('b').b;",
    'node_modules/a/part.js': 'exports.part = 1;',
    'node_modules/a/unused.js': 'exports.unused = 1;',
    'node_modules/a/library.bin': 'bytes',
    'node_modules/b/package.json': manifest('b'),
    'node_modules/b/main.js': 'exports.b = 2;',
    'node_modules/@scope/c/package.json': manifest('@scope/c'),
    'node_modules/@scope/c/main.js': 'exports.c = 3;',
  };
  type Path = keyof typeof files;
  const digests = async (
    change: Partial<Record<Path, string>> = {},
    names = ['a', '@scope/c'],
    others: string[] = [],
  ) => packageDigests(await folderOf({ ...files, ...change }), names, others);

  it('gives one per package that was named, sorted, the same in every folder', async () => {
    const found = await digests();
    expect(Object.keys(found)).toEqual(['@scope/c', 'a']);
    for (const digest of Object.values(found)) expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await digests({}, ['@scope/c', 'a'])).toEqual(found);
  });

  it.each<[Path, string]>([
    ['node_modules/a/main.js', 'a'],
    ['node_modules/a/part.js', 'a'],
    ['node_modules/@scope/c/main.js', '@scope/c'],
  ])('changes with %s', async (path, name) => {
    const [before, after] = [await digests(), await digests({ [path]: `${files[path]} ` })];
    expect(after[name]).not.toBe(before[name]);
    expect({ ...after, [name]: '' }).toEqual({ ...before, [name]: '' });
  });

  it.each<Path>(['node_modules/a/unused.js', 'node_modules/b/main.js', 'node_modules/a/library.bin'])(
    'does not change with %s, which is not loaded or belongs to another package',
    async (path) => {
      expect(await digests({ [path]: `${files[path]} ` })).toEqual(await digests());
    },
  );

  it('counts a file that is loaded in another way, once it is named', async () => {
    const named = (change: Partial<Record<Path, string>> = {}) => digests(change, ['a'], ['a/library.bin']);
    expect(await named()).not.toEqual(await digests({}, ['a']));
    expect(await named({ 'node_modules/a/library.bin': 'other' })).not.toEqual(await named());
  });

  it('changes when a file’s content moves to another file', async () => {
    const swapped = await digests({
      'node_modules/a/main.js': files['node_modules/a/main.js'].replace('./part.js', './unused.js'),
    });
    expect(swapped.a).not.toBe((await digests()).a);
  });

  it('fails on a package that is not installed', async () => {
    await expect(digests({}, ['absent'])).rejects.toThrow('absent');
    await expect(digests({}, ['a'], ['a/absent.bin'])).rejects.toThrow('absent.bin');
  });
});
