import { readdirSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { stream } from '../../../src/random.ts';

const folder = new URL('../../../src/statistics/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));

/** `@example call // value`, where a value is a literal, `a / b = literal`, or `key = literal, key = literal`. */
type Example = { readonly call: string; readonly value: string };
const examplesIn = (source: string): Example[] =>
  [...source.matchAll(/@example (.+?) \/\/ (.+)$/gm)].map(([, call = '', value = '']) => ({ call, value }));

/** Throws unless a result is the value as printed, to as many digits as are printed; whole numbers exactly. */
function expectPrinted(result: unknown, printed: string): void {
  const digits = printed
    .replace(/e.*/, '')
    .replace(/[^0-9]/g, '')
    .replace(/^0+/, '').length;
  const exact = typeof result !== 'number' || (/^-?\d+$/.test(printed) && Number.isInteger(result));
  expect(exact ? result : Number((result as number).toPrecision(Math.max(1, digits)))).toEqual(
    evaluate(printed, {}),
  );
}
function evaluate(expression: string, scope: Readonly<Record<string, unknown>>): unknown {
  return runInNewContext(`(${expression})`, { ...scope });
}
function check({ call, value }: Example, scope: Readonly<Record<string, unknown>>): void {
  const result = evaluate(call, scope);
  if (/^\w+ = /.test(value)) {
    for (const [, key = '', printed = ''] of value.matchAll(/(\w+) = ([^,]+)/g)) {
      expectPrinted((result as Record<string, unknown>)[key], printed);
    }
  } else if (Array.isArray(result) && value.startsWith('[')) {
    const printed = value.slice(1, -1).split(', ');
    expect(result).toHaveLength(printed.length);
    for (const [index, item] of printed.entries()) expectPrinted(result[index], item);
  } else expectPrinted(result, value.replace(/^.* = /, ''));
}

describe('the examples in src/statistics', () => {
  it.each(files)('%s: every exported function has one, and it gives the value it prints', async (file) => {
    const source = readFileSync(new URL(file, folder), 'utf8');
    const scope: Record<string, unknown> = { stream, ...(await import(new URL(file, folder).href)) };
    const functions = [...source.matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
    const examples = examplesIn(source);
    for (const example of examples) check(example, scope);
    const shown = functions.filter((name) => examples.some(({ call }) => call.startsWith(`${name}(`)));
    expect(shown).toEqual(functions.filter((name) => !name?.startsWith('require')));
  });
  it('the check notices a wrong digit, a wrong key and a wrong literal', () => {
    const scope = { third: () => 1 / 3, pair: () => ({ t: 2.5, p: 0.1 }), two: () => 2 };
    check({ call: 'third()', value: '1 / 3 = 0.333' }, scope);
    check({ call: 'pair()', value: 't = 2.5, p = 0.10' }, scope);
    for (const [call, value] of [
      ['third()', '0.334'],
      ['pair()', 't = 2.5, p = 0.11'],
      ['two()', '3'],
      ['third()', '0'],
    ] as const) {
      expect(() => check({ call, value }, scope)).toThrow();
    }
  });
});
